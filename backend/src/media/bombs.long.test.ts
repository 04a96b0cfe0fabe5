// Files made to hurt: each is answered with its code, in bounded time and memory.
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { toAvatar } from './avatar.ts';
import { codeOf } from './bombs.fixture.ts';
import { aHeicOf, aHeifSaying, layersOf } from './made-heics.fixture.ts';
import { aBomb, aHeic, anAnimation, aPicture, look, pngChunk } from './made-pictures.fixture.ts';
import { withoutMetadata } from './original.ts';

describe('more pixels than anybody can show', () => {
  test('in a PNG', async () => {
    expect(await codeOf(aBomb(20_000, 15_000))).toBe('photo-too-many-pixels');
  });

  test('in a PNG that claims four thousand million of them and has none', async () => {
    const bomb = aBomb(8, 8);
    bomb.writeUInt32BE(0x7fff_ffff, 16);
    bomb.writeUInt32BE(2, 20);
    expect(['photo-damaged', 'photo-too-many-pixels']).toContain(await codeOf(bomb));
  });

  test('in a TIFF', async () => {
    expect(await codeOf(tiffOf(30_000, 30_000))).toBe('photo-too-many-pixels');
  });

  test('in the only tile of a TIFF that is small', async () => {
    expect(await codeOf(tiffOf(100, 100, 65_520))).toBe('photo-damaged');
  });

  test('in the notes and the profile of a PNG, which nobody reads', async () => {
    const png = await aPicture('png');
    for (const type of ['zTXt', 'iCCP']) {
      const content = Buffer.concat([Buffer.from('colours\0\0', 'latin1'), deflateSync(Buffer.alloc(200_000_000))]);
      const bomb = Buffer.concat([png.subarray(0, 33), pngChunk(type, content), png.subarray(33)]);
      expect(await codeOf(bomb)).toBe('accepted');
      expect(withoutMetadata(bomb, 'png', 1)!.length).toBeLessThanOrEqual(png.length);
    }
  });

  test('in a HEIC whose boxes claim so', async () => {
    const bomb = await aHeic('telling');
    for (let at = bomb.indexOf('ispe'); at >= 0; at = bomb.indexOf('ispe', at + 1)) {
      bomb.writeUInt32BE(60_000, at + 8);
      bomb.writeUInt32BE(60_000, at + 12);
    }
    expect(['photo-damaged', 'photo-too-many-pixels']).toContain(await codeOf(bomb));
  });

  test('in a GIF whose first frame is larger than it', async () => {
    const bomb = await anAnimation('gif');
    const frame = bomb.indexOf(0x2c, bomb.indexOf(Buffer.from('21f904', 'hex')) + 8);
    for (const at of [6, 8, frame + 5, frame + 7]) bomb.writeUInt16LE(65_535, at);
    expect(['photo-damaged', 'photo-too-many-pixels']).toContain(await codeOf(bomb));
  });
});

