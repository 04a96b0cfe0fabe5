// Colours, depth and transparency, compared by figure with what was painted.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAvatar } from './avatar.ts';
import { develop } from './develop.ts';
import { onlyColours } from './colour-profile.ts';
import { aHeic, aTiff, tellingProfile } from './made-pictures.fixture.ts';
import { withoutMetadata } from './original.ts';
import {
  coloursIn as coloursOf,
  distance,
  everyRenditionOf,
  PATCH_PX,
  renditionsOf,
  type Colour,
} from './patches.fixture.ts';
import { reencode } from './pictures.ts';

/** Left to right; all of them inside sRGB, as most of a photo is. */
const PATCHES: readonly Colour[] = [
  [220, 60, 40],
  [40, 180, 80],
  [50, 80, 200],
  [128, 128, 128],
];

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'colours-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

function painted(patches = PATCHES): Sharp {
  const [width, height] = [patches.length * PATCH_PX, PATCH_PX];
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at++) pixels.set(patches[Math.floor((at % width) / PATCH_PX)]!, at * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const coloursIn = (bytes: Buffer) => coloursOf(bytes, PATCHES.length);

/** In Display P3 the same colours have smaller numbers. Source: SMPTE EG 432-1 primaries, D65; the curve is sRGB's. */
function toP3(colour: Colour): Colour {
  const [r, g, b] = colour.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  const linear = [0.8225 * r! + 0.1774 * g!, 0.0332 * r! + 0.9669 * g!, 0.0171 * r! + 0.0724 * g! + 0.9108 * b!];
  const [x, y, z] = linear.map((value) =>
    Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)),
  );
  return [x!, y!, z!];
}

