/** A way that answers at once and says nothing new: a proxy that does not wait, or a cache that repeats itself. */
const ANSWERS = 5;
const WITHIN_MS = 5_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** Notices a fast loop: five answers without progress within five seconds. First the caches are doubted, then it waits. */
export class Pace {
  private idle: number[] = [];
  private pauseMs = 0;
  private isDoubting = false;

  /** `doubtCaches` is called when the next question had better have an address that no cache has seen. */
  constructor(private readonly doubtCaches: () => void = () => {}) {}

  /** How long to pause after this answer, ms. */
  afterAnswer(hasMoved: boolean, nowMs = Date.now()): number {
    if (hasMoved) {
      this.idle = [];
      this.pauseMs = 0;
      this.isDoubting = false;
      return 0;
    }
    this.idle = [...this.idle.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    if (this.idle.length < ANSWERS) return 0;
    // One more answer like these counts as another loop.
    this.idle = this.idle.slice(1);
    this.doubtCaches();
    if (!this.isDoubting) {
      this.isDoubting = true;
      return 0;
    }
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.pauseMs * 2));
    return this.pauseMs;
  }
}
