import { Refusal } from '@zoetrope/contract/errors.ts';

/** Roughly what one place in the queue costs: a hash takes 20 to 60 ms on one core. */
const WAIT_PER_TASK_MS = 50;

/** Lets `atOnce` tasks run and `waiting` more wait, first come first served; whoever comes then is told to come later. */
export class HashQueue {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waiting: number,
  ) {}

  /** Errors: Refusal `slow-down` when the line is full; otherwise what `task` throws. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running++;
    else {
      if (this.line.length >= this.waiting)
        throw new Refusal('slow-down', { retryAfterMs: this.line.length * WAIT_PER_TASK_MS });
      await new Promise<void>((resolve) => this.line.push(resolve));
    }
    try {
      return await task();
    } finally {
      // The place goes to the next in line, so that nobody slips in between.
      const next = this.line.shift();
      if (next) next();
      else this.running--;
    }
  }
}
