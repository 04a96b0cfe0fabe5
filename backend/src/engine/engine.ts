// The engine: decides and writes, judges, reads. Knows no carrier and names no feature.
import { errorBody, Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import {
  type Ack,
  type Change,
  type CommandMessage,
  type OlderAnswer,
  type OlderRequest,
  type Position,
} from '@zoetrope/contract/kernel/wire.ts';
import { now, type Clock } from '#clock.ts';
import { DatabaseUnreachable } from '#store/database.ts';
import { dropFromOutbox, relayOutbox, type FoundCommit } from '#store/outbox.ts';
import { Store } from '#store/store.ts';
import { trimLog } from '#store/trim.ts';
import type { DataSource } from 'typeorm';
import { toAttempt } from './attempt.ts';
import { Facts } from './facts.ts';
import { Gatherer } from './gatherer.ts';
import { guardsOf, judgeTopic, recheckFacts } from './judge.ts';
import type { Commands, Commit, Entry, Head, Judge, Judgement, LogReader, Snapshot, Touched, Upkeep } from './ports.ts';
import { faultBody, Runner, type Report, type Running } from './run.ts';

export interface EngineSettings {
  readonly databaseUrl: string;
  /** Connections at most; 12 unless said. */
  readonly pool?: number;
  readonly registry: Registry;
  /** Hears of each fault that is answered with `internal`, under the id that the caller was given. */
  readonly onReport: Report;
  readonly clock?: Clock;
  /** How long changes of gathered rows are collected; 300 unless said. */
  readonly gatherDelayMs?: number;
}

/** Entries in one answer of `changes`, unless asked otherwise. */
const CHANGES_AT_ONCE = 500;

export class Engine implements Commands, Judge, LogReader, Upkeep {
  private readonly listeners = new Set<(commit: Commit) => void>();
  private readonly facts: Facts;
  private readonly running: Running;
  private readonly gatherer: Gatherer;
  private readonly runner: Runner;

  private constructor(
    private readonly store: Store,
    settings: EngineSettings,
  ) {
    const clock = settings.clock ?? now;
    this.facts = new Facts(
      (wanted) => store.read(wanted),
      () => clock().getTime(),
    );
    this.running = {
      store,
      facts: this.facts,
      clock,
      onReport: settings.onReport,
      onCommitted: (commit, queuedTopics) => {
        this.gatherer.schedule(queuedTopics);
        this.tell(commit);
      },
    };
    this.runner = new Runner(this.running);
    this.gatherer = new Gatherer(this.running, settings.gatherDelayMs);
  }

  /** Errors: DatabaseUnreachable when there is no connection; PostgreSQL's own when a migration fails. Effects: runs the migrations. */
  static async open(settings: EngineSettings): Promise<Engine> {
    return new Engine(await Store.open(settings), settings);
  }

  /** TypeORM, for the rooms that own ordinary tables (store/tables.ts). */
  get dataSource(): DataSource {
    return this.store.source;
  }
  get registry(): Registry {
    return this.store.registry;
  }

  async close(): Promise<void> {
    await this.gatherer.close();
    await this.store.close();
  }

  async run(caller: Caller, message: CommandMessage, options: { readonly onServer?: boolean } = {}): Promise<Ack> {
    try {
      return await this.runner.run(toAttempt(this.registry, caller, message, options.onServer ?? false));
    } catch (error) {
      const body = error instanceof Refusal ? error.body : faultBody(this.running, error);
      return { ok: false, id: typeof message.id === 'string' ? message.id.slice(0, 64) : '', error: body };
    }
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  publish(commit: Commit): void {
    const changes = commit.entries.flatMap(({ entry }) => [...entry.ch]);
    this.facts.touch(commit.touched, changes);
    this.tell(commit);
  }

  async judge(caller: Caller, topicKey: string): Promise<Judgement> {
    try {
      return await refusing(judgeTopic(this.registry, this.facts, caller, topicKey));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // A rule that throws allows nothing.
      faultBody(this.running, error);
      return { ok: false, deps: new Map() };
    }
  }

  touch(touched: Touched, changes: readonly Change[]): void {
    this.facts.touch(touched, changes);
  }
  guardTopics(deps: ReadonlyMap<string, string>): string[] {
    return guardsOf(this.registry, this.facts, deps.keys()).topics;
  }
  unguarded(deps: ReadonlyMap<string, string>): string[] {
    return guardsOf(this.registry, this.facts, deps.keys()).unguarded;
  }
  recheck(rowKeys: Iterable<string>): Promise<string[]> {
    return refusing(recheckFacts(this.facts, rowKeys));
  }
  trust(canHearOthers: boolean): void {
    this.facts.trust(canHearOthers);
  }
  forget(): void {
    this.facts.forget();
  }

  async snapshot(topicKey: string): Promise<Snapshot> {
    const at = this.registry.topicAt(topicKey);
    if (!at) throw new Refusal('not-found');
    return refusing(this.store.log.snapshot(at));
  }

  async changes(
    topicKey: string,
    after: Position,
    limit = CHANGES_AT_ONCE,
  ): Promise<{ epoch: string; entries: Entry[] } | undefined> {
    const piece = await refusing(this.store.log.changes(topicKey, after, limit));
    return (
      piece && {
        epoch: piece.epoch,
        entries: piece.entries.map(({ v, body }) => ({ v, ...(JSON.parse(body) as Omit<Entry, 'v'>) })),
      }
    );
  }

  heads(topicKeys: readonly string[]): Promise<Map<string, Head>> {
    return refusing(this.store.log.heads(topicKeys));
  }

  async older(caller: Caller, request: OlderRequest): Promise<OlderAnswer> {
    try {
      const at = this.registry.topicAt(request.t);
      if (!at || !(await this.judge(caller, request.t)).ok) return { ok: false, error: errorBody('not-found') };
      const place = this.store.log.windowOf(at, request.e);
      if (!place) return { ok: false, error: errorBody('invalid', { fields: { e: 'not_windowed' } }) };
      if (!this.store.log.canCompare(place, request.below))
        return { ok: false, error: errorBody('invalid', { fields: { below: 'invalid_format' } }) };
      return { ok: true, ...(await this.store.log.older(at, place, request.below)) };
    } catch (error) {
      return { ok: false, error: error instanceof Refusal ? error.body : faultBody(this.running, error) };
    }
  }

  dropFromOutbox(outboxIds: readonly string[]): Promise<void> {
    return refusing(dropFromOutbox(this.store.source, outboxIds));
  }
  relayOutbox(olderThanMs: number, tell: (commit: Commit) => void): Promise<number> {
    return refusing(relayOutbox(this.store.source, olderThanMs, (found) => tell(toCommit(found))));
  }
  wasReplaced(): Promise<boolean> {
    return refusing(this.store.identity.wasReplaced());
  }
  sweep(): Promise<void> {
    return refusing(this.gatherer.sweep());
  }
  trim(olderThanDays: number, keepAtLeast: number): Promise<number> {
    return refusing(this.store.with((connection) => trimLog(connection, olderThanDays, keepAtLeast)));
  }

  private tell(commit: Commit): void {
    for (const listener of this.listeners) {
      try {
        listener(commit);
      } catch (error) {
        // The command is done; a listener that fails must not make it look undone.
        faultBody(this.running, error);
      }
    }
  }
}

function toCommit({ outboxId, entries }: FoundCommit): Commit {
  const parsed = entries.map(({ t, epoch, v, body }) => ({
    t,
    epoch,
    entry: { v, ...(JSON.parse(body) as Omit<Entry, 'v'>) },
  }));
  return {
    touched: Object.assign({}, ...parsed.map(({ entry }) => entry.touched)) as Touched,
    entries: parsed,
    outboxId,
  };
}

/** PostgreSQL's absence as the refusal that carriers know. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DatabaseUnreachable ? new Refusal('unavailable', { retryAfterMs: 1_000 }) : error;
  }
}