describe('colours', () => {
  test('of a phone with a wide gamut are the painted ones in every rendition', async () => {
    const wide = await painted().withIccProfile('p3').jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const stored = await coloursIn(
      await sharp(wide)
        .keepIccProfile()
        .png()
        .toBuffer()
        .then((png) => withoutProfile(png)),
    );
    expect(distance(stored, PATCHES.map(toP3))).toBeLessThanOrEqual(3);
    expect(distance(stored, PATCHES)).toBeGreaterThan(15);
    for (const rendition of (await renditionsOf(wide)).values())
      expect(distance(await coloursIn(rendition), PATCHES)).toBeLessThanOrEqual(5);
  });

  test.each([
    ['a PNG (cICP)', aNamedPng],
    ['an AVIF (nclx)', aNamedAvif],
  ] as const)(
    'of a wide gamut that %s names without a profile are the painted ones in every rendition',
    async (_in, made) => {
      const named = await made(12, 13);
      expect((await sharp(named).metadata()).icc).toBeUndefined();
      expect(distance(await coloursIn(named), PATCHES)).toBeGreaterThan(15);
      for (const rendition of (await renditionsOf(named)).values())
        expect(distance(await coloursIn(rendition), PATCHES)).toBeLessThanOrEqual(5);
    },
  );

  test.each([
    ['sRGB', 1, 13],
    ['light as bright as the sun', 12, 16],
  ] as const)('are the bytes as they are where the file names %s', async (_what, primaries, curve) => {
    for (const made of [aNamedPng, aNamedAvif])
      for (const rendition of (await renditionsOf(await made(primaries, curve))).values())
        expect(distance(await coloursIn(rendition), PATCHES.map(toP3))).toBeLessThanOrEqual(5);
  });

  test('of a wide gamut that an AVIF names without a profile are kept by the JPEG that is taken home', async () => {
    const file = path.join(folder, 'named.avif');
    await fs.writeFile(file, await aNamedAvif(12, 13));
    const jpeg = withoutMetadata(await reencode(file, 'avif'), 'jpeg', 1)!;
    const seen = await sharp(jpeg).toColourspace('srgb').png().toBuffer();
    expect(distance(await coloursIn(seen), PATCHES)).toBeLessThanOrEqual(5);
  });

  test.each([
    ['PNG', aNamedPng],
    ['AVIF', aNamedAvif],
  ] as const)('of a wide gamut that the %s of a face names are the painted ones', async (_in, made) => {
    const face = await toAvatar(await made(12, 13, [PATCHES[0]!, PATCHES[0]!]));
    expect(distance(await coloursOf(Buffer.from(face), 1), [PATCHES[0]!])).toBeLessThanOrEqual(5);
    const plain = await toAvatar(await made(1, 13, [PATCHES[0]!, PATCHES[0]!]));
    expect(distance(await coloursOf(Buffer.from(plain), 1), [toP3(PATCHES[0]!)])).toBeLessThanOrEqual(5);
  });

  test('of a wide gamut are all that is said by what is made of a HEIC, with parts that are transparent, too', async () => {
    for (const [variant, type] of [
      ['ten-bit', 'jpeg'],
      ['transparent', 'png'],
    ] as const) {
      const made = await develop(await aHeic(variant), await fs.readFile(tellingProfile));
      const { icc } = await sharp(made.bytes).metadata();
      expect([made.type, icc]).toEqual([type, onlyColours(await fs.readFile(tellingProfile))]);
      const red = await sharp(made.bytes).toColourspace('srgb').removeAlpha().raw().toBuffer();
      // In P3 the red of the corner is brighter than what the same numbers say in sRGB.
      expect(red[(60 * 400 + 80) * 3]).toBeGreaterThan(228);
    }
  });

  test.each(['png', 'tiff'] as const)('of 16 bits in a %s are the painted ones', async (type) => {
    const deep = type === 'png' ? await painted().toColourspace('rgb16').png().toBuffer() : await aDeepTiff();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    for (const rendition of (await renditionsOf(deep)).values())
      expect(distance(await coloursIn(rendition), PATCHES)).toBeLessThanOrEqual(5);
  });

  test('of a TIFF in other numbers than red, green and blue are the painted ones', async () => {
    const shared = Buffer.alloc(64 * 6, Buffer.from([76, 76, 76, 76, 85, 255]));
    const lab = Buffer.alloc(256 * 6, Buffer.from('ad870050' + '0043', 'hex'));
    const jpeg = sharp({ create: { width: 16, height: 16, channels: 3, background: '#fe0000' } });
    for (const made of [
      // A colour for each four pixels.
      aTiff({ photometric: 6, channels: 3, bits: 8 }, shared),
      aTiff({ photometric: 8, channels: 3, bits: 16 }, lab),
      await jpeg.tiff({ compression: 'jpeg' }).toBuffer(),
      await jpeg.tiff({ compression: 'jpeg', quality: 100 }).toBuffer(),
    ])
      for (const rendition of (await renditionsOf(made)).values())
        expect(distance(await coloursOf(rendition, 1), [[254, 0, 0]])).toBeLessThanOrEqual(6);
  });

  test('of one grey channel are grey', async () => {
    const grey = await sharp({ create: { width: 256, height: 64, channels: 3, background: '#808080' } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    for (const rendition of (await renditionsOf(grey)).values())
      expect(
        distance(
          await coloursIn(rendition),
          PATCHES.map(() => [128, 128, 128]),
        ),
      ).toBeLessThanOrEqual(3);
  });

  test.each([
    ['telling', 3],
    ['ten-bit', 3],
    ['transparent', 4],
  ] as const)('of a HEIC (%s) are the painted ones', async (variant, channels) => {
    for (const [format, rendition] of await renditionsOf(await aHeic(variant))) {
      const { data, info } = await sharp(rendition).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels]).toEqual([400, 300, format === 'jpg' ? 3 : channels]);
      const red = (60 * 400 + 80) * info.channels;
      const blue = (60 * 400 + 300) * info.channels;
      expect(distance([[data[red]!, 0, data[red + 2]!]], [[220, 0, 20]])).toBeLessThanOrEqual(12);
      expect(distance([[data[blue]!, 0, data[blue + 2]!]], [[20, 0, 220]])).toBeLessThanOrEqual(12);
    }
  });
});

test.each([
  ['png', 64],
  ['png', 700],
  ['png', 2600],
  ['webp', 64],
  ['webp', 700],
  ['avif', 64],
  ['avif', 700],
  ['tiff', 64],
  ['tiff', 700],
] as const)(
  'what is transparent in a %s of %i px stays so at every width, and is white in a JPEG',
  async (type, width) => {
    const half = sharp({
      create: { width, height: 16, channels: 4, background: { r: 100, g: 0, b: 0, alpha: 0.5 } },
    });
    const made = await everyRenditionOf(
      await (type === 'tiff' ? half.tiff({ compression: 'lzw' }) : half.toFormat(type)).toBuffer(),
    );
    for (const { name, bytes } of made) {
      const [r, g, b, alpha] = await sharp(bytes).raw().toBuffer();
      const isJpeg = name.endsWith('jpg');
      const expected = isJpeg ? [177, 127, 127] : [100, 0, 0];
      expect(distance([[r!, g!, b!]], [expected as unknown as Colour]), name).toBeLessThanOrEqual(6);
      if (!isJpeg) expect(Math.abs(alpha! - 128)).toBeLessThanOrEqual(2);
    }
  },
);

