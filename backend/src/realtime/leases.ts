// What polls hold: a verdict kept for a minute after the last poll and judged again like a socket's, so that an
// unchanged poll asks nobody (KERNEL.md, correction 9).
import { callerKey, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { Subscription } from './subscription.ts';
import type { TopicState } from './topic-state.ts';
import type { Topics } from './topics.ts';

const LEASE_MS = 60_000;

export interface LeaseParts {
  readonly topics: Topics;
  /** Judges, and makes the topic watched. Errors: rejects when PostgreSQL does not answer. */
  readonly begin: (lease: Subscription) => Promise<void>;
  readonly end: (lease: Subscription) => void;
}

export class Leases {
  private readonly leases = new Map<string, Subscription>();
  private readonly beginning = new Map<string, Promise<void>>();

  constructor(private readonly parts: LeaseParts) {}

  /** The topic without a promise, when the lease and the topic are at hand: the way of an unchanged poll. */
  quick(caller: Caller, topicKey: string): TopicState | undefined {
    const lease = this.leases.get(toKey(caller, topicKey));
    if (!lease?.isAllowed || lease.judging) return undefined;
    const state = this.parts.topics.states.get(topicKey);
    if (!state?.isLoaded || !state.held.has(lease)) return undefined;
    lease.untilMs = Date.now() + LEASE_MS;
    return state;
  }

  /** The topic, or undefined when the caller may not hold it. Errors: rejects when PostgreSQL does not answer. */
  async take(caller: Caller, topicKey: string): Promise<TopicState | undefined> {
    const key = toKey(caller, topicKey);
    let lease = this.leases.get(key);
    if (!lease) {
      lease = new Subscription(caller, topicKey, undefined);
      this.leases.set(key, lease);
      const beginning = this.begin(lease).finally(() => this.beginning.delete(key));
      this.beginning.set(key, beginning);
    }
    lease.untilMs = Date.now() + LEASE_MS;
    await this.beginning.get(key);
    while (lease.judging) await lease.judging;
    if (!lease.isAllowed) return undefined;
    return this.parts.topics.load(topicKey);
  }

  private async begin(lease: Subscription): Promise<void> {
    try {
      await this.parts.begin(lease);
      while (lease.judging) await lease.judging;
    } catch (error) {
      this.parts.end(lease);
      throw error;
    }
    // A refusal is not kept: whoever asks again is judged again.
    if (!lease.isAllowed) this.parts.end(lease);
  }

  forget(lease: Subscription): void {
    const key = toKey(lease.caller, lease.topicKey);
    if (this.leases.get(key) === lease) this.leases.delete(key);
  }

  sweep(): void {
    const now = Date.now();
    for (const lease of [...this.leases.values()]) if (lease.untilMs < now) this.parts.end(lease);
  }
}

/** Two callers with one key may hold the same. */
const toKey = (caller: Caller, topicKey: string): string => `${callerKey(caller)}\n${topicKey}`;
