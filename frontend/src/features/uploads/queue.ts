// Files on their way. The queue is on the device and belongs to one account; one tab sends, and whichever has the turn
// goes on where the last one stopped.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { ROLL_RENEWED_EVERY_MS } from '@zoetrope/contract/features/rolls.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { Entries } from './entries.ts';
import { isOpen, type UploadEntry } from './entry.ts';
import type { Keep } from './keep.ts';
import { Ledger } from './ledger.ts';
import { Preparation, type PreparationPorts } from './preparation.ts';
import { SameFiles } from './same-files.ts';
import { Sender, type Send } from './sender.ts';
import type { TabMessage } from './tabs.ts';
import type { Turn } from './turn.ts';
import { Watched } from './watched.ts';

export interface NewFiles {
  readonly files: readonly File[];
  readonly audience: PhotoAudience;
  readonly caption: string;
}

/** What the queue rests on. */
export interface QueuePorts extends Pick<
  PreparationPorts,
  'announcer' | 'measure' | 'hash' | 'takesVideos' | 'findHere'
> {
  readonly keep: Keep;
  readonly turn: Turn;
  readonly send: Send;
  tell(message: TabMessage): void;
}

export class UploadQueue {
  readonly entries = new Entries();
  readonly ledger: Ledger;
  /** Whether this tab is the one that sends. */
  readonly isSender = new Watched(false);
  /** Whether something is under way that ends with this tab. */
  readonly isAtWork = new Watched(false);
  private readonly preparation: Preparation;
  private readonly sender: Sender;
  private readonly renewal: ReturnType<typeof setInterval>;
  /** To be tried again by this tab, should no other hear of it. */
  private readonly wanted = new Set<string>();
  private nextIdMs = 0;
  private adding: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    readonly accountId: string,
    private readonly ports: QueuePorts,
  ) {
    this.ledger = new Ledger(accountId, this.entries, ports.keep, ports.tell);
    const shared = {
      ledger: this.ledger,
      maySend: (id: string) => this.maySend(id),
      refuse: (id: string, error: ErrorBody, here?: UploadEntry['here']) => this.refuse(id, error, here),
    };
    const onSettled = (id: string) => {
      this.preparation.settled(id);
      this.go();
    };
    this.sender = new Sender({ ...shared, send: ports.send, onSettled });
    this.preparation = new Preparation({
      ...shared,
      announcer: ports.announcer,
      measure: ports.measure,
      hash: ports.hash,
      takesVideos: ports.takesVideos,
      findHere: ports.findHere,
      onReady: () => this.go(),
    });
    const noteWork = () => this.isAtWork.set(this.idsOf((entry) => isOpen(entry) && this.maySend(entry.id)).length > 0);
    this.entries.list.subscribe(noteWork);
    this.isSender.subscribe(noteWork);
    this.renewal = setInterval(() => void this.preparation.renew(), ROLL_RENEWED_EVERY_MS);
  }

  /** Shows what earlier pages left on this device, and goes on with it. */
  async open(): Promise<void> {
    this.entries.put((await this.ledger.load()).map(afterRest));
    if (this.entries.isBusy.get()) this.ports.turn.ask();
  }

  /**
   * Queues files in their order. What is on its way already is not added again; what was refused, or is there and was
   * chosen once more, is tried anew.
   */
  add(chosen: NewFiles): Promise<void> {
    // One after the other: what is new is known when those before stand in the line.
    const added = this.adding.then(() => this.addNew(chosen));
    this.adding = added.catch(() => undefined);
    return added;
  }

  private async addNew({ files, audience, caption }: NewFiles): Promise<void> {
    const known = new SameFiles(this.ports.hash);
    for (const entry of this.entries.all().filter(isOpen)) known.add(entry, () => this.ledger.fileOf(entry.id));
    const added: UploadEntry[] = [];
    const firstMs = Math.max(
      Date.now(),
      this.nextIdMs,
      ...this.entries
        .all()
        .slice(-1)
        .map(({ id }) => momentOf(id) + 1),
    );
    let rollId = newId();
    for (const file of files) {
      if (added.length > 0 && added.length % LIMITS.rollPhotos === 0) rollId = newId();
      const belonging = { accountId: this.accountId, rollId, audience, caption };
      // Ids in the order of the files, so that whatever sorts by them keeps it.
      const entry = entryOf(file, newId(firstMs + added.length), belonging);
      if (await known.has(entry, file)) continue;
      known.add(entry, async () => file);
      added.push(entry);
      this.ledger.hold(entry, file);
    }
    this.nextIdMs = firstMs + added.length;
    const refused = this.entries.all().filter(({ state }) => state === 'refused');
    for (const entry of refused) {
      const file = await this.ledger.fileOf(entry.id);
      if (file && (await known.has(entry, file))) this.remove([entry.id]);
    }
    // In line before the others hear of it: the tab that has the files is the one to send them.
    this.ports.turn.ask();
    this.ledger.show(added);
    this.go();
    for (const { id } of added) await this.ledger.settle(id);
    this.ports.tell({ k: 'added', accountId: this.accountId });
    this.go();
  }

  /** Tries again, now. What was sent already is not sent twice. */
  retry(id: string): void {
    if (!this.maySend(id)) {
      this.wanted.add(id);
      this.ports.tell({ k: 'retry', accountId: this.accountId, id });
      return this.ports.turn.ask();
    }
    this.tryAnew(id);
    return this.go();
  }

  private tryAnew(id: string): void {
    const entry = this.entries.get(id);
    if (entry?.state !== 'refused' && entry?.state !== 'stopped') return;
    this.sender.calm(id);
    if (entry.state === 'refused') {
      // Its place is gone from the screens; and the server has thrown it away, but for what it had no room to add to.
      const { uploadUrl, error, sentBytes, ...rest } = entry;
      const isThere = error?.code === 'disk-full' && uploadUrl !== undefined;
      this.ledger.save({
        ...rest,
        ...(isThere && { uploadUrl }),
        state: 'waiting',
        sentBytes: isThere ? sentBytes : 0,
        isAnnounced: false,
        isSorted: false,
        rollId: newId(),
      });
    } else this.ledger.change(id, { state: 'waiting' });
    this.ports.turn.ask();
  }

  /** Takes files out, wherever they are on their way. A photo that is there stays. */
  remove(ids: readonly string[]): void {
    this.forget(ids, false);
    this.go();
  }
  removeDone(): void {
    this.remove(this.idsOf(({ state }) => state === 'done'));
  }
  removeAll(): void {
    this.remove(this.idsOf(() => true));
  }

  /** The network is back: everything that stopped goes on without its pause. */
  wake(): void {
    for (const id of this.idsOf((entry) => entry.state === 'stopped' && this.maySend(entry.id))) this.retry(id);
    void this.preparation.renew();
  }

  /** Another account, or none: nothing of this one goes on here. */
  close(): void {
    // What is being looked at just now would be sent when it has been, as whoever is signed in by then.
    this.isClosed = true;
    clearInterval(this.renewal);
    this.sender.leave();
    this.ports.turn.release();
    this.isSender.set(false);
  }

  /** From a tab that does not answer any more. */
  takeTurn(): void {
    this.ports.turn.take();
  }
  gainTurn(): void {
    this.isSender.set(true);
    void this.catchUp().then(() => this.preparation.renew());
  }
  loseTurn(): void {
    this.isSender.set(false);
    this.sender.leave((id) => !this.maySend(id));
    if (this.entries.isBusy.get()) this.ports.turn.ask();
  }

  /** What another tab says. */
  hear(message: TabMessage): void {
    if (message.k === 'ping' || message.k === 'pong' || message.accountId !== this.accountId) return;
    if (message.k === 'removed') this.forget(message.ids, true);
    else if (message.k === 'entries') {
      this.entries.put(message.entries.filter(({ id }) => !this.maySend(id) && !this.ledger.isGone(id)));
      // Stands in line, should that tab die.
      if (this.entries.isBusy.get()) this.ports.turn.ask();
    } else if (message.k === 'retry') {
      if (this.maySend(message.id)) this.retry(message.id);
    } else if (this.isSender.get()) void this.catchUp();
  }

  /** The file itself, for a small picture of it. */
  fileOf(id: string): Promise<Blob | undefined> {
    return this.ledger.fileOf(id);
  }

  /** What came to the device through other tabs, or was theirs to send until now. */
  private async catchUp(): Promise<void> {
    const known = this.idsOf((entry) => entry.isKept && isOpen(entry));
    const kept = await this.ledger.load();
    const isNews = ({ id }: UploadEntry) => {
      const here = this.entries.get(id);
      return !here || (here.isKept && isOpen(here) && !this.sender.isAt(id));
    };
    this.entries.put(kept.filter(isNews).map(afterRest));
    // The tab that had them ended or took them out, and did not come to say so.
    const left = new Set(kept.map(({ id }) => id));
    this.entries.remove(known.filter((id) => !left.has(id) && !this.sender.isAt(id)));
    for (const id of this.wanted) this.tryAnew(id);
    this.wanted.clear();
    this.go();
  }

  private maySend(id: string): boolean {
    if (this.isClosed) return false;
    return this.ledger.isOwn(id) || (this.isSender.get() && this.ledger.isHere(id));
  }

  /** Looks for something to do. */
  private go(): void {
    this.preparation.wake();
    this.sender.fill();
    if (this.entries.isBusy.get() || !this.isSender.get()) return;
    this.isSender.set(false);
    this.ports.turn.release();
  }

  private refuse(id: string, error: ErrorBody, here?: UploadEntry['here']): void {
    const entry = this.entries.get(id);
    if (entry?.isAnnounced) this.ports.announcer.drop([id]);
    this.ledger.change(id, { state: 'refused', error, ...(here && { here }) });
    // Somebody was faster while it was on its way: who?
    if (error.code !== 'photo-already-here' || here || !entry?.sha256) return;
    void this.ports.findHere(entry.audience, [entry.sha256]).then(([found]) => {
      if (found && this.entries.get(id)?.state === 'refused') this.ledger.change(id, { here: found });
    });
  }

  private forget(ids: readonly string[], isToldByOther: boolean): void {
    const coming = ids.filter((id) => {
      const entry = this.entries.get(id);
      return entry?.isAnnounced === true && isOpen(entry) && this.maySend(id);
    });
    this.sender.cancel(ids.filter((id) => this.maySend(id)));
    this.ports.announcer.drop(coming);
    this.ledger.remove(ids, isToldByOther);
  }

  private idsOf(is: (entry: UploadEntry) => boolean): string[] {
    return this.entries
      .all()
      .filter(is)
      .map(({ id }) => id);
  }
}

/** When an id was drawn, in ms; the first 48 bits of a UUID of version 7. */
const momentOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

type Belonging = Pick<UploadEntry, 'accountId' | 'rollId' | 'audience' | 'caption'>;

const entryOf = (file: File, id: string, belonging: Belonging): UploadEntry => ({
  id,
  ...belonging,
  name: file.name,
  bytes: file.size,
  changedAtMs: file.lastModified,
  state: 'waiting',
  sentBytes: 0,
  isAnnounced: false,
  isKept: false,
});

/** What moved when its tab ended has yet to be sent. */
const afterRest = (entry: UploadEntry): UploadEntry => (isOpen(entry) ? { ...entry, state: 'waiting' } : entry);
