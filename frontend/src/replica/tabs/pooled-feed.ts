import type { Batch, Heard, Position } from '@zoetrope/contract/kernel/wire.ts';
import type { Feed, ShownFeed } from '#replica/link.ts';
import type { Said, Wants } from './words.ts';

interface Follower {
  wants: Map<string, Position | null>;
  /** Topics whose signals it listens to, or did while it wanted them. */
  listens: Set<string>;
  isHidden: boolean;
  heardAtMs: number;
}

/** A hidden tab's timers run once a minute; one that was silent for three is gone. */
const GONE_MS = 180_000;

/**
 * What all tabs want, as one. A topic is asked for from the lowest position that a tab is known to be at: whoever is
 * further ignores what it has. A follower counts as told when the word went out; one that missed it asks again.
 */
export class PooledFeed implements Feed {
  private readonly followers = new Map<string, Follower>();

  constructor(
    private readonly own: ShownFeed,
    private readonly tell: (said: Said) => void,
  ) {}

  positions(): ReadonlyMap<string, Position | null> {
    const pooled = new Map(this.own.positions());
    for (const { wants } of this.followers.values())
      for (const [key, at] of wants) pooled.set(key, pooled.has(key) ? lower(pooled.get(key)!, at) : at);
    return pooled;
  }

  take(batches: readonly Batch[]): boolean {
    const hasMoved = this.passOn(batches);
    return this.own.take(batches) || hasMoved;
  }

  /** Passes on what is shown of a topic here. False when nothing is. */
  show(topicKey: string): boolean {
    const snapshot = this.own.snapshotOf(topicKey);
    if (snapshot) this.passOn([snapshot]);
    return snapshot !== undefined;
  }

  private passOn(batches: readonly Batch[]): boolean {
    let hasMoved = false;
    const theirs = batches.filter((batch) => {
      let isWanted = false;
      for (const { wants } of this.followers.values()) {
        if (!wants.has(batch.t)) continue;
        isWanted = true;
        if (advance(wants, batch)) hasMoved = true;
      }
      return isWanted;
    });
    if (theirs.length > 0) this.tell({ k: 'batches', batches: theirs });
    return hasMoved;
  }

  listening(): ReadonlySet<string> {
    const listening = new Set(this.own.listening());
    for (const { wants, listens } of this.followers.values())
      for (const topicKey of listens) if (wants.has(topicKey)) listening.add(topicKey);
    return listening;
  }
  heard(heard: readonly Heard[]): void {
    if (this.followers.size > 0) this.tell({ k: 'heard', heard });
    this.own.heard(heard);
  }
  heardAll(topicKey: string, heard: readonly Heard[]): void {
    if (this.followers.size > 0) this.tell({ k: 'heard-all', t: topicKey, heard });
    this.own.heardAll(topicKey, heard);
  }
  listen(tab: string, topicKey: string): void {
    this.follower(tab).listens.add(topicKey);
  }

  /** True when every other tab is hidden, or there is none. */
  get isHidden(): boolean {
    return [...this.followers.values()].every((follower) => follower.isHidden);
  }

  /** A sign of life. */
  note(tab: string, isHidden: boolean): void {
    const follower = this.follower(tab);
    follower.isHidden = isHidden;
  }

  /** All that a tab wants. Returns the topics for which the server has to be asked. */
  welcome(tab: string, wants: Wants, isHidden: boolean): string[] {
    const before = this.positions();
    const entries = Object.entries(wants);
    Object.assign(this.follower(tab), { wants: new Map(entries), isHidden });
    return entries.filter(([key, at]) => !before.has(key) || isLower(at, before.get(key)!)).map(([key]) => key);
  }

  want(tab: string, topicKey: string, at: Position | null): void {
    this.follower(tab).wants.set(topicKey, at);
  }

  /** A tab lets a topic go. True when nobody wants it any more. */
  unwant(tab: string, topicKey: string): boolean {
    const follower = this.followers.get(tab);
    follower?.wants.delete(topicKey);
    follower?.listens.delete(topicKey);
    return !this.positions().has(topicKey);
  }

  /** A tab is gone. Returns the topics that nobody wants any more. */
  forget(tab: string): string[] {
    const follower = this.followers.get(tab);
    if (!follower) return [];
    this.followers.delete(tab);
    const rest = this.positions();
    return [...follower.wants.keys()].filter((key) => !rest.has(key));
  }

  /** Tabs that have been silent for too long. */
  silent(nowMs = Date.now()): string[] {
    return [...this.followers].filter(([, { heardAtMs }]) => nowMs - heardAtMs > GONE_MS).map(([tab]) => tab);
  }

  private follower(tab: string): Follower {
    let follower = this.followers.get(tab);
    if (!follower) this.followers.set(tab, (follower = newFollower()));
    follower.heardAtMs = Date.now();
    return follower;
  }
}

const newFollower = (): Follower => ({ wants: new Map(), listens: new Set(), isHidden: false, heardAtMs: 0 });

/** What a replica does with a batch, without the rows. */
function advance(wants: Map<string, Position | null>, batch: Batch): boolean {
  const at = wants.get(batch.t)!;
  switch (batch.k) {
    case 'behind':
      return false;
    case 'gone':
      return wants.delete(batch.t);
    case 'snap': {
      const isNews = !at || at.epoch !== batch.epoch || batch.v > at.v;
      if (isNews) wants.set(batch.t, { epoch: batch.epoch, v: batch.v });
      return isNews;
    }
    case 'ops': {
      const isSameLog = at && (at.epoch === batch.epoch || (at.epoch === '' && batch.from === 0));
      if (!isSameLog || batch.from > at.v || batch.v <= at.v) return false;
      wants.set(batch.t, { epoch: batch.epoch, v: batch.v });
      return true;
    }
  }
}

const isLower = (a: Position | null, b: Position | null): boolean =>
  b !== null && (a === null || a.epoch !== b.epoch || a.v < b.v);

/** Both are served from here; positions of different logs only by a snapshot. */
function lower(a: Position | null, b: Position | null): Position | null {
  if (!a || !b || a.epoch !== b.epoch) return null;
  return a.v <= b.v ? a : b;
}
