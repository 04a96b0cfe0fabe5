// A server small enough to be right by reading: one history, one process, no time. Tests hold the replica against it.
import { errorBody, Refusal, type ErrorCode } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { applyOp, OpConflict } from '@zoetrope/contract/kernel/entity.ts';
import type { Guarded } from '@zoetrope/contract/kernel/guard.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Place, TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type {
  Ack,
  Batch,
  Change,
  CommandMessage,
  Floor,
  OlderAnswer,
  OlderRequest,
  Position,
} from '@zoetrope/contract/kernel/wire.ts';
import { safeParse } from 'zod/mini';

interface Log {
  epoch: string;
  entries: { readonly v: number; readonly ch: readonly Change[] }[];
}

export class InMemoryServer {
  readonly rows = new Map<string, { rv: number; row: Row | null }>();
  private readonly logs = new Map<string, Log>();
  private readonly receipts = new Map<string, Ack>();
  private epoch = 'epoch-1';
  private rv = 0;
  private readonly listeners = new Set<(topics: readonly string[]) => void>();

  constructor(readonly registry: Registry) {}

  /** Hears after each commit which topics have news. */
  onCommit(listener: (topics: readonly string[]) => void): void {
    this.listeners.add(listener);
  }

  /** Writes a row without a command, as a migration does. */
  seed(entity: string, row: Row): void {
    this.rows.set(rowKey(entity, row.id), { rv: ++this.rv, row });
  }

  /** A database that was restored: the same rows under lower versions, every log in another epoch. */
  restore(): void {
    this.epoch += "'";
    this.rv = 0;
    for (const entry of this.rows.values()) entry.rv = ++this.rv;
    for (const log of this.logs.values()) Object.assign(log, { epoch: this.epoch, entries: [{ v: 1, ch: [] }] });
  }