describe('a HEIC that is made of others', () => {
  test('as phones make them, a grid of tiles', async () => {
    const grids = [{ ...layersOf(1, 2, 2)[0]!, widthPx: 800, heightPx: 600 }];
    expect(await codeOf(await aHeicOf(grids))).toBe('accepted');
  });

  test.each([
    [8, 2, 2],
    [6, 3, 4],
    [3, 16, 16],
  ])('%s grids in one another, each of %s by %s', async (depth, across, down) => {
    expect(await codeOf(await aHeicOf(layersOf(depth, across, down)))).toBe('photo-too-complex');
  });

  test('a grid of 10,000 tiles of which one is seen', async () => {
    expect(await codeOf(await aHeicOf(layersOf(1, 100, 100)))).toBe('photo-too-complex');
  });

  test('a grid as large as a field, of small tiles', async () => {
    const field = { ...layersOf(1, 200, 150)[0]!, widthPx: 60_000, heightPx: 40_000 };
    const codes = ['photo-too-many-pixels', 'photo-damaged', 'photo-too-complex'];
    expect(codes).toContain(await codeOf(await aHeicOf([field])));
  });

  test('grids in one another, deeper than anybody needs', async () => {
    expect(await codeOf(await aHeicOf(layersOf(300, 1, 1)))).toBe('photo-too-complex');
  });

  test('sizes that are said again and again, each time with all that follows', async () => {
    expect(await codeOf(aHeifSaying(200, 10_000))).toBe('photo-too-complex');
    expect(await codeOf(aHeifSaying(1, 10_001))).toBe('photo-too-complex');
  });

  test('more boxes than anybody needs', async () => {
    expect(await codeOf(aHeifSaying(60_000, 0))).toBe('photo-too-complex');
  });

  test('a grid of tiles one of which lies behind the end, or is cut, or damaged', async () => {
    const whole = await aHeicOf([{ ...layersOf(1, 2, 1)[0]!, widthPx: 800, heightPx: 300 }]);
    const iloc = whole.indexOf('iloc', 0, 'latin1');
    const [offsetAt, lengthAt] = [12, 16].map((field) => iloc + 12 + 16 + field - 4);
    const behind = Buffer.from(whole);
    behind.writeUInt32BE(whole.length - 8, offsetAt);
    const cut = Buffer.from(whole);
    cut.writeUInt32BE(whole.readUInt32BE(lengthAt) / 2, lengthAt);
    const damaged = Buffer.concat([whole, whole.subarray(whole.readUInt32BE(offsetAt))]);
    damaged.writeUInt32BE(whole.length, offsetAt);
    damaged.fill(0xff, whole.length, whole.length + 8);
    for (const one of [behind, cut, damaged]) expect(await codeOf(one)).toBe('photo-damaged');
    expect(await codeOf(whole)).toBe('accepted');
  });

  test('a grid of itself, and two of each other', async () => {
    const grid = { across: 1, down: 1 };
    expect(await codeOf(await aHeicOf([{ ...grid, id: 2, of: [2] }]))).toBe('photo-damaged');
    const two = [
      { ...grid, id: 2, of: [3] },
      { ...grid, id: 3, of: [2] },
    ];
    expect(await codeOf(await aHeicOf(two))).toBe('photo-damaged');
  });
});

describe('a JPEG in several scans', () => {
  const inScans = async (chromaSubsampling: string) =>
    sharp(await aPicture('png', 64, 64))
      .jpeg({ progressive: true, chromaSubsampling })
      .toBuffer();

  test('as programs write them', async () => {
    for (const subsampling of ['4:2:0', '4:4:4']) expect(await codeOf(await inScans(subsampling))).toBe('accepted');
  });

  test('is refused where it would be held with more than 400 MB, as a photo and as a face', async () => {
    const bomb = await inScans('4:4:4');
    const frame = bomb.indexOf(Buffer.from('ffc2', 'hex'));
    bomb.writeUInt16BE(9_900, frame + 5);
    bomb.writeUInt16BE(10_000, frame + 7);
    expect(await codeOf(bomb)).toBe('photo-too-complex');
    await expect(toAvatar(bomb)).rejects.toMatchObject({ body: { code: 'photo-damaged' } });
  });

  test('is refused with more scans than any program writes, each over all of it', async () => {
    const jpeg = await inScans('4:2:0');
    const last = jpeg.subarray(jpeg.lastIndexOf(Buffer.from('ffda', 'hex')), -2);
    const bomb = Buffer.concat([jpeg.subarray(0, -2), ...Array.from({ length: 100 }, () => last), jpeg.subarray(-2)]);
    expect(await codeOf(bomb)).toBe('photo-too-complex');
  });

  test('is read to its end where there is nothing but the beginnings of markers', async () => {
    const jpeg = await inScans('4:2:0');
    const data = Buffer.alloc(40_000_000, Buffer.from('ff00', 'hex'));
    expect(await codeOf(Buffer.concat([jpeg.subarray(0, -2), data]))).toBe('photo-damaged');
  });
});

