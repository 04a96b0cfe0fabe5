import { expect, test } from 'vitest';
import { toIsolated } from './isolated.ts';

test.each([
  ['ar-EG', 'Anna Lindqvist', '\u2068Anna Lindqvist\u2069'],
  ['ar', 'نورة', '\u2068نورة\u2069'],
  ['ar', '', ''],
  ['en-GB', 'نورة', '\u2068نورة\u2069'],
  ['de', 'דנה (Dana)', '\u2068דנה (Dana)\u2069'],
  ['en-GB', 'Anna Lindqvist', 'Anna Lindqvist'],
  // From right to left against the order of its letters, and out of what sets it apart.
  ['de', 'seen from the \u202Egpj.exe', 'seen from the gpj.exe'],
  ['de', '\u2069\u202Eنورة', '\u2068نورة\u2069'],
])('in %s the name %s is set apart where it could run against the sentence', (locale, name, words) => {
  expect(toIsolated({ locale }, name)).toBe(words);
});
