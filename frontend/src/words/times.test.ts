import { expect, test } from 'vitest';
import { english } from './english.fixture.ts';
import { toAgeWords, toDayWords, toMomentWords, toNewSinceWords } from './times.ts';

const now = new Date(2026, 10, 23, 18, 42);

test.each([
  ['Today', new Date(2026, 10, 23, 0, 1)],
  ['Yesterday', new Date(2026, 10, 22, 23, 59)],
  ['Saturday 21 November', new Date(2026, 10, 21, 12)],
  ['3 May 2024', new Date(2024, 4, 3)],
])('a day is called %s', (words, at) => {
  expect(toDayWords(english, at, now)).toBe(words);
});

test.each([
  ['now', new Date(2026, 10, 23, 18, 41, 30)],
  ['20 min ago', new Date(2026, 10, 23, 18, 22)],
  ['3 hr ago', new Date(2026, 10, 23, 15, 30)],
  ['Yesterday, 12:00', new Date(2026, 10, 22, 12)],
])('an age is called %s', (words, at) => {
  expect(toAgeWords(english, at, now)).toBe(words);
});

test('a moment has its day and its time', () => {
  expect(toMomentWords(english, new Date(2026, 10, 23, 9, 5), now)).toBe('Today, 09:05');
});

test.each([
  ['8 new since Saturday evening', new Date(2026, 10, 21, 20)],
  ['8 new since 09:05', new Date(2026, 10, 23, 9, 5)],
  ['8 new since 3 May', new Date(2026, 4, 3)],
])('what was added after the last visit is told as %s', (words, at) => {
  expect(toNewSinceWords(english, 8, at, now)).toBe(words);
});
