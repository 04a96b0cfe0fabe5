// Keeps on the device what one person has on the screen, so that it can be read without a network, and takes away what
// is no longer theirs.
import type { Snapshot, SyncAnswer } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import type { Http } from '#replica/http.ts';
import type { Unsubscribe } from '#replica/offers.ts';
import type { Replica } from '#replica/replica.ts';
import { whenIdle } from '#replica/surroundings.ts';
import {
  forgetEverything,
  forgetRows,
  forgetTopics,
  keepTopics,
  keptOwner,
  keptTopics,
  type KeptTopic,
} from './kept-device.ts';
import { forgetOthersDrafts } from './drafts.ts';
import { forgetPictures, ownPictures } from './kept-pictures.ts';

/** News comes in bursts; a device need not write each. */
const REST_MS = 1_000;
/**
 * Each topic that nobody holds is a verdict of its own to the server. After a deploy everybody comes at once: so few are
 * asked for at a time, when the page has what it shows, and not by all in the same second.
 */
const ASKED_AT_ONCE = 12;
const BETWEEN_MS = 2_000;
const SPREAD_MS = 3_000;

/** What is read without a network: an account as the server said it last, and the topics that were held. */
export interface KeptSession {
  readonly me: unknown;
  readonly topics: ReadonlyMap<string, Snapshot>;
  readonly savedAtMs: number;
}

/** What an earlier page kept, if this build can read it. */
export async function findKept(): Promise<KeptSession | undefined> {
  const owner = await keptOwner();
  if (!owner || owner.contractVersion !== CONTRACT_VERSION) return undefined;
  const topics = new Map((await keptTopics()).map(({ snapshot }) => [snapshot.t, snapshot]));
  return { me: owner.me, topics, savedAtMs: owner.savedAtMs };
}

let working: Keeper | undefined;

/** Signed out, by oneself or by the server: nothing of anybody stays on this device, and nothing is added here any more. */
export async function purgeKept(): Promise<void> {
  working?.stop();
  await working?.settled();
  await Promise.all([forgetEverything(), ownPictures(undefined)]);
}

/** Begins to keep what a session holds. `me`: the account as the server said it. */
export function startKeeping(me: { readonly personId: string }, replica: Replica, http: Http): Keeper {
  working?.stop();
  forgetOthersDrafts(me.personId);
  working = new Keeper(me.personId, me, replica, http, working);
  return working;
}

class Keeper {
  private readonly saved = new Map<string, string>();
  private readonly stops: Unsubscribe[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;
  /** One after the other, so that what is taken away does not come back from a write that was slower. */
  private work: Promise<void>;

  constructor(
    private readonly personId: string,
    private readonly me: unknown,
    private readonly replica: Replica,
    private readonly http: Http,
    before: Keeper | undefined,
  ) {
    // Where storage is forbidden nothing is kept, and nothing taken away.
    this.work = this.begin(before).catch(() => undefined);
    const later = () => {
      this.timer ??= setTimeout(() => this.next(() => this.save()), REST_MS);
    };
    this.stops = [replica.onAnyRow(later), replica.onGone(() => this.next(() => this.askWhatIsLost()))];
    // A session may have begun with rows already.
    later();
    whenIdle(() => this.askLater(Math.random() * SPREAD_MS, () => this.askWhatIsLost()));
  }

  private askLater(ms: number, step: () => Promise<void>): void {
    if (!this.isStopped) this.asking = setTimeout(() => this.next(step), ms);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.asking);
    for (const stop of this.stops) stop();
  }

  /** After everything that has begun. */
  async settled(): Promise<void> {
    await this.work;
  }

  private next(step: () => Promise<void>): void {
    this.work = this.work.then(() => (this.isStopped ? undefined : step())).catch(() => undefined);
  }

  private async begin(before: Keeper | undefined): Promise<void> {
    // What another session was just writing is there before this one looks.
    await before?.settled();
    const owner = await keptOwner();
    if (owner && owner.personId !== this.personId) await forgetEverything();
    // Rows of another shape; what was sent and not answered is the server's to judge.
    else if (owner && owner.contractVersion !== CONTRACT_VERSION) await forgetRows();
    await ownPictures(this.personId);
  }

  private async save(): Promise<void> {
    this.timer = undefined;
    const savedAtMs = Date.now();
    const changed: KeptTopic[] = [];
    for (const [key, at] of this.replica.positions()) {
      const mark = at && `${at.epoch}:${at.v}`;
      if (!mark || this.saved.get(key) === mark) continue;
      const snapshot = this.replica.snapshotOf(key);
      if (!snapshot) continue;
      this.saved.set(key, mark);
      changed.push({ snapshot, savedAtMs });
    }
    if (changed.length === 0) return;
    const owner = { personId: this.personId, contractVersion: CONTRACT_VERSION, me: this.me, savedAtMs };
    await keepTopics(owner, changed);
  }

  /**
   * Asks once for everything that is kept and not held, a few at a time. What the server calls gone was lost while nobody
   * here held it: its rows and their pictures go. Without an answer all stays, for the next time.
   */
  private async askWhatIsLost(): Promise<void> {
    const held = this.replica.positions();
    const kept = await keptTopics();
    await this.askFor(kept.flatMap(({ snapshot: { t } }) => (held.has(t) ? [] : [t])));
  }

  private async askFor(keys: readonly string[]): Promise<void> {
    const now = new Set(keys.slice(0, ASKED_AT_ONCE));
    const rest = keys.slice(ASKED_AT_ONCE);
    if (rest.length > 0) this.askLater(BETWEEN_MS, () => this.askFor(rest));
    const kept = await keptTopics();
    const asked = kept.filter(({ snapshot }) => now.has(snapshot.t));
    if (asked.length === 0) return;
    const at = Object.fromEntries(asked.map(({ snapshot: { t, epoch, v } }) => [t, { epoch, v }]));
    const { batches } = await this.http.post<SyncAnswer>('/api/sync', { at });
    const lost = new Set(batches.filter(({ k }) => k === 'gone').map(({ t }) => t));
    if (lost.size === 0) return;
    const idsIn = (topics: readonly KeptTopic[]) =>
      new Set(topics.flatMap(({ snapshot }) => snapshot.ch.map(({ id }) => id)));
    const isLost = ({ snapshot }: KeptTopic) => lost.has(snapshot.t);
    const stillHere = idsIn(kept.filter((topic) => !isLost(topic)));
    for (const key of lost) this.saved.delete(key);
    await forgetTopics([...lost]);
    await forgetPictures(new Set([...idsIn(kept.filter(isLost))].filter((id) => !stillHere.has(id))));
  }
}