describe('strange shapes', () => {
  test('a strip a million pixels wide and one high', async () => {
    expect(await codeOf(aBomb(1_000_000, 1))).toBe('accepted');
  });

  test('a strip a million pixels high and one wide', async () => {
    expect(await codeOf(aBomb(1, 1_000_000))).toBe('accepted');
  });

  test('one pixel', async () => {
    expect(await codeOf(aBomb(1, 1))).toBe('accepted');
  });

  test('a JPEG in more pieces than anybody looks at one by one', async () => {
    const jpeg = await aPicture('jpeg');
    // Tables that hold nothing, which decoders pass over.
    const tables = Buffer.alloc(400_000 * 4, Buffer.from('ffc40002', 'hex'));
    const bomb = Buffer.concat([jpeg.subarray(0, 2), tables, jpeg.subarray(2)]);
    expect(await codeOf(bomb)).toBe('accepted');
    expect(withoutMetadata(bomb, 'jpeg', 1)).toBeUndefined();
  });

  test('an animation of 10,000 frames, of which the first is shown', async () => {
    expect(await codeOf(await manyFrames(10_000))).toBe('accepted');
  });

  test('an animation of three million frames of one pixel, which nobody could take home', async () => {
    expect(await codeOf(tinyFrames(3_000_000))).toBe('photo-too-complex');
  });

  test('a moving WebP of a million pieces', async () => {
    const webp = await anAnimation('webp');
    const nothing = Buffer.alloc(1_000_000 * 8, Buffer.from('XXXX\0\0\0\0', 'latin1'));
    const bomb = Buffer.concat([webp, nothing]);
    bomb.writeUInt32LE(bomb.length - 8, 4);
    expect(await codeOf(bomb)).toBe('photo-too-complex');
  });

  test('an animation of nearly as many frames as are taken, which can be taken home', async () => {
    const gif = tinyFrames(90_000);
    expect(await codeOf(gif)).toBe('accepted');
    expect(withoutMetadata(gif, 'gif', 1)).toBeDefined();
  });
});

describe('a TIFF of many pages', () => {
  test('as scanners make them, is accepted', async () => {
    expect(await codeOf(pagesOf(200))).toBe('accepted');
  });

  test('is refused with more of them than anybody scans, as a photo and as a face', async () => {
    expect(await codeOf(pagesOf(2_001))).toBe('photo-too-complex');
    await expect(toAvatar(pagesOf(2_001))).rejects.toMatchObject({ body: { code: 'photo-damaged' } });
  });

  test('is refused where one follows itself', async () => {
    const loop = pagesOf(3);
    loop.writeUInt32LE(FIRST_PAGE_AT + PAGE_BYTES, loop.length - 4);
    expect(await codeOf(loop)).toBe('photo-too-complex');
  });

  test('is refused where two have the same very many fields', async () => {
    const pages = Buffer.concat([pagesOf(1), Buffer.alloc(800_000)]);
    const [one, other] = [FIRST_PAGE_AT + PAGE_BYTES, FIRST_PAGE_AT + PAGE_BYTES + 8];
    pages.writeUInt32LE(one, one - 4);
    for (const at of [one, other]) pages.writeUInt16LE(60_000, at);
    pages.writeUInt32LE(other, one + 2 + 60_000 * 12);
    expect(await codeOf(pages)).toBe('photo-too-complex');
  });
});

describe('what is no picture, whatever its name says', () => {
  test.each([
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['a drawing behind a declaration', '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a document', '%PDF-1.7\n1 0 obj'],
    ['a program', '#!/bin/sh\nrm -rf /'],
    ['an archive', 'PK\u0003\u0004'],
    ['a film for players', '\u001aE\u00df\u00a3matroska'],
    ['a scene of another program', 'id=ImageMagick\nclass=DirectClass'],
  ])('%s', async (_what, text) => {
    expect(await codeOf(text)).toBe('photo-not-an-image');
  });

  test('nothing at all', async () => {
    expect(await codeOf('')).toBe('photo-empty');
  });

  test.each(['\u00ff\u00d8\u00ff', '\u0089PNG\r\n\u001a\n', 'GIF89a', 'RIFF\0\0\0\0WEBP', 'II*\0'])(
    'only the first bytes of one: %j',
    async (head) => {
      expect(await codeOf(Buffer.from(head, 'latin1'))).toBe('photo-damaged');
    },
  );
});

