// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { toStop } from './sheet-grab.tsx';

test('a sheet that is let go rests at the nearest of its three sizes', () => {
  expect([0.12, 0.35, 0.5, 0.74, 0.8].map((share) => toStop(share, 0))).toEqual([0, 0, 1, 1, 2]);
});

test('a flick goes on in its direction, and never past the ends', () => {
  expect(toStop(0.6, 0.9)).toBe(2);
  expect(toStop(0.5, 0.9)).toBe(1);
  expect(toStop(0.56, -0.9)).toBe(0);
  expect([toStop(0.93, 2), toStop(0.15, -2)]).toEqual([2, 0]);
});
