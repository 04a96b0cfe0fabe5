import { describe, expect, test } from 'vitest';
import { aPhoto } from './made-photos.fixture.ts';
import { findFloor, toRollRows, toWhole, toRolls } from './rolls.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();
const shapeOf = (rolls: ReturnType<typeof toRolls>) =>
  rolls.map((roll) => roll.photos.map((photo) => photo.id).join(''));

describe('a roll', () => {
  test('holds what one person added for one audience within an hour', () => {
    const photos = [aPhoto('d', at(130)), aPhoto('c', at(59)), aPhoto('b', at(20)), aPhoto('a', at(0))];
    expect(shapeOf(toRolls(photos))).toEqual(['d', 'cba']);
  });

  test('ends neither by another person nor by another audience in between', () => {
    const photos = [
      aPhoto('d', at(30)),
      aPhoto('c', at(20), { ownerId: 'bob' }),
      aPhoto('b', at(10), { groupId: null, friendsOfId: 'alice' }),
      aPhoto('a', at(0)),
    ];
    expect(shapeOf(toRolls(photos))).toEqual(['da', 'c', 'b']);
  });

  test('keeps its id and its photos when news arrives', () => {
    const before = [aPhoto('b', at(50)), aPhoto('a', at(10))];
    const after = [aPhoto('d', at(80)), aPhoto('c', at(60)), ...before];
    expect(toRolls(before).map((roll) => roll.id)).toEqual(['a']);
    expect(shapeOf(toRolls(after))).toEqual(['d', 'cba']);
    expect(toRolls(after)[1]!.id).toBe('a');
  });
});

describe('a merged feed', () => {
  test('reaches down to the youngest end of the lists that go on', () => {
    const sources = [
      { key: 'lake', isEnd: false, oldest: '2026-03' },
      { key: 'club', isEnd: false, oldest: '2026-07' },
      { key: 'mina', isEnd: true, oldest: '2026-09' },
    ];
    expect(findFloor(sources)).toEqual({ key: 'club', place: '2026-07' });
  });

  test('has no floor when every list is here', () => {
    expect(findFloor([{ key: 'lake', isEnd: true, oldest: '2026-03' }])).toBeUndefined();
    expect(findFloor([{ key: 'lake', isEnd: false, oldest: undefined }])).toBeUndefined();
  });
});

describe('the rows of a roll', () => {
  test.each([
    ['one print stands alone', [1.5], 390, [1]],
    ['two share a row', [1.5, 1.5], 390, [2]],
    ['three of them on a phone', [1.5, 1.5, 1.5], 390, [1, 2]],
    ['four of them on a phone', [1.5, 1.5, 1.5, 1.5], 390, [2, 2]],
    ['five of them on a phone', [1.5, 1.5, 1.5, 1.5, 1.5], 390, [3, 2]],
    ['as many as stay high enough on a desktop', [1.5, 0.7, 1.5, 0.7, 1.5], 860, [4]],
    ['five that are narrow', [0.8, 0.8, 0.8, 0.8, 0.8], 860, [5]],
  ])('%s', (_what, ratios, widthPx, rows) => {
    expect(toRollRows(ratios, widthPx)).toEqual(rows);
  });
});

test('a roll that somebody adds to counts what stands in it already', () => {
  expect(toWhole(22, { count: 3, doneCount: 1 })).toEqual({ count: 22, doneCount: 20 });
  // Of a large batch not every photo is here yet.
  expect(toWhole(40, { count: 300, doneCount: 12 })).toEqual({ count: 300, doneCount: 12 });
});
