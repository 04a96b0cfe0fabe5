import { expect, test } from 'vitest';
import { toPicked, toSwept } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const NONE = { isSelecting: false, ids: new Set<string>(), anchor: undefined };
const picked = (state: { ids: ReadonlySet<string> }) => order.filter((id) => state.ids.has(id)).join('');

test('a second pick of the same takes it back, and selecting goes on', () => {
  const state = toPicked(toPicked(NONE, order, 'b', false), order, 'b', false);
  expect([picked(state), state.isSelecting]).toEqual(['', true]);
});

test('extending picks everything from the last pick, in either direction', () => {
  const state = toPicked(NONE, order, 'd', false);
  expect(picked(toPicked(state, order, 'b', true))).toBe('bcd');
  expect(picked(toPicked(state, order, 'e', true))).toBe('de');
});

test('extending without a pick before it picks one', () => {
  expect(picked(toPicked(NONE, order, 'c', true))).toBe('c');
});

test('a sweep that turns back gives back what it passed, and keeps what was picked before', () => {
  let state = toPicked(NONE, order, 'e', false);
  for (const to of ['a', 'b', 'c']) state = toSwept(state, order, 'a', to);
  expect(picked(state)).toBe('abce');
  expect(picked(toSwept(state, order, 'a', 'b'))).toBe('abe');
});

test('a sweep that begins on a picked one unpicks', () => {
  let state = toPicked(toPicked(NONE, order, 'a', false), order, 'd', true);
  state = toSwept(state, order, 'b', 'b');
  expect(picked(toSwept(state, order, 'b', 'c'))).toBe('ad');
});

test('a row that came in between two picks is taken along, one that came after them is not', () => {
  const state = toPicked(NONE, order, 'b', false);
  const after = toPicked(state, ['new', 'a', 'b', 'between', 'c', 'd', 'e'], 'c', true);
  expect([...after.ids].toSorted()).toEqual(['b', 'between', 'c']);
});
