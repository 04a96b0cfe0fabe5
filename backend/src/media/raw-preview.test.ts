// RAW files, laid out as cameras do: a sensor's values, and pictures of several sizes that the camera made of them.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { inspect } from './inspect.ts';
import { aPicture, aTellingPicture, look } from './made-pictures.fixture.ts';
import {
  aDng,
  inStrip,
  LONG,
  pointedAt,
  sensor,
  SHORT,
  SUB_DIRECTORIES,
  tiffOf,
  told,
  type Directory,
} from './made-raws.fixture.ts';

let folder: string;
let large: Buffer;
let small: Buffer;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'raw-'));
  [large, small] = [await aTellingPicture('jpeg'), await aPicture('jpeg', 160, 120)];
});
afterAll(() => fs.rm(folder, { recursive: true }));

async function inspected(bytes: Buffer) {
  const file = path.join(folder, 'photo');
  await fs.writeFile(file, bytes);
  return inspect(file);
}
async function codeOf(bytes: Buffer): Promise<string> {
  try {
    return (await inspected(bytes)).type;
  } catch (error) {
    if (error instanceof Refusal) return error.body.code;
    throw error;
  }
}

describe('a RAW is shown by the largest picture that its camera made of it', () => {
  test.each<[string, () => Buffer]>([
    ['a DNG', () => aDng(large, small)],
    [
      'one of a Nikon',
      () => tiffOf({ fields: [...told, [SUB_DIRECTORIES, LONG, [pointedAt(large), sensor]]], next: pointedAt(small) }),
    ],
    [
      'one of a Canon',
      () => tiffOf({ fields: [...told, ...inStrip(large).fields], next: pointedAt(small) }, 'CR\u0002\0'),
    ],
    [
      'one of a Sony',
      () =>
        tiffOf({
          fields: [...told, ...pointedAt(large).fields, [SUB_DIRECTORIES, LONG, [sensor]]],
          next: pointedAt(small),
        }),
    ],
  ])('%s', async (_what, make) => {
    const found = await inspected(make());
    expect(found).toMatchObject({ type: 'raw', widthPx: 400, heightPx: 300, takenAt: '2024-05-03T14:02:11' });
    const { developed } = found;
    expect(developed!.type).toBe('jpeg');
    expect(developed!.bytes.includes('Secret')).toBe(false);
    expect((await look(developed!.bytes)).quarters).toEqual(['red', 'blue', 'blue', 'blue']);
  });

  test('turned as the file says', async () => {
    const raw = tiffOf({ fields: [...told, [0x0112, SHORT, 6], [SUB_DIRECTORIES, LONG, [pointedAt(large), sensor]]] });
    expect(await inspected(raw)).toMatchObject({ widthPx: 300, heightPx: 400 });
  });
});

test('a RAW without one is no picture', async () => {
  expect(await codeOf(tiffOf({ fields: [...told, [SUB_DIRECTORIES, LONG, [sensor]]] }))).toBe('photo-not-an-image');
});

test('one whose picture is cut off, lies elsewhere or is none is refused', async () => {
  expect(await codeOf(tiffOf({ fields: [[SUB_DIRECTORIES, LONG, [inStrip(large.subarray(0, 900)), sensor]]] }))).toBe(
    'photo-damaged',
  );
  const elsewhere: Directory = {
    fields: [
      [0x0201, LONG, 0x7fff_ffff],
      [0x0202, LONG, 0x7fff_ffff],
    ],
  };
  expect(await codeOf(tiffOf({ fields: [[SUB_DIRECTORIES, LONG, [elsewhere, sensor]]] }))).toBe('photo-not-an-image');
  const text: Directory = pointedAt(Buffer.from('no picture at all'));
  expect(await codeOf(tiffOf({ fields: [[SUB_DIRECTORIES, LONG, [text, sensor]]] }))).toBe('photo-not-an-image');
});

test('directories that name each other end', async () => {
  const raw = tiffOf({ fields: [...told, [SUB_DIRECTORIES, LONG, [sensor, pointedAt(large)]]] });
  // The chain goes on with the file's first directory.
  raw.writeUInt32LE(raw.readUInt32LE(4), raw.length - 4);
  expect(await codeOf(raw)).toBe('raw');
});

test('a TIFF of a scanner stays what it is', async () => {
  expect(await codeOf(await aPicture('tiff'))).toBe('tiff');
});
