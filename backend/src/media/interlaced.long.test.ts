// Pictures of many megapixels that are held whole while they are decoded. To make them takes longer than to refuse them.
import { describe, expect, test } from 'vitest';
import { codeOf } from './bombs.fixture.ts';
import { aDeepInterlacedBomb } from './made-pictures.fixture.ts';

/** All renditions of forty megapixels, on a busy machine. */
const RENDERED_MS = 50_000;

describe('an interlaced PNG of 16 bits, which is held whole while it is decoded', () => {
  test('of a hundred megapixels', async () => {
    expect(await codeOf(aDeepInterlacedBomb(10_000, 10_000))).toBe('photo-too-complex');
  });

  test('of forty megapixels, as a camera has them', async () => {
    expect(await codeOf(aDeepInterlacedBomb(8_000, 5_000), RENDERED_MS)).toBe('accepted');
  });
});
