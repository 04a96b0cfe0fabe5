// What this node last saw of rows. Verdicts rest on it, so it hears every commit; commands only guess with it.
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Change } from '@zoetrope/contract/kernel/wire.ts';
import type { Held } from '#store/table.ts';
import type { Touched } from './ports.ts';

type Reader = (wanted: ReadonlyMap<string, Iterable<string>>) => Promise<Map<string, Held>>;

interface Fact {
  /** null: known to be absent. undefined: only known to be newer than what was cached. */
  held: Held | null | undefined;
  /** Nothing at or below this version may be taken for the present. */
  rv: number;
  readAtMs: number;
}

interface Pending {
  readonly e: string;
  readonly id: string;
  /** Set when the row changed after the read began, so that its result may be older. */
  isStale: boolean;
  readonly waiters: { resolve: (held: Held | null) => void; reject: (error: unknown) => void }[];
}

const MAX_FACTS = 100_000;
/** A node that lost a message is wrong for this long at most; each live verdict is followed by its guard topics as well. */
const TRUSTED_MS = 60_000;
/** When the other nodes cannot be heard. */
const DOUBTED_MS = 1_000;

/** Rows by key, newest version wins; least recently used go first. Loads of one tick share one query for each entity. */
export class Facts {
  private readonly facts = new Map<string, Fact>();
  private readonly pending = new Map<string, Pending>();
  private queue: Pending[] = [];
  private maxAgeMs = TRUSTED_MS;

  constructor(
    private readonly read: Reader,
    private readonly nowMs: () => number,
  ) {}

  /** The row, null when it is known to be absent, undefined when PostgreSQL must be asked. */
  peek(e: string, id: string): Held | null | undefined {
    const key = rowKey(e, id);
    const fact = this.facts.get(key);
    if (!fact || fact.held === undefined || this.nowMs() - fact.readAtMs > this.maxAgeMs) return undefined;
    this.facts.delete(key);
    this.facts.set(key, fact);
    return fact.held;
  }

  /** What is cached, however old; undefined when nothing is. */
  last(e: string, id: string): Held | null | undefined {
    return this.facts.get(rowKey(e, id))?.held;
  }

  /** The row as of this call or later; null when absent. Errors: DatabaseUnreachable. */
  load(e: string, id: string): Promise<Held | null> {
    const key = rowKey(e, id);
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject };
      const running = this.pending.get(key);
      // Joining a read that has turned stale is right: whatever it finds, a newer answer follows it.
      if (running) running.waiters.push(waiter);
      else this.enqueue({ e, id, isStale: false, waiters: [waiter] });
    });
  }

  /** Takes in a row that a locking read found. */
  learn(e: string, id: string, held: Held): void {
    this.take(rowKey(e, id), held, held.rv);
  }

  /** Takes in that a locking read did not find the row; who created it since may have been heard already. */
  missed(e: string, id: string): void {
    const key = rowKey(e, id);
    if (this.isOfInterest(key) && this.facts.get(key)?.held !== null) this.doubt(key, 0);
  }

  /** Takes in whether a read without a lock found the row, which may be over by now: where that is news, it is read again. */
  glimpsed(e: string, id: string, isThere: boolean): void {
    const key = rowKey(e, id);
    const held = this.facts.get(key)?.held;
    if (held !== undefined && (held !== null) !== isThere) this.doubt(key, 0);
  }

  /** Takes in a change by this process: the row, or null when it is gone, as of version `rv`. */
  hear(e: string, id: string, held: Held | null, rv: number): void {
    const key = rowKey(e, id);
    if (this.isOfInterest(key)) this.take(key, held, rv);
  }

  /** Takes in what others did: the newest change of each touched row, or only that it was touched. */
  touch(touched: Touched, changes: readonly Change[]): void {
    const newest = new Map<string, Change>();
    for (const change of changes) {
      const key = rowKey(change.e, change.id);
      const other = newest.get(key);
      // A row that left one topic is null there and itself in another, at one version.
      if (!other || other.rv < change.rv || (other.rv === change.rv && !other.row)) newest.set(key, change);
    }
    for (const key of new Set([...newest.keys(), ...Object.keys(touched)])) {
      if (!this.isOfInterest(key)) continue;
      const change = newest.get(key);
      if (change?.row) this.take(key, { row: change.row, rv: change.rv }, change.rv);
      else this.doubt(key, change?.rv ?? 0);
    }
  }

  /** Whether the other nodes can be heard; when not, nothing older than a second is believed. */
  trust(isTrusted: boolean): void {
    this.maxAgeMs = isTrusted ? TRUSTED_MS : DOUBTED_MS;
  }

  forget(): void {
    this.facts.clear();
    for (const pending of this.pending.values()) pending.isStale = true;
  }

  /** Most rows that change are never judged by; they are not to push out those that are. */
  private isOfInterest(key: string): boolean {
    return this.facts.has(key) || this.pending.has(key);
  }

  private take(key: string, held: Held | null, rv: number): void {
    const known = this.facts.get(key);
    if (known && known.rv > rv) return;
    const running = this.pending.get(key);
    if (running) running.isStale = true;
    this.put(key, { held, rv, readAtMs: this.nowMs() });
  }

  private doubt(key: string, rv: number): void {
    const running = this.pending.get(key);
    if (running) running.isStale = true;
    const known = this.facts.get(key);
    if (known && rv > 0 && known.rv > rv) return;
    this.put(key, { held: undefined, rv: Math.max(rv, known?.rv ?? 0), readAtMs: this.nowMs() });
  }

  private put(key: string, fact: Fact): void {
    this.facts.delete(key);
    this.facts.set(key, fact);
    if (this.facts.size > MAX_FACTS) this.facts.delete(this.facts.keys().next().value!);
  }

  private enqueue(pending: Pending): void {
    this.pending.set(rowKey(pending.e, pending.id), pending);
    if (!this.queue.length) setImmediate(() => void this.flush());
    this.queue.push(pending);
  }

  private async flush(): Promise<void> {
    const batch = this.queue;
    this.queue = [];
    const wanted = new Map<string, Set<string>>();
    for (const { e, id } of batch) {
      const ids = wanted.get(e);
      if (ids) ids.add(id);
      else wanted.set(e, new Set([id]));
    }
    try {
      const found = await this.read(wanted);
      for (const pending of batch) this.settle(pending, found.get(rowKey(pending.e, pending.id)) ?? null);
    } catch (error) {
      for (const pending of batch) {
        this.pending.delete(rowKey(pending.e, pending.id));
        for (const waiter of pending.waiters) waiter.reject(error);
      }
    }
  }

  private settle(pending: Pending, held: Held | null): void {
    const { e, id, waiters } = pending;
    const key = rowKey(e, id);
    this.pending.delete(key);
    if (pending.isStale) {
      // What arrived meanwhile is newer than what was read; where only the fact of a change arrived, read again.
      const known = this.peek(e, id);
      if (known === undefined) return this.enqueue({ e, id, isStale: false, waiters });
      for (const waiter of waiters) waiter.resolve(known);
      return;
    }
    this.put(key, { held, rv: Math.max(held?.rv ?? 0, this.facts.get(key)?.rv ?? 0), readAtMs: this.nowMs() });
    for (const waiter of waiters) waiter.resolve(held);
  }
}
