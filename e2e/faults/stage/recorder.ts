// I2 and I4, at the door of every client: what came, what the replica made of it, and whether it was for these eyes.
import type { Batch, Change, Position } from '@zoetrope/contract/kernel/wire.ts';
import type { Database } from '#support/databases.ts';
import type { FaultClient, Rung } from '#faults/stage/crowd.ts';

type Positions = ReadonlyMap<string, Position | null>;
type Ops = Extract<Batch, { k: 'ops' }>;

/** A range of a topic's log as it was told, to be compared with the log itself. */
interface Told {
  readonly t: string;
  readonly epoch: string;
  readonly from: number;
  readonly v: number;
  readonly ch: string;
  readonly rung: Rung;
}

interface Latency {
  readonly ms: number;
  /** Behind the page that was told first. */
  readonly lagMs: number;
  readonly rung: Rung;
  readonly client: FaultClient;
}

export class Recorder {
  /** Sentences for what broke I2 and I4; at most some of each. */
  readonly breaches: string[] = [];
  breachCount = 0;
  batchCount = 0;
  snapshotCount = 0;
  repeatedCount = 0;
  gapCount = 0;
  /** Latency of each change that was waited for, ms, by rung. */
  latencies: Latency[] = [];
  /** How many pages were told that they are behind. */
  behindCount = 0;
  /** Row id -> when its command was sent. */
  readonly sentAtMs = new Map<string, number>();
  private readonly firstAtMs = new Map<string, number>();
  private told = new Map<string, Told>();
  private readonly forbidden = new Map<string, number>();
  private readonly snapshots = new Map<string, number>();
  private readonly seen = new WeakMap<FaultClient, Set<string>>();

  /** From `atMs` on nothing of these topics may reach this person. */
  forbid(personId: string, topicKeys: readonly string[], atMs = performance.now()): void {
    for (const key of topicKeys) this.forbidden.set(`${personId} ${key}`, atMs);
  }
  allow(personId: string, topicKeys: readonly string[]): void {
    for (const key of topicKeys) this.forbidden.delete(`${personId} ${key}`);
  }

  heard(client: FaultClient, batches: readonly Batch[], before: Positions, after: Positions): void {
    const expected = new Map(before);
    for (const batch of batches) {
      this.batchCount++;
      if (batch.k === 'ops' || batch.k === 'snap') this.look(client, batch.t, batch.ch);
      if (batch.k === 'behind') this.behindCount++;
      if (batch.k === 'snap') this.snapshotCount++;
      if (batch.k === 'ops') this.keep(client, batch);
      this.follow(client, expected, batch);
    }
    for (const [key, position] of expected) {
      const now = after.get(key);
      // Let go of by the page meanwhile, or gone.
      if (now === undefined || position === undefined) continue;
      if (position?.v !== now?.v || position?.epoch !== now?.epoch)
        this.breach(`I2: client ${client.n} (${client.rung}) is at ${show(now)} of ${key}, not at ${show(position)}`);
    }
  }

  /** How many snapshots of a topic this page has taken since it was opened; one that came twice is taken once. */
  snapshotsOf(client: FaultClient, topicKey: string): number {
    return this.snapshots.get(`${client.n} ${topicKey}`) ?? 0;
  }

  /** What a position must be after a batch, decided here and not by the replica. */
  private follow(client: FaultClient, positions: Map<string, Position | null>, batch: Batch): void {
    if (!positions.has(batch.t)) return;
    const at = positions.get(batch.t) ?? null;
    if (batch.k === 'gone') positions.set(batch.t, null);
    if (batch.k === 'snap' && (!at || at.epoch !== batch.epoch || batch.v > at.v)) {
      positions.set(batch.t, { epoch: batch.epoch, v: batch.v });
      this.snapshots.set(`${client.n} ${batch.t}`, this.snapshotsOf(client, batch.t) + 1);
    }
    if (batch.k !== 'ops' || !at) return;
    const isFirst = at.epoch === '' && batch.from === 0;
    if (at.epoch !== batch.epoch && !isFirst) return;
    if (batch.v <= at.v) this.repeatedCount++;
    else if (batch.from > at.v) this.gapCount++;
    else positions.set(batch.t, { epoch: batch.epoch, v: batch.v });
  }

