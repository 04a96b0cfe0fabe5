import { Refusal } from '@zoetrope/contract/errors.ts';

/** `burst` attempts at once, and one more each `oneMoreEachMs`. */
export interface Rate {
  readonly burst: number;
  readonly oneMoreEachMs: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

// About 100 bytes each. The least recently used goes first; whoever can fill this with addresses has enough of them anyway.
const BUCKETS = 20_000;

/** Token buckets in this process's memory: how often something may be tried. */
export class Attempts {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Takes one attempt of `key`. Errors: Refusal `slow-down` with the time until the next one. */
  take(key: string, rate: Rate): void {
    this.mustHave(key, rate);
    this.charge(key, rate);
  }

  /** Takes none. Errors: as `take`. */
  mustHave(key: string, rate: Rate): void {
    const { left } = this.bucketAt(key, rate);
    if (left < 1) throw new Refusal('slow-down', { retryAfterMs: Math.ceil((1 - left) * rate.oneMoreEachMs) });
  }

  /** Takes one that was made already: those made at once may leave a debt, of another `burst` at most. */
  charge(key: string, rate: Rate): void {
    const bucket = this.bucketAt(key, rate);
    bucket.left = Math.max(-rate.burst, bucket.left - 1);
  }

  /** Undoes one `take`: what succeeded was no attempt at guessing. */
  giveBack(key: string, rate: Rate): void {
    const bucket = this.bucketAt(key, rate);
    bucket.left = Math.min(rate.burst, bucket.left + 1);
  }

  private bucketAt(key: string, rate: Rate): Bucket {
    const now = this.nowMs();
    const known = this.buckets.get(key) ?? { left: rate.burst, atMs: now };
    known.left = Math.min(rate.burst, known.left + (now - known.atMs) / rate.oneMoreEachMs);
    known.atMs = now;
    this.buckets.delete(key);
    this.buckets.set(key, known);
    if (this.buckets.size > BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return known;
  }
}