test('what is transparent in a face has its colours', async () => {
  const half = sharp({
    create: { width: 512, height: 512, channels: 4, background: { r: 100, g: 0, b: 0, alpha: 0.5 } },
  });
  const [r, , , alpha] = await sharp(await toAvatar(await half.png().toBuffer()))
    .raw()
    .toBuffer();
  expect(Math.abs(r! - 100)).toBeLessThanOrEqual(6);
  expect(Math.abs(alpha! - 128)).toBeLessThanOrEqual(2);
});

/** The patches in the numbers of Display P3, with colours named by code. Source: PNG (third edition), 11.3.2.6. */
async function aNamedPng(primaries: number, curve: number, patches = PATCHES): Promise<Buffer> {
  const png = await painted(patches.map(toP3)).png().toBuffer();
  const content = Buffer.from([...Buffer.from('cICP', 'latin1'), primaries, curve, 0, 1]);
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** The same as an AVIF, whose encoder writes no `colr` of its own. Source: ISO/IEC 14496-12, 12.1.5; ISO/IEC 23008-12, 9.3. */
async function aNamedAvif(primaries: number, curve: number, patches = PATCHES): Promise<Buffer> {
  const avif = await painted(patches.map(toP3)).avif({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  const colr = Buffer.from('00000013' + Buffer.from('colrnclx', 'latin1').toString('hex') + '00000000000680', 'hex');
  colr.writeUInt16BE(primaries, 12);
  colr.writeUInt16BE(curve, 14);
  const at = (type: string) => avif.indexOf(type, 0, 'latin1') - 4;
  const grow = (type: string, by: number) => avif.writeUInt32BE(avif.readUInt32BE(at(type)) + by, at(type));
  const [ipma, mdat] = [at('ipma'), at('mdat')];
  // One more property of the only item, the fourth; the picture itself moves.
  avif[ipma + 18]! += 1;
  const base = at('iloc') + 20;
  avif.writeUInt32BE(avif.readUInt32BE(base) + colr.length + 1, base);
  for (const type of ['meta', 'iprp']) grow(type, colr.length + 1);
  grow('ipco', colr.length);
  grow('ipma', 1);
  return Buffer.concat([
    avif.subarray(0, ipma),
    colr,
    avif.subarray(ipma, mdat),
    Buffer.from([4]),
    avif.subarray(mdat),
  ]);
}

/** The painted patches with 16 bits a channel, uncompressed, which sharp does not write. Source: TIFF 6.0, section 2. */
async function aDeepTiff(): Promise<Buffer> {
  const { data, info } = await painted().raw().toBuffer({ resolveWithObject: true });
  const fields: [tag: number, type: 3 | 4, count: number, value: number][] = [
    [256, 4, 1, info.width],
    [257, 4, 1, info.height],
    [258, 3, 3, 0],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, 0],
    [277, 3, 1, 3],
    [278, 4, 1, info.height],
    [279, 4, 1, data.length * 2],
  ];
  const headBytes = 8 + 2 + fields.length * 12 + 4;
  const file = Buffer.alloc(headBytes + 6 + data.length * 2);
  file.write('II*\0\x08', 0, 'latin1');
  file.writeUInt16LE(fields.length, 8);
  for (const [i, [tag, type, count, value]] of fields.entries()) {
    file.writeUInt16LE(tag, 10 + i * 12);
    file.writeUInt16LE(type, 12 + i * 12);
    file.writeUInt32LE(count, 14 + i * 12);
    file.writeUInt32LE(tag === 258 ? headBytes : tag === 273 ? headBytes + 6 : value, 18 + i * 12);
  }
  for (let i = 0; i < 3; i++) file.writeUInt16LE(16, headBytes + i * 2);
  for (const [i, value] of data.entries()) file.writeUInt16LE(value * 257, headBytes + 6 + i * 2);
  return file;
}

/** The same pixels, said to be in no colours in particular. */
function withoutProfile(png: Buffer): Buffer {
  const at = png.indexOf('iCCP', 0, 'latin1') - 4;
  return Buffer.concat([png.subarray(0, at), png.subarray(at + 12 + png.readUInt32BE(at))]);
}
