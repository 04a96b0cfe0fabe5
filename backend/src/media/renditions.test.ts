import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAnimation, anOrientedJpeg, aPicture, aTellingPicture, look } from './made-pictures.fixture.ts';
import { glanceAt, renderPhoto, type Rendition } from './renditions.ts';
import { Undecodable } from './undecodable.ts';

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pictures-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

async function render(bytes: Uint8Array): Promise<Rendition[]> {
  const file = path.join(folder, 'picture');
  await fs.writeFile(file, bytes);
  const made: Rendition[] = [];
  for await (const one of renderPhoto(file, () => false)) made.push(one);
  return [...(await glanceAt(file)).first, ...made];
}

describe('renditions', () => {
  test('come in every width up to 2560 in all formats, the one for a grid first', async () => {
    const made = await render(await aPicture('jpeg', 2600, 1300));
    const widths = ['w320', 'w640', 'w1280', 'w1920', 'w2560'];
    expect(made.map((one) => one.name)).toEqual([
      ...['w640.webp', 'w640.jpg'],
      ...widths.flatMap((width) => ['avif', 'webp', 'jpg'].map((format) => `${width}.${format}`)),
    ]);
    for (const one of made) {
      const width = Number(/\d+/u.exec(one.name)![0]);
      expect(await look(one.bytes)).toMatchObject({ widthPx: width, heightPx: width / 2, space: 'srgb' });
    }
  });

  test('are never enlarged, and there is at least one', async () => {
    const made = await render(await aPicture('png', 100, 50));
    const names = ['w320.webp', 'w320.jpg'];
    expect(made.map((one) => one.name)).toEqual([...names, 'w320.avif', ...names]);
    expect(await look(made[0]!.bytes)).toMatchObject({ widthPx: 100, heightPx: 50 });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('stand upright for orientation %i', async (orientation) => {
    const made = await render(await anOrientedJpeg(orientation));
    for (const one of made) {
      const { quarters, orientation: told, widthPx, heightPx } = await look(one.bytes);
      expect(quarters).toEqual(['red', 'blue', 'blue', 'blue']);
      expect(told).toBeUndefined();
      expect(widthPx > heightPx).toBe(true);
    }
  });

  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('of a %s tell neither place nor camera', async (type) => {
    const telling = await aTellingPicture(type);
    expect(telling.includes('SecretSerial')).toBe(true);
    for (const one of await render(telling)) {
      expect((await look(one.bytes)).embedded).toEqual({ exif: undefined, xmp: undefined, iptc: undefined });
      expect(one.bytes.includes('Secret')).toBe(false);
    }
  });

  test.each(['gif', 'webp'] as const)('of a moving %s show its first picture', async (type) => {
    const [first] = await render(await anAnimation(type));
    expect(await look(first!.bytes)).toMatchObject({ pages: 1, quarters: ['red', 'blue', 'blue', 'blue'] });
  });

  test('of a very long strip stay within what WebP can hold', async () => {
    const made = await render(await aPicture('png', 40, 18_000));
    expect((await look(made[0]!.bytes)).heightPx).toBeLessThanOrEqual(16_383);
  });

  test('of something else are refused', async () => {
    await expect(render(Buffer.from('not a picture'))).rejects.toBeInstanceOf(Undecodable);
  });
});
