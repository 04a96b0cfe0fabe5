// Every watched topic of this node, kept in step with the log: commits as they come, one query where they do not.
import type { Entry, LogReader, Touched } from '#engine/ports.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Change, Position } from '@zoetrope/contract/kernel/wire.ts';
import { RING_ENTRIES, TopicState } from './topic-state.ts';

/** COMMIT answers reach the loop out of order; most gaps close by themselves within this (KERNEL.md, correction 8). */
const GAP_MS = 15;
/** One frame in this time for a busy topic. */
const FLUSH_MS = 50;
const PAGE = 500;
const READ_ANEW_EACH_MS = 20;
const READ_ANEW_MAX_MS = 30_000;

export interface TopicListener {
  /** Rows changed that this node did not hear of when they did. Called before the entries are told to anybody. */
  touched(touched: Touched, changes: readonly Change[]): void;
  /** The log did not reach back: any row may have changed. */
  lost(): void;
  /** Everything in (from, head] is for the topic's room; from -1 asks for a snapshot. */
  flush(state: TopicState, from: number): void;
  /** An error that concerns nobody's request. */
  failed(error: unknown): void;
}

export class Topics {
  readonly states = new Map<string, TopicState>();
  private readonly loading = new Map<string, Promise<TopicState>>();
  private readonly reading = new Map<string, Promise<void>>();
  private readonly pulling = new Map<string, Promise<void>>();
  private readonly gaps = new Map<string, NodeJS.Timeout>();
  private readonly flushes = new Map<string, () => void>();
  private readonly flushedAtMs = new WeakMap<TopicState, number>();
  private heads: { keys: Set<string>; done: Promise<Map<string, Position & { min: number }>> } | undefined;

  constructor(
    private readonly log: LogReader,
    private readonly registry: Registry,
    private readonly listener: TopicListener,
  ) {}

  /** The topic's state, its position known. Registers before it reads, so that no commit falls in between. */
  load(key: string): Promise<TopicState> {
    const known = this.states.get(key);
    if (known) known.usedAtMs = Date.now();
    if (known?.isLoaded) return Promise.resolve(known);
    let loading = this.loading.get(key);
    if (!loading) {
      const state = new TopicState(key, this.windowsOf(key));
      this.states.set(key, state);
      loading = this.begin(state).finally(() => this.loading.delete(key));
      this.loading.set(key, loading);
    }
    return loading;
  }

  private async begin(state: TopicState): Promise<TopicState> {
    try {
      const head = (await this.readHeads(state.key)).get(state.key);
      state.epoch = head?.epoch ?? '';
      state.head = state.told = head?.v ?? 0;
      state.min = head?.min ?? 0;
      state.isLoaded = true;
      this.takeAhead(state);
      return state;
    } catch (error) {
      this.states.delete(state.key);
      throw error;
    }
  }

