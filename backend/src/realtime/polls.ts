// Poll and long poll over the same topics that sockets hold. Stateless: any node answers any of them.
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { SEGMENT, type Position } from '@zoetrope/contract/kernel/wire.ts';
import { encodeBatch } from './encoding.ts';
import type { Hub } from './hub.ts';
import type { Signals } from './signals.ts';
import type { TopicState } from './topic-state.ts';

export type Positions = ReadonlyMap<string, Position | null>;
/** As in SyncRequest: topics, and stamps of what was heard. */
export type Listening = ReadonlyMap<string, string | null>;

/** The answer to a held poll, each part as JSON. */
export interface News {
  readonly batches: readonly string[];
  readonly said: readonly string[];
}
const NO_NEWS: News = { batches: [], said: [] };

export class Polls {
  constructor(
    private readonly hub: Hub,
    private readonly signals: Pick<Signals, 'since' | 'waitFor'>,
  ) {}

  /** True when this node has made a verdict of one of these topics lately: the caller polls here, and did not just come. */
  knows(caller: Caller, positions: Positions): boolean {
    for (const topicKey of positions.keys()) if (this.quickTopic(caller, topicKey)) return true;
    return positions.size === 0;
  }

  /** The topic without a promise, when the verdict is at hand; undefined: ask `topic`. */
  quickTopic(caller: Caller, topicKey: string): TopicState | undefined {
    return this.hub.leases.quick(caller, topicKey);
  }
  /** The topic, or undefined when the caller may not hold it. Errors: rejects when PostgreSQL does not answer. */
  topic(caller: Caller, topicKey: string): Promise<TopicState | undefined> {
    return this.hub.leases.take(caller, topicKey);
  }

  /** The batch after `at` as JSON, a snapshot where memory and log do not reach back; '' when there is nothing new. */
  read(state: TopicState, at: Position | null): string | Promise<string> {
    return this.readNow(state, at) ?? this.readLater(state, at);
  }

  /**
   * What came after `at` up to the next multiple of SEGMENT, which no later change alters; undefined when it is not full,
   * or so long ago that a snapshot is the answer. Read from the log where memory does not reach back: when it is full,
   * there are as many entries behind it as memory keeps.
   */
  closedSegment(state: TopicState, at: Position | null): string | undefined | Promise<string | undefined> {
    if (!at || at.epoch !== state.epoch) return undefined;
    const end = (Math.floor(at.v / SEGMENT) + 1) * SEGMENT;
    if (end > state.head) return undefined;
    const read = () => (state.reaches(at) ? state.encodedRange(at.v, end) : undefined);
    return read() ?? this.hub.topics.prepare(state, at).then(read);
  }

  /** The batches after each position; topics that may not be held are `gone`. */
  async batches(caller: Caller, positions: Positions): Promise<string[]> {
    const { batches } = await this.look(caller, positions);
    return batches;
  }

  /** The same with what is said, but while there is neither it waits, until `signal` at the longest. */
  async newsOrWait(caller: Caller, positions: Positions, listening: Listening, signal: AbortSignal): Promise<News> {
    for (let isSaid = false; ;) {
      const { batches, states } = await this.look(caller, positions);
      const said = this.saidTo(listening, states, isSaid || batches.length > 0);
      if (batches.length > 0 || said.length > 0 || signal.aborted) return { batches, said };
      isSaid = await this.waitForAny(caller, states, { positions, listening }, signal);
      if (signal.aborted) return NO_NEWS;
    }
  }

  /** Of topics that may be held. What came on top of something that was heard waits for its turn, or for other news. */
  private saidTo(listening: Listening, states: readonly TopicState[], isTheirTurn: boolean): string[] {
    if (listening.size === 0) return [];
    return states.flatMap(({ key }) => {
      const stamp = listening.get(key);
      if (stamp === undefined || (stamp !== null && !isTheirTurn)) return [];
      return this.signals.since(key, stamp) ?? [];
    });
  }

  private async look(caller: Caller, positions: Positions): Promise<{ batches: string[]; states: TopicState[] }> {
    const batches: string[] = [];
    const states: TopicState[] = [];
    for (const [topicKey, at] of positions) {
      const state = this.quickTopic(caller, topicKey) ?? (await this.topic(caller, topicKey));
      if (!state) {
        batches.push(encodeBatch({ k: 'gone', t: topicKey }));
        continue;
      }
      states.push(state);
      const batch = this.readNow(state, at) ?? (await this.readLater(state, at));
      if (batch !== '') batches.push(batch);
    }
    return { batches, states };
  }

  /**
   * Returns when any topic moved or was lost, true when something is said instead. What happened while the others were
   * looked at counts as well.
   */
  private waitForAny(
    caller: Caller,
    states: readonly TopicState[],
    { positions, listening }: { positions: Positions; listening: Listening },
    signal: AbortSignal,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const stopListening: (() => void)[] = [];
      const end = (isSaid: boolean) => {
        for (const state of states) state.waiters.delete(wake);
        for (const stop of stopListening) stop();
        signal.removeEventListener('abort', wake);
        resolve(isSaid);
      };
      const wake = () => end(false);
      const isMoved = states.some((state) => {
        const at = positions.get(state.key);
        return !at || !isAt(state, at) || this.quickTopic(caller, state.key) !== state;
      });
      if (isMoved) return resolve(false);
      for (const state of states) {
        state.waiters.add(wake);
        const stamp = listening.get(state.key);
        if (typeof stamp === 'string') stopListening.push(this.signals.waitFor(state.key, stamp, () => end(true)));
      }
      signal.addEventListener('abort', wake);
    });
  }

  private readNow(state: TopicState, at: Position | null): string | undefined {
    if (at && isAt(state, at)) return '';
    if (at && state.reaches(at)) return state.encodedRange(at.v, state.head);
    const isWellKnown = !at || (state.knows(at) && at.v + 1 < state.min);
    return isWellKnown && state.hasSnapshot(state.head) ? state.encodedSnapshot(state.head) : undefined;
  }

  private async readLater(state: TopicState, at: Position | null): Promise<string> {
    for (let i = 0; i < 4; i++) {
      await this.hub.topics.prepare(state, i < 2 ? at : null);
      const batch = this.readNow(state, i < 2 ? at : null);
      if (batch !== undefined) return batch;
    }
    // It changes faster than it can be read.
    throw new Refusal('unavailable', { retryAfterMs: 1_000 });
  }
}

const isAt = (state: TopicState, at: Position): boolean => at.v === state.head && at.epoch === state.epoch;
