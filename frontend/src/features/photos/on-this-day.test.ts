import { expect, test } from 'vitest';
import { aPhoto } from './made-photos.fixture.ts';
import { findOnThisDay } from './on-this-day.ts';

const now = new Date(2026, 10, 27, 9);
const takenAt = (when: string | null, shape = {}) =>
  aPhoto(String(when), '2026-11-01T10:00:00.000Z', { takenAt: when, ...shape });

test('a photo of this day comes from the latest earlier year, and a wide one before a tall one', () => {
  const tall = takenAt('2024-11-27T08:00:00', { widthPx: 600, heightPx: 800 });
  const wide = takenAt('2024-11-27T23:59:59+09:00');
  const older = takenAt('2019-11-27T12:00:00');
  expect(findOnThisDay([older, tall, wide], now)).toBe(wide);
  expect(findOnThisDay([older, tall], now)).toBe(tall);
});

test('neither today, nor another day, nor a photo without a time is of this day of an earlier year', () => {
  const others = ['2026-11-27T08:00:00', '2024-11-26T23:59:59', '2024-10-27T12:00:00', null].map((when) =>
    takenAt(when),
  );
  expect(findOnThisDay(others, now)).toBeUndefined();
});
