import { expect, test } from 'vitest';
import { pickLanguage, pickLocale } from './language.ts';

test.each([
  ['de', 'system', ['de-AT', 'en']],
  ['fr', 'system', ['ja-JP', 'fr-CA', 'de']],
  ['en', 'system', ['ja-JP']],
  ['en', 'system', []],
  ['ar', 'ar', ['de-AT']],
] as const)('%s is spoken where %s was chosen and the browser speaks %j', (language, choice, tags) => {
  expect(pickLanguage(choice, tags)).toBe(language);
});

test('dates are written as in the reader’s region, where the browser names one', () => {
  expect(pickLocale('ar', ['en', 'ar-EG'])).toBe('ar-EG');
  expect(pickLocale('en', ['de-AT'])).toBe('en-GB');
  // A Chromium in a container whose LANG is C.UTF-8.
  expect(pickLocale('en', ['en-US@posix'])).toBe('en-GB');
  expect(pickLocale('en', ['en-US@posix', 'en-AU'])).toBe('en-AU');
});
