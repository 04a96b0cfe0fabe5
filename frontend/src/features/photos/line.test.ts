import { describe, expect, test } from 'vitest';
import { newestFirst, partAtLine, toOpenings, toPlaceInTime } from './line.ts';
import { aPhoto } from './made-photos.fixture.ts';

const seen = aPhoto('seen', '2026-11-23T10:00:00.000Z');
const line = toPlaceInTime(seen);
const news = aPhoto('news', '2026-11-23T10:05:00.000Z');
const own = aPhoto('own', '2026-11-23T10:04:00.000Z', { ownerId: 'bob' });
const old = aPhoto('old', '2026-11-20T10:00:00.000Z');
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

describe('the line', () => {
  test('holds back what others added after it', () => {
    const { shown, waiting } = partAtLine([news, seen, old], line, 'bob');
    expect([ids(shown), ids(waiting)]).toEqual([['seen', 'old'], ['news']]);
  });

  test('lets through at once what the reader added', () => {
    const { shown, waiting } = partAtLine([news, own, seen], line, 'bob');
    expect([ids(shown), ids(waiting)]).toEqual([['own', 'seen'], ['news']]);
  });

  test('is no line until the list is complete', () => {
    const rows = [news, seen];
    expect(partAtLine(rows, undefined, 'bob').shown).toBe(rows);
  });

  test('keeps the very same array while nothing waits', () => {
    const rows = [seen, old];
    expect(partAtLine(rows, line, 'bob').shown).toBe(rows);
  });

  test('holds back everything in a list that was empty', () => {
    expect(ids(partAtLine([news], '', 'bob').waiting)).toEqual(['news']);
  });
});

test('of a large batch six open one after the other', () => {
  const batch = Array.from({ length: 9 }, (_, at) => aPhoto(`p${at}`, `2026-11-23T11:0${9 - at}:00.000Z`));
  expect([...toOpenings([...batch, seen], line)]).toEqual(batch.slice(0, 6).map((photo, at) => [photo.id, at * 60]));
});

test('photos of one moment have a lasting order', () => {
  const twins = [aPhoto('a', seen.createdAt), aPhoto('b', seen.createdAt)];
  expect(ids(twins.toSorted(newestFirst))).toEqual(['b', 'a']);
});
