import { createIntl } from 'react-intl';
import { expect, test } from 'vitest';
import { toAddingWords, toArrivalWords, toDayCount } from './photo-words.ts';
import { english } from '#words/english.fixture.ts';

test.each([
  [['Anna'], 1, 1, 'Anna added a photo'],
  [['Anna', 'Mei'], 2, 5, 'Anna and Mei added 5 photos'],
  [['Anna', 'Omar'], 3, 14, 'Anna and 2 others added 14 photos'],
])('the pill names %s', (names, people, photos, words) => {
  expect(toArrivalWords(english, names, people, photos)).toBe(words);
});

test('a day says how many photos it has, and by whom', () => {
  expect(toDayCount(english, ['Anna', 'Mei'], 8)).toBe('8 photos by Anna and Mei');
  expect(toDayCount(english, ['Anna', 'Mei', 'Omar'], 8)).toBe('8 photos by Anna and 2 others');
  expect(toDayCount(english, [], 1)).toBe('1 photo');
});

test('in Arabic a name is set apart, so that the number behind it does not stand before it', () => {
  const arabic = createIntl({
    locale: 'ar',
    defaultLocale: 'ar',
    messages: { 'photos.adding': 'يضيف {first} {photos} صور' },
  });
  expect(toAddingWords(arabic, ['Anna Lindqvist'], 1, 3)).toBe('يضيف \u2068Anna Lindqvist\u2069 3 صور');
});
