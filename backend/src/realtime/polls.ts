// Poll and long poll over the same topics that sockets hold. Stateless: any node answers any of them.
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { SEGMENT, type Position } from '@zoetrope/contract/kernel/wire.ts';
import { encodeBatch } from './encoding.ts';
import type { Hub } from './hub.ts';
import type { TopicState } from './topic-state.ts';

export type Positions = ReadonlyMap<string, Position | null>;

export class Polls {
  constructor(private readonly hub: Hub) {}

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

  /** What came after `at` up to the next multiple of SEGMENT, which no later change alters; undefined when it is not full. */
  closedSegment(state: TopicState, at: Position | null): string | undefined {
    if (!at || at.epoch !== state.epoch || !state.reaches(at)) return undefined;
    const end = (Math.floor(at.v / SEGMENT) + 1) * SEGMENT;
    return end <= state.head ? state.encodedRange(at.v, end) : undefined;
  }

  /** The batches after each position; topics that may not be held are `gone`. */
  async batches(caller: Caller, positions: Positions): Promise<string[]> {
    const { batches } = await this.look(caller, positions);
    return batches;
  }

  /** The same, but while there is nothing to say it waits, until `signal` at the longest. */
  async batchesOrWait(caller: Caller, positions: Positions, signal: AbortSignal): Promise<string[]> {
    for (;;) {
      const { batches, states } = await this.look(caller, positions);
      if (batches.length > 0 || signal.aborted) return batches;
      await this.waitForAny(caller, states, positions, signal);
      if (signal.aborted) return [];
    }
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

  /** Returns when any topic moved or was lost. What happened while the others were looked at counts as well. */
  private waitForAny(
    caller: Caller,
    states: readonly TopicState[],
    positions: Positions,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        for (const state of states) state.waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const isMoved = states.some((state) => {
        const at = positions.get(state.key);
        return !at || !isAt(state, at) || this.quickTopic(caller, state.key) !== state;
      });
      if (isMoved) return resolve();
      for (const state of states) state.waiters.add(wake);
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