  private look(client: FaultClient, topicKey: string, changes: readonly Change[]): void {
    const since = client.caller.kind === 'account' ? this.forbidden.get(`${client.caller.id} ${topicKey}`) : undefined;
    if (since !== undefined && performance.now() > since)
      this.breach(`I4: client ${client.n} (${client.rung}) was told of ${topicKey}, ${changes.length} rows`);
    const seen = this.seen.get(client) ?? new Set();
    this.seen.set(client, seen);
    for (const { id } of changes) {
      const sentAtMs = this.sentAtMs.get(id);
      // What was said before the page was filled is no news.
      if (sentAtMs === undefined || sentAtMs < client.settledAtMs || seen.has(id)) continue;
      seen.add(id);
      const nowMs = performance.now();
      const firstAtMs = this.firstAtMs.get(id) ?? nowMs;
      this.firstAtMs.set(id, firstAtMs);
      this.latencies.push({ ms: nowMs - sentAtMs, lagMs: nowMs - firstAtMs, rung: client.rung, client });
    }
  }

  /** The same range must be the same bytes, whoever is told and on whichever rung. */
  private keep(client: FaultClient, { t, epoch, from, v, ch }: Ops): void {
    const name = `${t} ${epoch} ${from} ${v}`;
    const text = JSON.stringify(ch);
    const known = this.told.get(name);
    if (!known) this.told.set(name, { t, epoch, from, v, ch: text, rung: client.rung });
    else if (known.ch !== text)
      this.breach(`I2: (${from}, ${v}] of ${t} differs between ${known.rung} and ${client.rung}`);
  }

  /** Compares what was told since the last time with the log. Ranges that the log no longer has are passed over. */
  async compareWithLog(database: Database): Promise<void> {
    const told = [...this.told.values()];
    this.told = new Map();
    for (const topic of new Set(told.map(({ t }) => t))) {
      const ranges = told.filter(({ t }) => t === topic);
      const from = Math.min(...ranges.map((range) => range.from));
      const lines = await database.query(
        'select c.version, c.body, h.epoch, h.version as head from change c join topic_head h using (topic) where c.topic = $1 and c.version > $2',
        [topic, from],
      );
      const log = new Map(lines.map((line) => [Number(line.version), JSON.parse(line.body).ch as Change[]]));
      const head = lines[0];
      for (const range of ranges) {
        if (range.epoch !== head?.epoch) continue;
        if (range.v > Number(head.head))
          this.breach(`I2: ${range.rung} was told ${range.v} of ${topic}, which is beyond the log`);
        else this.compareRange(range, log);
      }
    }
  }

  private compareRange({ t, from, v, ch, rung }: Told, log: ReadonlyMap<number, Change[]>): void {
    const newest = new Map<string, Change>();
    for (let version = from + 1; version <= v; version++) {
      const entry = log.get(version);
      if (!entry) return;
      for (const change of entry) newest.set(`${change.e} ${change.id}`, change);
    }
    if (JSON.stringify([...newest.values()]) !== ch)
      this.breach(`I2: (${from}, ${v}] of ${t} on ${rung} is not the log`);
  }

  private breach(sentence: string): void {
    this.breachCount++;
    if (this.breaches.length < 20) this.breaches.push(sentence);
  }

  /** Begins to count anew. */
  reset(): void {
    this.breaches.length = 0;
    this.breachCount = this.batchCount = this.snapshotCount = this.repeatedCount = this.gapCount = 0;
    this.latencies = [];
    this.told = new Map();
  }
}

const show = (position: Position | null | undefined): string => (position ? `${position.v}` : 'nothing');

/** The value below which a share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
