// Pictures for tests, made on the spot.
import { crc32, deflateSync } from 'node:zlib';
import fs from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { PictureType } from './sniff.ts';

/** A scene with a corner to tell which way is up: red in the upper left, blue elsewhere, with some texture to compress. */
export async function aPicture(type: PictureType, widthPx = 400, heightPx = 300): Promise<Buffer> {
  return type === 'heic' ? aHeic('telling') : pictureOf(widthPx, heightPx).toFormat(type).toBuffer();
}

/**
 * The same scene, 400 by 300, written by libheif's `heif-enc`, for nothing in npm writes HEIC: with all that a camera
 * tells, a small copy and the profile Display P3; with its lower half transparent; with ten bits a channel.
 */
export const aHeic = (variant: 'telling' | 'transparent' | 'ten-bit'): Promise<Buffer> =>
  fs.readFile(path.join(import.meta.dirname, 'made-pictures', `${variant}.heic`));

/** Display P3, with the tag in which a display's maker writes its serial number. */
export const tellingProfile = path.join(import.meta.dirname, 'made-pictures', 'telling-display.icc');

const flop = (picture: Sharp) => picture.flop();
const turn = (degrees: number) => (picture: Sharp) => picture.rotate(degrees);
const UNDO: Record<number, ((picture: Sharp) => Sharp)[]> = {
  1: [],
  2: [flop],
  3: [turn(180)],
  4: [turn(180), flop],
  5: [turn(90), flop],
  6: [turn(270)],
  7: [turn(270), flop],
  8: [turn(90)],
};

/** An upright scene stored so that it must be turned by `orientation` (1 to 8) to be seen. */
export async function anOrientedJpeg(orientation: number, widthPx = 400, heightPx = 300): Promise<Buffer> {
  let stored = await pictureOf(widthPx, heightPx).png().toBuffer();
  for (const step of UNDO[orientation]!) stored = await step(sharp(stored)).png().toBuffer();
  return sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}

/** A JPEG, PNG, WebP, AVIF or HEIC that says when, where and with which camera it was taken. */
export async function aTellingPicture(type: PictureType, orientation = 1): Promise<Buffer> {
  if (type === 'heic') return aHeic('telling');
  return pictureOf(400, 300)
    .withExif({
      IFD0: { Make: 'SecretMake', Model: 'SecretModel', Artist: 'SecretArtist', Orientation: String(orientation) },
      IFD2: {
        BodySerialNumber: 'SecretSerial',
        DateTimeOriginal: '2024:05:03 14:02:11',
        OffsetTimeOriginal: '+02:00',
      },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSLongitudeRef: 'W' },
    })
    .withMetadata({ orientation })
    .withIccProfile(tellingProfile)
    .toFormat(type)
    .toBuffer();
}

/** A whole and correct PNG of one colour: very many pixels in few bytes. */
export function aBomb(widthPx: number, heightPx: number): Buffer {
  // One bit a pixel, grey.
  return aBlankPng(widthPx, heightPx, [1, 0], heightPx * (1 + Math.ceil(widthPx / 8)));
}

/** Where the seven passes of Adam7 begin, and how far their pixels are apart. Source: PNG (third edition), 8.1. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The same with four channels of 16 bits, interlaced: to be seen, all of it has to be held. */
export function aDeepInterlacedBomb(widthPx: number, heightPx: number): Buffer {
  const byteCount = PASSES.reduce(
    (sum, [x, y, dx, dy]) => sum + Math.ceil((heightPx - y) / dy) * (1 + 8 * Math.ceil((widthPx - x) / dx)),
    0,
  );
  return aBlankPng(widthPx, heightPx, [16, 6, 0, 0, 1], byteCount);
}

/** `kind`: depth, colour type, and what follows them in IHDR. Source: PNG (third edition), 11.2.1. */
function aBlankPng(widthPx: number, heightPx: number, kind: readonly number[], byteCount: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set(kind, 8);
  const rows = Buffer.alloc(byteCount);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

/** A TIFF of 16 by 16 pixels, uncompressed; `more` are fields of short numbers, at most two each. Source: TIFF 6.0, section 2. */
export function aTiff(
  { photometric, channels, bits }: { photometric: number; channels: number; bits: number },
  pixels: Buffer,
  more: readonly (readonly [tag: number, ...values: number[]])[] = [],
): Buffer {
  const fields = [
    [256, 16],
    [257, 16],
    [258, bits],
    [259, 1],
    [262, photometric],
    [273, 0],
    [277, channels],
    [278, 16],
    [279, pixels.length],
    ...more,
  ] as const;
  const head = Buffer.alloc(8 + 2 + fields.length * 12 + 4);
  head.write('II*\0\x08', 0, 'latin1');
  head.writeUInt16LE(fields.length, 8);
  for (const [i, [tag, value, second]] of fields.entries()) {
    head.writeUInt16LE(tag, 10 + i * 12);
    head.writeUInt16LE(3, 12 + i * 12);
    head.writeUInt32LE(second === undefined ? 1 : 2, 14 + i * 12);
    head.writeUInt16LE(tag === 273 ? head.length : value, 18 + i * 12);
    head.writeUInt16LE(second ?? 0, 20 + i * 12);
  }
  return Buffer.concat([head, pixels]);
}

/** With its length and its checksum. Source: PNG (third edition), 5.3. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** An animation of two frames. */
export async function anAnimation(type: 'gif' | 'webp'): Promise<Buffer> {
  const frames = [
    await aPicture('png', 64, 64),
    await sharp(await aPicture('png', 64, 64))
      .negate()
      .png()
      .toBuffer(),
  ];
  return sharp(frames, { join: { animated: true } })
    .toFormat(type)
    .toBuffer();
}

/** A moving WebP that lies on its side, of so many frames of one colour. Source: RFC 9649, 2.7. */
export async function aTurnedAnimation(frameCount: number, widthPx: number, heightPx: number): Promise<Buffer> {
  const frame = (background: string) =>
    sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
      .png()
      .toBuffer();
  const webp = await sharp([await frame('#824'), await frame('#286')], { join: { animated: true } })
    .withMetadata({ orientation: 6 })
    .webp({ effort: 0 })
    .toBuffer();
  const last = webp.lastIndexOf('ANMF', undefined, 'latin1');
  const end = last + 8 + webp.readUInt32LE(last + 4);
  const more = Array.from({ length: frameCount - 2 }, () => webp.subarray(last, end + (end % 2)));
  const whole = Buffer.concat([webp.subarray(0, last), ...more, webp.subarray(last)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

function pictureOf(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const inCorner = x < width / 2 && y < height / 2;
      pixels[at] = inCorner ? 220 : 20;
      pixels[at + 1] = 40 + (((x * 7) ^ (y * 13)) & 31);
      pixels[at + 2] = inCorner ? 20 : 220;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** The type, size and embedded metadata of some bytes, and the colour of the middle of each quarter. */
export async function look(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const found = await sharp(bytes, { pages: -1 }).metadata();
  const at = (fx: number, fy: number) => {
    const from = (Math.floor(info.height * fy) * info.width + Math.floor(info.width * fx)) * info.channels;
    return data[from]! > data[from + 2]! ? 'red' : 'blue';
  };
  return {
    format: found.format,
    widthPx: info.width,
    heightPx: info.height,
    pages: found.pages ?? 1,
    orientation: found.orientation,
    space: found.space,
    embedded: { exif: found.exif, xmp: found.xmp, iptc: found.iptc },
    quarters: [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)],
  };
}
