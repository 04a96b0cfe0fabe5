// Makes verdicts, and makes them again while what they rest on changes under them.
import type { Judge } from '#engine/ports.ts';
import type { Dependents } from './dependents.ts';
import type { Subscription } from './subscription.ts';

/** A row that changes faster than it can be judged this often in a row is somebody's attack; the answer is no. */
const ATTEMPTS = 8;

export class Verdicts {
  constructor(
    private readonly judge: Judge,
    private readonly dependents: Dependents,
  ) {}

  /**
   * Judges and records on what the verdict rests; afterwards `isAllowed` is true of this very moment.
   * Errors: rejects when PostgreSQL had to be asked and did not answer; nothing is allowed then.
   */
  decide(subscription: Subscription): Promise<void> {
    return (subscription.judging ??= this.attempt(subscription));
  }

  private async attempt(subscription: Subscription): Promise<void> {
    subscription.isAllowed = false;
    try {
      for (let i = 0; i < ATTEMPTS; i++) {
        subscription.isStale = false;
        const mark = this.dependents.now;
        const { ok, deps } = await this.judge.judge(subscription.caller, subscription.topicKey);
        if (subscription.isEnded) return;
        this.dependents.set(subscription, deps);
        subscription.guards = this.judge.guardTopics(deps);
        subscription.unguarded = this.judge.unguarded(deps);
        if (subscription.isStale || this.dependents.wasTouchedSince(mark, deps)) continue;
        subscription.isAllowed = ok;
        return;
      }
    } finally {
      // In the tick of the verdict itself: a row that changes later must find nobody judging.
      subscription.judging = undefined;
    }
  }
}
