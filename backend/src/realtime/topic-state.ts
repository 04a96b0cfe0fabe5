// What a node keeps of one watched topic: where its log stands, the newest entries, and one snapshot. No timers, no I/O.
import type { Entry, Snapshot } from '#engine/ports.ts';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Batch, Change, Position } from '@zoetrope/contract/kernel/wire.ts';
import { encodeBatch, encodeChange } from './encoding.ts';
import type { Subscription } from './subscription.ts';

/** A client that was away for longer than this gets a snapshot (REALTIME.md, 3.2). */
export const RING_ENTRIES = 256;
const RING_BYTES = 1_000_000;

/** entity -> the column by which its window is sorted */
export type WindowColumns = ReadonlyMap<string, string>;

export class TopicState {
  epoch = '';
  /** The newest version that is here. */
  head = 0;
  /** Up to where sockets were told; -1 when only a snapshot can bring them on. */
  told = 0;
  /** The oldest version in the log, when it was last read. */
  min = 0;
  isLoaded = false;
  /** Subscriptions and leases that keep the topic watched. */
  readonly held = new Set<Subscription>();
  /** How many are in its room on this node. */
  joinedCount = 0;
  /** Long polls that wait for a change; called once, at the next flush. */
  waiters = new Set<() => void>();
  /** Entries that arrived before those below them. */
  readonly ahead = new Map<number, { readonly epoch: string; readonly entry: Entry }>();
  usedAtMs = Date.now();

  private ring: { readonly entry: Entry; readonly bytes: number }[] = [];
  private ringBytes = 0;
  private base: Snapshot | undefined;
  private baseUsedAtMs = 0;
  private readonly ranges = new Map<string, string>();
  private snapshot: { readonly v: number; readonly batch: Batch; json?: string } | undefined;

  constructor(
    readonly key: string,
    private readonly windows: WindowColumns,
  ) {}

  get position(): Position {
    return { epoch: this.epoch, v: this.head };
  }
  /** The version from which the ring tells everything; head + 1 when it is empty. */
  get ringStart(): number {
    return this.ring[0]?.entry.v ?? this.head + 1;
  }

  /** Adds the next entry, which must be `head + 1`. */
  push(entry: Entry): void {
    const bytes = sizeOf(entry);
    this.ring.push({ entry, bytes });
    this.ringBytes += bytes;
    this.head = entry.v;
    this.ranges.clear();
  }

  /** Adds entries below the ring, as many as reach it without a hole. */
  reachBack(entries: readonly Entry[]): void {
    for (const entry of entries.toReversed()) {
      if (entry.v !== this.ringStart - 1) continue;
      const bytes = sizeOf(entry);
      this.ring.unshift({ entry, bytes });
      this.ringBytes += bytes;
    }
  }

  /** Lets go of what is over the budget. Entries that sockets have not been told stay. */
  trim(): void {
    let drop = 0;
    while (this.ring.length - drop > RING_ENTRIES || this.ringBytes > RING_BYTES) {
      const oldest = this.ring[drop];
      if (!oldest || oldest.entry.v > this.told) break;
      this.ringBytes -= oldest.bytes;
      drop++;
    }
    if (drop > 0) this.ring.splice(0, drop);
    if (this.base && !this.reaches(this.base)) this.base = undefined;
  }

  /** Lets go of what was read and encoded for those who asked lately: it may be many times the budget. */
  forgetAnswers(): void {
    this.ranges.clear();
    this.trim();
  }

  /** Starts anew at a snapshot: everybody who holds the topic needs one. */
  restart(snapshot: Snapshot): void {
    this.epoch = snapshot.epoch;
    this.head = snapshot.v;
    this.told = -1;
    this.ring = [];
    this.ringBytes = 0;
    this.ranges.clear();
    this.snapshot = undefined;
    this.rebase(snapshot);
  }

  /** Takes a snapshot from which later ones are made. */
  rebase(snapshot: Snapshot): void {
    this.base = snapshot;
    this.baseUsedAtMs = Date.now();
  }

  /** Rows that nobody asked for lately are not kept. */
  forgetOldSnapshot(olderThanMs: number): void {
    if (Date.now() - this.baseUsedAtMs < olderThanMs) return;
    this.base = undefined;
    this.snapshot = undefined;
  }

  /** True when the position is of this log. A topic without a change is at 0 of no epoch, and goes on from there. */
  knows(at: Position): boolean {
    return at.epoch === this.epoch || (at.epoch === '' && at.v === 0);
  }

  /** True when the ring tells everything since `at`. */
  reaches(at: Position): boolean {
    return this.knows(at) && at.v <= this.head && (at.v === this.head || this.ringStart <= at.v + 1);
  }

  /** True when a snapshot at `to` can be made from what is here. */
  hasSnapshot(to: number): boolean {
    return this.base !== undefined && this.base.v <= to && this.reaches(this.base);
  }

  /** Everything in (from, to], the newest change of each row. The ring must reach back to `from`. */
  range(from: number, to: number): Batch {
    const newest = new Map<string, Change>();
    for (const { entry } of this.ring) {
      if (entry.v <= from || entry.v > to) continue;
      for (const change of entry.ch) newest.set(rowKey(change.e, change.id), change);
    }
    return { k: 'ops', t: this.key, epoch: this.epoch, from, v: to, ch: [...newest.values()] };
  }

  /** The same as JSON, kept until the next change or sweep: a thousand clients that return from one place are one encoding. */
  encodedRange(from: number, to: number): string {
    const name = `${from}-${to}`;
    let json = this.ranges.get(name);
    if (json === undefined) this.ranges.set(name, (json = encodeBatch(this.range(from, to))));
    return json;
  }

  /** The topic's rows at `to`; `hasSnapshot(to)` must hold. */
  snapshotAt(to: number): Batch {
    this.baseUsedAtMs = Date.now();
    if (this.snapshot?.v !== to) this.snapshot = { v: to, batch: this.mergeSnapshot(to) };
    return this.snapshot.batch;
  }
  encodedSnapshot(to: number): string {
    const batch = this.snapshotAt(to);
    return (this.snapshot!.json ??= encodeBatch(batch));
  }

  /** A row that left since the base was read must not be in it: it may not be for the eyes of who asks now. */
  private mergeSnapshot(to: number): Batch {
    const base = this.base!;
    const rows = new Map(base.ch.map((change) => [rowKey(change.e, change.id), change]));
    for (const { entry } of this.ring) {
      if (entry.v <= base.v || entry.v > to) continue;
      for (const change of entry.ch) {
        const key = rowKey(change.e, change.id);
        const was = rows.get(key);
        if (was && was.rv > change.rv) continue;
        if (!change.row) rows.delete(key);
        else if (was || !this.isBelowFloor(change.e, change.row)) rows.set(key, change);
      }
    }
    return { k: 'snap', t: this.key, epoch: this.epoch, v: to, ch: [...rows.values()], floors: base.floors };
  }

  private isBelowFloor(entity: string, row: Row): boolean {
    const column = this.windows.get(entity);
    const floor = this.base?.floors[entity];
    if (column === undefined || floor === undefined || floor === 'end') return false;
    const key = String(row[column]);
    return key < floor.key || (key === floor.key && row.id < floor.id);
  }
}

function sizeOf(entry: Entry): number {
  let bytes = 64;
  for (const change of entry.ch) bytes += encodeChange(change).length;
  return bytes;
}
