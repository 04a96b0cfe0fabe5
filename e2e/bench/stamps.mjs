// When something was sent, written into it: the system's monotonic clock, which all processes of a machine share.
const MARK = 'ts:';
const DIGITS = 16;

/** Microseconds since some moment that is the same for every process here. */
export const nowUs = () => Number(process.hrtime.bigint() / 1000n);

export const toStamp = (us) => MARK + String(us).padStart(DIGITS, '0');

/** Every stamp in a frame, in order. */
export function stampsIn(bytes, from, to) {
  const found = [];
  for (
    let at = bytes.indexOf(MARK, from, 'latin1');
    at >= 0 && at < to;
    at = bytes.indexOf(MARK, at + DIGITS, 'latin1')
  ) {
    found.push(Number(bytes.latin1Slice(at + MARK.length, at + MARK.length + DIGITS)));
  }
  return found;
}

/** Calls `work` at a steady rate, never early; late ones follow at once. Resolves when the last was called. */
export async function atRate(perSecond, seconds, work) {
  const startedAt = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let i = 0; i < count; i += 1) {
    const waitMs = startedAt + (i * 1000) / perSecond - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    work(i);
  }
  return count;
}

/** Times in bins of half a millisecond up to a minute. */
export class Histogram {
  bins = new Uint32Array(120_000);
  count = 0;
  maxMs = 0;

  add(ms) {
    this.bins[Math.min(Math.max(Math.floor(ms * 2), 0), this.bins.length - 1)] += 1;
    this.count += 1;
    if (ms > this.maxMs) this.maxMs = ms;
  }

  /** Upper edge of the bin that holds the quantile, ms. */
  quantile(share) {
    let left = Math.ceil(this.count * share);
    for (let i = 0; i < this.bins.length; i += 1) {
      left -= this.bins[i];
      if (left <= 0) return (i + 1) / 2;
    }
    return 0;
  }
}
