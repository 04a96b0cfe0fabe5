import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

function run(pace: Pace, times: number, fromMs: number, stepMs = 10): number[] {
  return Array.from({ length: times }, (_, i) => pace.afterAnswer(false, fromMs + i * stepMs));
}

test('the fifth answer without progress within five seconds doubts the caches, the next one waits, and longer each time', () => {
  let doubts = 0;
  const pace = new Pace(() => doubts++);
  expect(run(pace, 4, 0)).toEqual([0, 0, 0, 0]);
  expect(doubts).toBe(0);
  expect(run(pace, 1, 50)).toEqual([0]);
  expect(doubts).toBe(1);
  expect(run(pace, 3, 60)).toEqual([2_000, 4_000, 8_000]);
  expect(doubts).toBe(4);
});

test('five answers over a longer time are no loop', () => {
  const pace = new Pace(() => expect.unreachable());
  expect(run(pace, 50, 0, 1_300).every((pauseMs) => pauseMs === 0)).toBe(true);
});

test('progress begins anew', () => {
  const pace = new Pace();
  run(pace, 9, 0);
  expect(pace.afterAnswer(true, 100)).toBe(0);
  expect(run(pace, 5, 110)).toEqual([0, 0, 0, 0, 0]);
});
