import { expect, test } from 'vitest';
import { Backoff } from '#replica/backoff.ts';

const longest = () => 1;

test('waits up to its base at first, longer when nobody answers for a while, and never longer than its cap', () => {
  const backoff = new Backoff(2_000, 60_000, longest);
  const waits = Array.from({ length: 40 }, () => backoff.nextMs());
  expect(waits.slice(0, 20)).toEqual(Array(20).fill(2_000));
  expect(waits.at(-1)).toBe(60_000);
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  backoff.reset();
  expect(backoff.nextMs()).toBe(2_000);
});

test('waits at least as long as the server asked, and clients that are told the same do not come at the same moment', () => {
  const [early, late] = [new Backoff(2_000, 60_000, () => 0), new Backoff(2_000, 60_000, longest)];
  expect([early.nextMs(5_000), late.nextMs(5_000)]).toEqual([5_000, 7_000]);
});
