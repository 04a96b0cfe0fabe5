// Long polls that listen for signals. Whoever is answered asks again at once, so that a word to many costs a request of
// each of them: the more there are, the less often they are told.

/** A topic's waiters are told at most once in so much for each of them, within these bounds. */
const EACH_MS = 5;
const LEAST_MS = 1_000;
/** As often as they would ask if nobody told them. */
const MOST_MS = 5_000;
/** Who was answered by another node may know what this one hears in a moment, or what it has heard the end of. */
const SETTLE_MS = 1_000;

interface Waiter {
  readonly stamp: string;
  readonly wake: () => void;
}

class Waiting {
  readonly waiters = new Set<Waiter>();
  toldAtMs = -MOST_MS;
  timer: NodeJS.Timeout | undefined;
}

export interface WaitParts {
  /** Names what is said in a topic now. */
  readonly stampOf: (topicKey: string) => string;
  /** False while other nodes may know what this one does not. */
  readonly isSure: () => boolean;
}

export class SignalWaits {
  private readonly topics = new Map<string, Waiting>();

  constructor(private readonly parts: WaitParts) {}

  /** Calls `wake` once, when what is said is not what `stamp` names. Returns how to wait no longer. */
  wait(topicKey: string, stamp: string, wake: () => void): () => void {
    let waiting = this.topics.get(topicKey);
    if (!waiting) this.topics.set(topicKey, (waiting = new Waiting()));
    const waiter = { stamp, wake };
    waiting.waiters.add(waiter);
    if (stamp !== this.parts.stampOf(topicKey)) this.plan(topicKey, waiting, SETTLE_MS);
    return () => void waiting.waiters.delete(waiter);
  }

  /** Something else is said there than a moment ago. */
  changed(topicKey: string): void {
    const waiting = this.topics.get(topicKey);
    if (waiting && waiting.waiters.size > 0) this.plan(topicKey, waiting, 0);
  }

  private plan(topicKey: string, waiting: Waiting, atLeastMs: number): void {
    if (waiting.timer) return;
    const spacingMs = Math.min(MOST_MS, Math.max(LEAST_MS, waiting.waiters.size * EACH_MS));
    const calmMs = waiting.toldAtMs + spacingMs - performance.now();
    const waitMs = this.parts.isSure() ? Math.max(atLeastMs, calmMs) : MOST_MS;
    waiting.timer = setTimeout(() => this.tell(topicKey, waiting), waitMs).unref();
  }

  private tell(topicKey: string, waiting: Waiting): void {
    waiting.timer = undefined;
    const stamp = this.parts.stampOf(topicKey);
    for (const waiter of [...waiting.waiters]) {
      if (waiter.stamp === stamp) continue;
      waiting.toldAtMs = performance.now();
      waiting.waiters.delete(waiter);
      waiter.wake();
    }
  }

  /** Forgets topics for which nobody waits, nor did lately. */
  sweep(): void {
    const longAgoMs = performance.now() - MOST_MS;
    for (const [topicKey, { waiters, timer, toldAtMs }] of this.topics)
      if (waiters.size === 0 && !timer && toldAtMs < longAgoMs) this.topics.delete(topicKey);
  }

  stop(): void {
    for (const { timer } of this.topics.values()) clearTimeout(timer);
    this.topics.clear();
  }
}
