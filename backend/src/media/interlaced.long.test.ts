// Pictures of many megapixels that are held whole while they are decoded. To make them takes longer than to refuse them.
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { codeOf } from './bombs.fixture.ts';
import { aDeepInterlacedBomb } from './made-pictures.fixture.ts';

/** Of one colour, with the coefficients of a hundred megapixels: two bytes for each of their samples. */
const inScans = (chromaSubsampling: string) =>
  sharp({ create: { width: 10_000, height: 9_900, channels: 3, background: '#456' } })
    .jpeg({ progressive: true, chromaSubsampling })
    .toBuffer();

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

describe('a progressive JPEG of a hundred megapixels', () => {
  test('with all its colours', async () => {
    expect(await codeOf(await inScans('4:4:4'))).toBe('photo-too-complex');
  });

  test('with a colour for each four pixels, as a camera has them', async () => {
    expect(await codeOf(await inScans('4:2:0'), RENDERED_MS)).toBe('accepted');
  });
});
