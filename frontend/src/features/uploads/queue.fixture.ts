// A browser with tabs, each with a queue on the same device, whose transfers do nothing until they are told to.
import type { Duplicate } from '@zoetrope/contract/duplicates.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Announced } from './announcer.ts';
import type { UploadEntry } from './entry.ts';
import type { Keep } from './keep.ts';
import { UploadQueue } from './queue.ts';
import type { TabMessage } from './tabs.ts';
import type { TransferEvents } from './transfer.ts';
import type { Turn } from './turn.ts';

export const aFile = (name: string, text = 'picture') => new File([text], name, { lastModified: 7 });

/** Rows and bytes that outlive a tab; `isFull` has room for nothing more. */
class Device implements Keep {
  readonly rows = new Map<string, UploadEntry>();
  readonly files = new Map<string, Blob>();
  isFull = false;

  load = async (accountId: string) => [...this.rows.values()].filter((entry) => entry.accountId === accountId);
  add = async (entry: UploadEntry, file: Blob) => {
    if (this.isFull) return 'full' as const;
    this.rows.set(entry.id, entry);
    this.files.set(entry.id, file);
    return 'kept' as const;
  };
  change = async (entry: UploadEntry) => {
    if (this.rows.has(entry.id)) this.rows.set(entry.id, entry);
  };
  file = async (id: string) => this.files.get(id);
  remove = async (ids: readonly string[]) => {
    for (const id of ids) {
      this.rows.delete(id);
      this.files.delete(id);
    }
  };
  removeOthers = async () => undefined;
}

export interface Sent {
  readonly name: string;
  readonly url: string | undefined;
  readonly events: TransferEvents;
  goes: number;
  end: 'none' | 'left' | 'cancelled';
}

export class Tab {
  readonly transfers: Sent[] = [];
  readonly begun: Announced[] = [];
  readonly renewed: string[] = [];
  readonly dropped: string[] = [];
  readonly queue: UploadQueue;
  hasRollGone = false;
  /** When the others have been told. */
  told: Promise<void> = Promise.resolve();

  constructor(readonly browser: Browser) {
    this.queue = new UploadQueue('alice', {
      keep: browser.device,
      turn: browser.turnOf(this),
      send: (file, _wish, url, events) => {
        const sent: Sent = { name: (file as File).name, url, events, goes: 0, end: 'none' };
        this.transfers.push(sent);
        return {
          go: async () => void (sent.goes += 1),
          leave: () => void (sent.end = 'left'),
          cancel: () => void (sent.end = 'cancelled'),
        };
      },
      takesVideos: async () => true,
      hash: (file) => this.browser.hash(file),
      findHere: async () => this.browser.here,
      measure: async () => ({ widthPx: 4, heightPx: 3 }),
      announcer: {
        begin: (roll) => {
          this.begun.push(roll);
          return this.told;
        },
        renew: async (rollId) => this.renewed.push(rollId) > 0 && !this.hasRollGone,
        drop: (ids) => void this.dropped.push(...ids),
      },
      tell: (message) => browser.tell(this, message),
    });
  }

  add = (...files: File[]) => this.queue.add({ files, audience: { to: 'friends' }, caption: '' });
  states = () => this.queue.entries.all().map((entry) => `${entry.name} ${entry.state}`);
  at = (index: number) => this.queue.entries.all()[index]!;
}

export class Browser {
  readonly device = new Device();
  tabs: Tab[] = [];
  /** What every file hashes to, and what the audience has already. */
  hashOf: string | undefined;
  here: readonly Duplicate[] = [];
  hash = async (_file: Blob): Promise<string | undefined> => this.hashOf;
  private holder: Tab | undefined;
  private waiting: Tab[] = [];

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  tell(from: Tab, message: TabMessage): void {
    if (!this.tabs.includes(from)) return;
    for (const tab of this.tabs) if (tab !== from) tab.queue.hear(message);
  }

  /** The tab dies, without a word. */
  kill(tab: Tab): void {
    this.tabs = this.tabs.filter((one) => one !== tab);
    this.waiting = this.waiting.filter((one) => one !== tab);
    if (this.holder === tab) this.hand();
  }

  turnOf(tab: Tab): Turn {
    return {
      ask: () => {
        if (this.holder === tab || this.waiting.includes(tab)) return;
        this.waiting.push(tab);
        if (!this.holder) this.hand();
      },
      take: () => {
        const last = this.holder;
        this.waiting = [tab, ...this.waiting.filter((one) => one !== tab)];
        this.hand();
        last?.queue.loseTurn();
      },
      release: () => {
        this.waiting = this.waiting.filter((one) => one !== tab);
        if (this.holder === tab) this.hand();
      },
    };
  }

  private hand(): void {
    this.holder = this.waiting.shift();
    this.holder?.queue.gainTurn();
  }
}

export const anEntry = (state: UploadEntry['state'], more: Partial<UploadEntry> = {}): UploadEntry => ({
  id: newId(),
  accountId: 'alice',
  rollId: 'roll',
  name: 'lake.jpg',
  bytes: 4 * 1024 * 1024,
  changedAtMs: 7,
  sentBytes: 0,
  audience: { to: 'friends' },
  caption: '',
  state,
  isAnnounced: true,
  isSorted: true,
  isKept: true,
  ...more,
});
