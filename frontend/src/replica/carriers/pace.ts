/** A way that answers at once and says nothing new: a proxy that does not wait, or a cache that repeats itself. */
const ANSWERS = 5;
const WITHIN_MS = 5_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** Notices a fast loop: five answers without progress within five seconds. */
export class Pace {
  private idle: number[] = [];
  private pauseMs = 0;

  /** How long to pause after this answer, ms. */
  afterAnswer(hasMoved: boolean, nowMs = Date.now()): number {
    if (hasMoved) {
      this.idle = [];
      this.pauseMs = 0;
      return 0;
    }
    this.idle = [...this.idle.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    if (this.idle.length < ANSWERS) return 0;
    this.idle = [];
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.pauseMs * 2));
    return this.pauseMs;
  }
}
