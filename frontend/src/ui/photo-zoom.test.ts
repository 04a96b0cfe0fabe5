import { expect, test } from 'vitest';
import { MAX_SCALE, toBounded, toScaled, toShownWidth, UNZOOMED } from './photo-zoom.ts';

const frame = { widthPx: 400, heightPx: 800 };
const picture = { widthPx: 400, heightPx: 300 };

test('an unzoomed picture stays in the middle, wherever it is pulled', () => {
  expect(toBounded({ scale: 1, x: 120, y: -60 }, picture, frame)).toEqual(UNZOOMED);
});

test('a zoomed picture can be moved to its edges and no further', () => {
  expect(toBounded({ scale: 2, x: 900, y: 900 }, picture, frame)).toEqual({ scale: 2, x: 200, y: 0 });
  expect(toBounded({ scale: 4, x: -900, y: -900 }, picture, frame)).toEqual({ scale: 4, x: -600, y: -200 });
});

test('what is under the fingers stays under them', () => {
  const at = { x: 50, y: -20 };
  const before = { scale: 1.5, x: 10, y: 5 };
  const after = toScaled(before, 3, at);
  const under = (zoom: typeof before) => [(at.x - zoom.x) / zoom.scale, (at.y - zoom.y) / zoom.scale];
  expect(under(after)).toEqual(under(before));
});

test('no finger makes it smaller than whole or larger than can be seen', () => {
  expect(toScaled(UNZOOMED, 0.2, { x: 0, y: 0 }).scale).toBe(1);
  expect(toScaled(UNZOOMED, 99, { x: 0, y: 0 }).scale).toBe(MAX_SCALE);
});

test('a picture is shown as wide as fits, and a thread of one pixel still has a width', () => {
  expect(toShownWidth(1.5, frame, 5_000)).toBe(400);
  expect(toShownWidth(0.25, frame, 5_000)).toBe(200);
  expect(toShownWidth(1.5, frame, 120)).toBe(120);
  expect(toShownWidth(1 / 20_000, frame, 480)).toBe(1);
});
