import { expect, test } from 'vitest';
import { english } from './english.fixture.ts';
import { toSize } from './size.ts';

test.each([
  [0, '0 kB'],
  [60_000, '60 kB'],
  [400_000, '0.4 MB'],
  [12_300_000, '12 MB'],
  [3_140_000_000, '3.1 GB'],
  [5e15, '5,000 TB'],
])('%i bytes are %s', (byteCount, words) => {
  expect(toSize(english, byteCount)).toBe(words);
});
