import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { inspect } from './inspect.ts';
import { aBomb, anOrientedJpeg, aPicture, aTiff } from './made-pictures.fixture.ts';
import type { PictureType } from './sniff.ts';

const types: PictureType[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff', 'heic'];
let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'inspect-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

async function fileOf(bytes: Uint8Array | string, name = 'photo.jpg'): Promise<string> {
  const file = path.join(folder, name);
  await fs.writeFile(file, bytes);
  return file;
}
async function codeOf(bytes: Uint8Array | string): Promise<string> {
  try {
    await inspect(await fileOf(bytes));
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.body.code;
    throw error;
  }
}

describe('what is accepted', () => {
  test.each(types)('a %s, whatever its name says, with its size and a placeholder', async (type) => {
    const found = await inspect(await fileOf(await aPicture(type), 'name.txt'));
    expect(found).toMatchObject({ type, widthPx: 400, heightPx: 300 });
    expect(Buffer.from(found.placeholder, 'base64').length).toBeGreaterThan(10);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i is measured upright', async (orientation) => {
    const file = await fileOf(await anOrientedJpeg(orientation));
    expect(await inspect(file)).toMatchObject({ widthPx: 400, heightPx: 300 });
  });
});

describe('what is refused', () => {
  test('an empty file', async () => {
    expect(await codeOf('')).toBe('photo-empty');
  });

  test('a text named .jpg', async () => {
    expect(await codeOf('once upon a time')).toBe('photo-not-an-image');
  });

  test.each(types)('a %s cut off at every tenth of its length', async (type) => {
    const whole = await aPicture(type, 640, 480);
    const answers = [];
    for (let tenth = 1; tenth < 10; tenth++) {
      answers.push(await codeOf(whole.subarray(0, Math.floor((whole.length * tenth) / 10))));
    }
    expect(answers).toEqual(Array.from({ length: 9 }, () => 'photo-damaged'));
  });

  test.each([
    ['brightness and colour apart', { photometric: 6, channels: 3, bits: 8 }, [[530, 1, 1]]],
    ['fractions', { photometric: 1, channels: 1, bits: 32 }, [[339, 3]]],
    ['differences', { photometric: 1, channels: 1, bits: 16 }, [[339, 2]]],
    ['four bytes each', { photometric: 1, channels: 1, bits: 32 }, []],
    ['CIELAB of a byte each', { photometric: 8, channels: 3, bits: 8 }, []],
  ] as const)('a TIFF in %s, which would have wrong colours', async (_what, kind, more) => {
    const pixels = Buffer.alloc((16 * 16 * kind.channels * kind.bits) / 8, 80);
    expect(await codeOf(aTiff(kind, pixels, more))).toBe('photo-not-an-image');
  });

  test('an AVIF that moves, as what it is', async () => {
    const moving = await aPicture('avif');
    moving.write('avis', 8, 'latin1');
    expect(await codeOf(moving)).toBe('photo-not-an-image');
  });

  test('300 megapixels in a small file, without decoding them', async () => {
    const bomb = aBomb(20_000, 15_000);
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await codeOf(bomb)).toBe('photo-too-many-pixels');
    expect(await codeOf(aBomb(2_000, 1_500))).toBe('accepted');
  });
});
