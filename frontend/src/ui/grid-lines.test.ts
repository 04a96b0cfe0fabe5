import { expect, test } from 'vitest';
import { findNeighbour, toGridLines } from './grid-lines.ts';

const shape = { widthPx: 400, rowHeightPx: 100, gapPx: 0 };
const squares = (...ids: string[]) => ids.map((id) => ({ id, ratio: 1 }));
const lines = toGridLines(
  [
    { id: 'today', header: 'Today', items: squares('a', 'b', 'c', 'd', 'e') },
    { id: 'monday', header: 'Monday', items: squares('f', 'g', 'h') },
  ],
  shape,
);
const from = (id: string, move: Parameters<typeof findNeighbour>[2], isRtl = false) =>
  findNeighbour(lines, id, move, isRtl)?.id;

test('each section has its heading, then its rows', () => {
  expect(lines.map((line) => line.key)).toEqual(['header:today', 'a', 'e', 'header:monday', 'f']);
});

test('right and left go through the prints in order, over the ends of rows and sections', () => {
  expect(from('d', 'ArrowRight')).toBe('e');
  expect(from('e', 'ArrowRight')).toBe('f');
  expect(from('f', 'ArrowLeft')).toBe('e');
  expect(from('a', 'ArrowLeft')).toBeUndefined();
  expect(from('h', 'ArrowRight')).toBeUndefined();
});

test('where one reads from right to left, left goes on', () => {
  expect(from('a', 'ArrowLeft', true)).toBe('b');
});

test('up and down keep to the column, or take the last print of a shorter row', () => {
  expect(from('c', 'ArrowDown')).toBe('e');
  expect(from('e', 'ArrowDown')).toBe('f');
  expect(from('g', 'ArrowUp')).toBe('e');
  expect(from('f', 'ArrowDown')).toBeUndefined();
});

test('Home and End go to the first and the last print', () => {
  expect(from('c', 'Home')).toBe('a');
  expect(from('c', 'End')).toBe('h');
});
