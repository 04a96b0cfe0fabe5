import { describe, expect, test } from 'vitest';
import { toDays } from './days.ts';
import { toPlaceInTime } from './line.ts';
import { aPhoto } from './made-photos.fixture.ts';

// Local noon of three days, so that the test holds in every time zone.
const at = (day: number, minute = 0) => new Date(2026, 10, day, 12, minute).toISOString();
const photos = [aPhoto('d', at(23, 30)), aPhoto('c', at(23, 10)), aPhoto('b', at(22)), aPhoto('a', at(20))];
const shapeOf = (days: ReturnType<typeof toDays>) =>
  days.map((day) => [day.items.map((item) => item.id).join(''), day.newBefore, day.isRest]);

describe('days', () => {
  test('hold the photos of the reader’s own day, newest first', () => {
    expect(shapeOf(toDays(photos))).toEqual([
      ['dc', undefined, false],
      ['b', undefined, false],
      ['a', undefined, false],
    ]);
  });

  test('are parted where the last visit ended', () => {
    expect(shapeOf(toDays(photos, toPlaceInTime(photos[1]!)))).toEqual([
      ['d', undefined, false],
      ['c', 1, true],
      ['b', undefined, false],
      ['a', undefined, false],
    ]);
  });

  test('carry the line in front of a whole day when all after it is new', () => {
    expect(shapeOf(toDays(photos, toPlaceInTime(photos[2]!)))[1]).toEqual(['b', 2, false]);
  });

  test('carry no line when nothing is new, or everything is', () => {
    const marks = (seen: string) => toDays(photos, seen).map((day) => day.newBefore);
    expect(marks(toPlaceInTime(photos[0]!))).toEqual([undefined, undefined, undefined]);
    expect(marks('2020')).toEqual([undefined, undefined, undefined]);
  });

  test('make an item once for each row', () => {
    expect(toDays(photos)[0]!.items[0]).toBe(toDays(photos)[0]!.items[0]);
  });

  test('are none without photos', () => {
    expect(toDays([])).toEqual([]);
  });
});

test('a day that did not change stays the same object when another grows', () => {
  const old = [aPhoto('b', '2026-11-20T12:00:00.000Z'), aPhoto('a', '2026-11-20T11:00:00.000Z')];
  const before = toDays([aPhoto('c', '2026-11-21T12:00:00.000Z'), ...old]);
  const after = toDays([aPhoto('e', '2026-11-22T12:00:00.000Z'), aPhoto('c', '2026-11-21T12:00:00.000Z'), ...old]);
  expect(after).toHaveLength(3);
  expect(after.at(-1)).toBe(before.at(-1));
});

test('days of taking stand in the order of taking, each once, whatever was added when', () => {
  const days = toDays(
    [
      aPhoto('c', '2026-11-26T12:00:00.000Z', { takenAt: '2026-11-21T09:00:00+09:00' }),
      aPhoto('b', '2026-11-26T11:00:00.000Z', { takenAt: '2026-11-24T23:59:00' }),
      aPhoto('a', '2026-11-26T10:00:00.000Z', { takenAt: '2026-11-21T18:00:00' }),
    ],
    undefined,
    'taken',
  );
  expect(days.map((day) => [day.id, day.items.map((item) => item.id).join('')])).toEqual([
    ['2026-11-24', 'b'],
    ['2026-11-21', 'ac'],
  ]);
});

test('a photo that does not say when it was taken stands on the day on which it was added', () => {
  const noon = new Date(2026, 10, 22, 12);
  const days = toDays([aPhoto('a', noon.toISOString())], undefined, 'taken');
  expect(days.map((day) => day.id)).toEqual(['2026-11-22']);
});
