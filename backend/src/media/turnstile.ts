import os from 'node:os';

/** How many pictures are worked on at once: one core is left to everything that is not a picture. */
export const PICTURES_AT_ONCE = Math.max(1, os.availableParallelism() - 1);

/** Lets a bounded number of tasks run; the others wait, first come first served. */
export class Turnstile {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(places: number) {
    this.free = places;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes to the next in line, not back to the heap, so nobody can slip in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