  /** All topics that are wanted in one turn of the loop share one query. */
  private readHeads(key: string): Promise<Map<string, Position & { min: number }>> {
    if (!this.heads) {
      const keys = new Set<string>();
      const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        this.heads = undefined;
        return this.log.heads([...keys]);
      });
      this.heads = { keys, done };
    }
    this.heads.keys.add(key);
    return this.heads.done;
  }

  /** The next version of a topic, from this node or from another. Topics that nobody watches are passed over. */
  append(key: string, epoch: string, entry: Entry): void {
    const state = this.states.get(key);
    if (!state) return;
    if (!state.isLoaded) {
      state.ahead.set(entry.v, { epoch, entry });
      return;
    }
    if (state.epoch === '' && state.head === 0) state.epoch = epoch;
    if (epoch !== state.epoch) {
      void this.pull(state);
      return;
    }
    if (entry.v <= state.head) return;
    if (entry.v !== state.head + 1) {
      state.ahead.set(entry.v, { epoch, entry });
      this.waitForGap(state);
      return;
    }
    state.push(entry);
    this.takeAhead(state);
    this.plan(state);
  }

  /** Somebody says that the topic has come to this version: reads what is missing. */
  hint(key: string, at: Position): void {
    const state = this.states.get(key);
    if (!state?.isLoaded) return;
    if (at.epoch !== state.epoch || at.v > state.head) void this.pull(state);
  }

  private takeAhead(state: TopicState): void {
    for (const v of [...state.ahead.keys()].toSorted((a, b) => a - b)) {
      const { epoch, entry } = state.ahead.get(v)!;
      if (v > state.head + 1) break;
      state.ahead.delete(v);
      if (v === state.head + 1) {
        if (state.epoch === '') state.epoch = epoch;
        if (state.epoch === epoch) state.push(entry);
      }
    }
    const gap = this.gaps.get(state.key);
    if (state.ahead.size > 0) this.waitForGap(state);
    else if (gap) {
      clearTimeout(gap);
      this.gaps.delete(state.key);
    }
    this.plan(state);
  }

  private waitForGap(state: TopicState): void {
    if (this.gaps.has(state.key)) return;
    const timer = setTimeout(() => {
      this.gaps.delete(state.key);
      if (state.ahead.size > 0) void this.pull(state);
    }, GAP_MS);
    this.gaps.set(state.key, timer);
  }

  /** Reads what the log has beyond this node's head; one read at a time for each topic. Never rejects. */
  pull(state: TopicState): Promise<void> {
    return once(this.pulling, state.key, () => this.readOn(state).catch((error) => this.listener.failed(error)));
  }

  private async readOn(state: TopicState): Promise<void> {
    for (;;) {
      const got = await this.log.changes(state.key, state.position, PAGE);
      if (this.states.get(state.key) !== state) return;
      if (!got || (state.epoch !== '' && got.epoch !== state.epoch)) return this.restart(state);
      if (state.epoch === '' && got.entries.length > 0) state.epoch = got.epoch;
      const before = state.head;
      for (const entry of got.entries) {
        if (entry.v !== state.head + 1) continue;
        this.listener.touched(entry.touched, entry.ch);
        state.push(entry);
      }
      this.takeAhead(state);
      if (got.entries.length < PAGE || state.head === before) return;
    }
  }

  /** The log is another one: each topic is read anew, spread over a while, so that PostgreSQL and networks breathe. */
  readAllAnew(): void {
    const spreadMs = Math.min(READ_ANEW_MAX_MS, this.states.size * READ_ANEW_EACH_MS);
    for (const state of this.states.values())
      if (state.isLoaded) setTimeout(() => void this.pull(state), Math.random() * spreadMs).unref();
  }

  private async restart(state: TopicState): Promise<void> {
    const snapshot = await this.log.snapshot(state.key);
    if (this.states.get(state.key) !== state) return;
    this.listener.lost();
    state.restart(snapshot);
    for (const v of [...state.ahead.keys()]) if (v <= state.head) state.ahead.delete(v);
    this.takeAhead(state);
    this.plan(state);
  }

  /**
   * Makes it possible to answer somebody who is at `at`: entries or rows are read when memory has not got them.
   * A thousand who ask together are one query. Errors: rejects when PostgreSQL does not answer.
   */
  async prepare(state: TopicState, at: Position | null): Promise<void> {
    // Whoever is ahead of this node, or in another log, heard from another one, which may have noticed a restore first.
    if (at && (!state.knows(at) || at.v > state.head)) await this.pull(state);
    if (at && state.knows(at) && at.v < state.head && at.v + 1 >= Math.max(state.min, state.ringStart - RING_ENTRIES)) {
      if (!state.reaches(at)) await once(this.reading, `back ${state.key}`, () => this.reachBack(state));
      if (state.reaches(at)) return;
    }
    if (at && state.reaches(at)) return;
    if (!state.hasSnapshot(state.head)) await once(this.reading, `rows ${state.key}`, () => this.readRows(state));
  }

  private async reachBack(state: TopicState): Promise<void> {
    const start = state.ringStart;
    const v = Math.max(state.min - 1, start - 1 - RING_ENTRIES, 0);
    const got = await this.log.changes(state.key, { epoch: state.epoch, v }, start - 1 - v);
    if (got?.epoch === state.epoch) state.reachBack(got.entries);
    else state.min = start;
  }

  private async readRows(state: TopicState): Promise<void> {
    const snapshot = await this.log.snapshot(state.key);
    if (this.states.get(state.key) !== state) return;
    if (snapshot.v > state.head || !state.knows(snapshot)) await this.pull(state);
    if (snapshot.v <= state.head && state.knows(snapshot)) state.rebase(snapshot);
  }

  /** Calm: at once. Busy: once in 50 ms, everything that happened in it. */
  private plan(state: TopicState): void {
    if (state.told === state.head || this.flushes.has(state.key)) return;
    const waitMs = (this.flushedAtMs.get(state) ?? 0) + FLUSH_MS - performance.now();
    if (waitMs > 1) {
      const timer = setTimeout(() => this.flush(state), waitMs);
      this.flushes.set(state.key, () => clearTimeout(timer));
    } else {
      const immediate = setImmediate(() => this.flush(state));
      this.flushes.set(state.key, () => clearImmediate(immediate));
    }
  }

  /** Tells the room, and wakes long polls. */
  flush(state: TopicState): void {
    this.flushes.get(state.key)?.();
    this.flushes.delete(state.key);
    if (state.told === state.head) return;
    const from = state.told;
    state.told = state.head;
    this.flushedAtMs.set(state, performance.now());
    this.listener.flush(state, from);
    state.trim();
    const { waiters } = state;
    state.waiters = new Set();
    for (const wake of waiters) wake();
  }

  /** Lets go of topics that nobody has watched for so long, of rows that nobody asked for, and of answers that were given. */
  sweep(unwatchedMs: number): void {
    const now = Date.now();
    for (const state of this.states.values()) {
      if (!state.isLoaded) continue;
      state.forgetAnswers();
      if (state.held.size > 0 || state.waiters.size > 0) state.usedAtMs = now;
      if (now - state.usedAtMs > unwatchedMs) this.drop(state);
      else state.forgetOldSnapshot(unwatchedMs);
    }
  }

  drop(state: TopicState): void {
    this.flushes.get(state.key)?.();
    this.flushes.delete(state.key);
    clearTimeout(this.gaps.get(state.key));
    this.gaps.delete(state.key);
    if (this.states.get(state.key) === state) this.states.delete(state.key);
    for (const wake of state.waiters) wake();
  }

  close(): void {
    for (const state of [...this.states.values()]) this.drop(state);
  }

  private windowsOf(key: string): Map<string, string> {
    const at = this.registry.topicAt(key);
    const windows = new Map<string, string>();
    for (const { entity, window } of at ? this.registry.placesIn(at.topic.name) : [])
      if (window) windows.set(entity.name, window.by);
    return windows;
  }
}

/** Whoever asks while the work is under way shares it. */
function once(running: Map<string, Promise<void>>, name: string, work: () => Promise<void>): Promise<void> {
  let promise = running.get(name);
  if (!promise) {
    promise = work().finally(() => running.delete(name));
    running.set(name, promise);
  }
  return promise;
}