describe('two things at once', () => {
  test('a page behind a JPEG is cut off before anybody gets it', async () => {
    const both = Buffer.concat([await aPicture('jpeg'), Buffer.from('<script>alert(1)</script>')]);
    expect(await codeOf(both)).toBe('accepted');
    expect(withoutMetadata(both, 'jpeg', 1)!.includes('<script>')).toBe(false);
  });

  test('a page in the comment of a GIF is cut out', async () => {
    const gif = await anAnimation('gif');
    const comment = Buffer.from('\u0021\u00fe\u0019<script>alert(1)</script>\0', 'latin1');
    const both = Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]);
    expect(await codeOf(both)).toBe('accepted');
    expect(withoutMetadata(both, 'gif', 1)!.includes('<script>')).toBe(false);
  });

  test('a PNG with the head of a JPEG before it is damaged', async () => {
    expect(await codeOf(Buffer.concat([Buffer.from('ffd8ff', 'hex'), await aPicture('png')]))).toBe('photo-damaged');
  });

  test('an archive behind a PNG is cut off', async () => {
    const both = Buffer.concat([await aPicture('png'), Buffer.from('PK\u0003\u0004secret')]);
    expect(await codeOf(both)).toBe('accepted');
    expect((await look(withoutMetadata(both, 'png', 1)!)).widthPx).toBe(400);
    expect(withoutMetadata(both, 'png', 1)!.includes('secret')).toBe(false);
  });
});

/** A whole TIFF of one bit a pixel, deflated into one strip, or said to be one tile. Source: TIFF 6.0, sections 3 and 15. */
function tiffOf(width: number, height: number, tilePx?: number): Buffer {
  const strip = deflateSync(Buffer.alloc(Math.ceil(width / 8) * height));
  const fields: (readonly [tag: number, type: 3 | 4, value: number])[] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 1],
    [259, 3, 8],
    [262, 3, 1],
    ...(tilePx === undefined ? ([[273, 4, 8]] as const) : []),
    [277, 3, 1],
    ...(tilePx === undefined
      ? ([
          [278, 4, height],
          [279, 4, strip.length],
        ] as const)
      : ([
          [322, 4, tilePx],
          [323, 4, tilePx],
          [324, 4, 8],
          [325, 4, strip.length],
        ] as const)),
  ];
  const head = Buffer.from('49492a0000000000', 'hex');
  head.writeUInt32LE(8 + strip.length, 4);
  const directory = Buffer.alloc(2 + fields.length * 12 + 4);
  directory.writeUInt16LE(fields.length);
  for (const [i, [tag, type, value]] of fields.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(type, 4 + i * 12);
    directory.writeUInt32LE(1, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  }
  return Buffer.concat([head, strip, directory]);
}

const FIRST_PAGE_AT = 12;
const PAGE_BYTES = 114;

/** A TIFF of so many pages, all of the same grey pixel. Source: TIFF 6.0, section 2. */
function pagesOf(count: number): Buffer {
  const fields = [
    [256, 1],
    [257, 1],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 8],
    [277, 1],
    [278, 1],
    [279, 1],
  ] as const;
  const tiff = Buffer.alloc(FIRST_PAGE_AT + count * PAGE_BYTES, 0);
  tiff.write('II*\0\x0c\0\0\0\x80', 0, 'latin1');
  for (let page = 0; page < count; page++) {
    const at = FIRST_PAGE_AT + page * PAGE_BYTES;
    tiff.writeUInt16LE(fields.length, at);
    for (const [i, [tag, value]] of fields.entries()) {
      tiff.writeUInt16LE(tag, at + 2 + i * 12);
      tiff.writeUInt16LE(3, at + 4 + i * 12);
      tiff.writeUInt32LE(1, at + 6 + i * 12);
      tiff.writeUInt32LE(value, at + 10 + i * 12);
    }
    if (page < count - 1) tiff.writeUInt32LE(at + PAGE_BYTES, at + PAGE_BYTES - 4);
  }
  return tiff;
}

/** The second frame of a small animation, again and again. */
async function manyFrames(count: number): Promise<Buffer> {
  const gif = await anAnimation('gif');
  const frame = gif.subarray(gif.lastIndexOf(Buffer.from('21f904', 'hex')), -1);
  return Buffer.concat([gif.subarray(0, -1), ...Array.from({ length: count }, () => frame), gif.subarray(-1)]);
}

/** An animation of frames of one pixel, 15 bytes each. Source: GIF89a specification, sections 18 to 22. */
function tinyFrames(count: number): Buffer {
  const screen = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  const frame = Buffer.from('2c00000000010001000002024c0100', 'hex');
  return Buffer.concat([screen, Buffer.alloc(count * frame.length, frame), Buffer.from(';', 'latin1')]);
}