  run(caller: Caller, message: CommandMessage, isServer = false): Ack {
    const seen = this.receipts.get(message.id);
    if (seen) return seen;
    try {
      const ack = this.decide(caller, message, isServer);
      this.receipts.set(message.id, ack);
      for (const listener of this.listeners) listener(ack.ok ? ack.at.map(({ t }) => t) : []);
      return ack;
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, id: message.id, error: error.body };
      if (error instanceof OpConflict) return { ok: false, id: message.id, error: errorBody('conflict') };
      throw error;
    }
  }

  private decide(caller: Caller, message: CommandMessage, isServer: boolean): Extract<Ack, { ok: true }> {
    const command = this.registry.commands.get(message.name);
    if (!command || (command.serverOnly && !isServer)) throw new Refusal('unknown-command');
    if (caller.kind === 'visitor' || caller.kind === 'server') throw new Refusal('unauthenticated');
    const parsed = safeParse(command.input, message.input);
    if (!parsed.success) throw new Refusal('invalid');
    const moment = { caller, me: caller.id, now: new Date(1e12 + this.rv).toISOString() };
    const facts = this.factsOf(command, parsed.data, caller, isServer);
    const verdict = command.allowed(facts, parsed.data, moment);
    if (verdict !== true) throw new Refusal(verdict === false ? 'forbidden' : verdict);
    const before = new Map<string, Row | undefined>();
    const after = new Map<string, { e: string; id: string; row: Row | undefined }>();
    for (const op of command.plan(facts, parsed.data, moment)) {
      const key = rowKey(op.e, op.id);
      if (!before.has(key)) before.set(key, this.rowAt(key));
      const was = after.has(key) ? after.get(key)!.row : before.get(key);
      after.set(key, { e: op.e, id: op.id, row: applyOp(was, op) });
    }
    return this.commit(caller, message.id, before, after);
  }

  private commit(
    caller: Caller,
    id: string,
    before: ReadonlyMap<string, Row | undefined>,
    after: ReadonlyMap<string, { e: string; id: string; row: Row | undefined }>,
  ): Extract<Ack, { ok: true }> {
    const byTopic = new Map<string, Map<string, Change>>();
    const changes: Change[] = [];
    for (const [key, { e, id: rowId, row }] of after) {
      const rv = ++this.rv;
      this.rows.set(key, { rv, row: row ?? null });
      changes.push({ e, id: rowId, rv, row: row ?? null });
      const topics = new Map<string, Row | null>();
      for (const { at } of before.get(key) ? this.registry.topicsOf(e, before.get(key)!) : []) topics.set(at.key, null);
      for (const { at } of row ? this.registry.topicsOf(e, row) : []) topics.set(at.key, row!);
      for (const [topic, seen] of topics) {
        const list = byTopic.get(topic) ?? new Map<string, Change>();
        byTopic.set(topic, list.set(key, { e, id: rowId, rv, row: seen }));
      }
    }
    const at = [...byTopic].map(([t, list]) => {
      const log = this.logs.get(t) ?? { epoch: this.epoch, entries: [] };
      this.logs.set(t, log);
      log.entries.push({ v: (log.entries.at(-1)?.v ?? 0) + 1, ch: [...list.values()] });
      return { t, epoch: log.epoch, v: log.entries.at(-1)!.v };
    });
    const mayHold = (t: string) => this.mayHold(caller, this.registry.topicAt(t)!);
    return {
      ok: true,
      id,
      at: at.filter(({ t }) => mayHold(t)),
      ch: changes.filter(({ e, row }) => !row || this.registry.topicsOf(e, row).some((place) => mayHold(place.at.key))),
    };
  }

  mayHold(caller: Caller, at: TopicAt): boolean {
    return at.topic.allowed(this.factsOf(at.topic, at.params, caller), at.params, caller);
  }

  /** What a carrier answers to somebody at `from`. */
  read(caller: Caller, key: string, from: Position | null, logReach = Infinity): Batch[] {
    const at = this.registry.topicAt(key);
    if (!at || !this.mayHold(caller, at)) return [{ k: 'gone', t: key }];
    const head = this.head(key);
    if (from && from.epoch === head.epoch && from.v === head.v) return [];
    const isNew = from?.epoch === '' && from.v === 0;
    if (from && (from.epoch === head.epoch || isNew) && head.v - from.v <= logReach) return [this.ops(key, from.v)];
    return [this.snapshot(at)];
  }

  head(key: string): Position {
    const log = this.logs.get(key);
    return log ? { epoch: log.epoch, v: log.entries.at(-1)!.v } : { epoch: '', v: 0 };
  }

  /** Everything in (from, to], the newest change of each row. */
  ops(key: string, from: number, to = this.head(key).v): Batch {
    const log = this.logs.get(key)!;
    const newest = new Map<string, Change>();
    for (const { v, ch } of log.entries)
      if (v > from && v <= to) for (const change of ch) newest.set(rowKey(change.e, change.id), change);
    return { k: 'ops', t: key, epoch: log.epoch, from, v: to, ch: [...newest.values()] };
  }

  snapshot(at: TopicAt): Batch {
    const floors: Record<string, Floor> = {};
    const ch: Change[] = [];
    for (const entity of new Set(this.registry.placesIn(at.topic.name).map((place) => place.entity.name))) {
      const all = this.placed(at, entity);
      const window = this.registry.placesIn(at.topic.name).find((place) => place.entity.name === entity)?.window;
      const some = window ? all.slice(0, window.size) : all;
      if (window) floors[entity] = floorOf(window, some, all.length);
      ch.push(...some);
    }
    return { k: 'snap', t: at.key, ...this.head(at.key), ch, floors };
  }

  older(caller: Caller, { t, e, below }: OlderRequest): OlderAnswer {
    const at = this.registry.topicAt(t);
    const window = at && this.registry.placesIn(at.topic.name).find((place) => place.entity.name === e)?.window;
    if (!at || !window || !this.mayHold(caller, at)) return { ok: false, error: errorBody('not-found') };
    const all = this.placed(at, e).filter(({ row }) => isBelow(window, row!, below));
    const some = all.slice(0, window.size);
    return { ok: true, ch: some, floor: floorOf(window, some, all.length) };
  }

  /** All rows of an entity in a topic, newest first where it is windowed. */
  placed(at: TopicAt, entity: string): Change[] {
    const window = this.registry.placesIn(at.topic.name).find((place) => place.entity.name === entity)?.window;
    const found: Change[] = [];
    for (const [key, { rv, row }] of this.rows) {
      if (!row || !key.startsWith(`${entity}/`)) continue;
      if (this.registry.topicsOf(entity, row).some((place) => place.at.key === at.key))
        found.push({ e: entity, id: row.id, rv, row });
    }
    if (window) found.sort((a, b) => (isBelow(window, a.row!, { key: String(b.row![window.by]), id: b.id }) ? 1 : -1));
    return found;
  }

  private rowAt(key: string): Row | undefined {
    return this.rows.get(key)?.row ?? undefined;
  }

  private factsOf(guarded: Guarded, input: unknown, caller: Caller, isServer = false): Record<string, unknown> {
    const facts: Record<string, unknown> = {};
    for (const read of guarded.reads) {
      const ref = read.ref(input, caller, facts);
      const row = ref && this.rowAt(rowKey(ref.e, ref.id));
      facts[read.name] = read.kind === 'exists' ? !!row : row;
      if (read.kind !== 'need') continue;
      const mayKnow = row && this.registry.topicsOf(ref.e, row).some(({ at }) => this.mayHold(caller, at));
      if (!mayKnow && !isServer) throw new Refusal('not-found');
    }
    return facts;
  }
}

type Window = NonNullable<Place['window']>;

const isBelow = (window: Window, row: Row, floor: { key: string; id: string }): boolean => {
  const key = String(row[window.by]);
  return key === floor.key ? row.id < floor.id : key < floor.key;
};

function floorOf(window: Window, some: readonly Change[], available: number): Floor {
  const last = some.at(-1);
  return last && some.length < available ? { key: String(last.row![window.by]), id: last.id } : 'end';
}

export const commandNamed = (command: AnyCommand, id: string, input: unknown): CommandMessage => ({
  id,
  name: command.name,
  input,
});

/** The code of a refusal; undefined when the answer is yes. */
export const codeOf = (ack: Ack): ErrorCode | undefined => (ack.ok ? undefined : ack.error.code);
