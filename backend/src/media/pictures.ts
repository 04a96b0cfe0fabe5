// Decoding and encoding. The only file that knows sharp; nothing here runs on the event loop for longer than a call takes.
import fs from 'node:fs/promises';
import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import {
  RENDITION_FORMATS,
  renditionWidths,
  type RenditionFormat,
  type RenditionName,
  type RenditionWidth,
} from '@zoetrope/contract/media.ts';
import { takenAtOf } from './exif.ts';
import type { PictureType } from './sniff.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';

// Every picture is seen once: a cache of decoded pixels would only hold memory.
sharp.cache(false);
// Parallelism is across pictures (PICTURES_AT_ONCE); threads within one would take the core that answers requests.
sharp.concurrency(1);
// Readers for what nobody may upload (SVG, PDF, and whatever a system's own libvips brings) cannot be reached by any bytes.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff'].map((name) => `VipsForeignLoad${name}`) });

export interface PictureHeader {
  readonly type: PictureType | undefined;
  /** As stored, before turning. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 to 8, as in EXIF. */
  readonly orientation: number;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
  /** ICC, where the file has one. */
  readonly profile: Buffer | undefined;
}

export interface Rendition {
  readonly name: RenditionName;
  readonly bytes: Buffer;
}

const DECODE = {
  limitInputPixels: LIMITS.photoPixels,
  // 'error' refuses truncated and corrupt data; 'warning' would refuse the slips of some phones' own encoders too.
  failOn: 'error',
  sequentialRead: true,
  pages: 1,
} as const;
const DECODE_TIMEOUT = { seconds: 30 };

/** WebP refuses more than 16,383 pixels a side; a rendition is at most this many times as tall as it is wide. */
const TALLEST = 7;
const THUMB_PX = 100;

// Quality: no difference to the eye on a phone. Effort: on a 2048 px photo WebP's default of 4 takes 440-1,230 ms, 2 takes
// 160-320 ms for 4 % more bytes (three photos, one thread).
const encode: Record<RenditionFormat, (picture: Sharp) => Sharp> = {
  webp: (picture) => picture.webp({ quality: 78, effort: 2 }),
  // JPEG has no transparency: what shines through is white, as on paper.
  jpg: (picture) => picture.flatten({ background: '#fff' }).jpeg({ quality: 80 }),
};

/**
 * What the file says of itself. No pixel is decoded, whatever size it claims.
 * Errors: Undecodable.
 */
export async function readHeader(file: string | Uint8Array): Promise<PictureHeader> {
  const found = await decoding(() => sharp(file, { ...DECODE, limitInputPixels: false }).metadata());
  return {
    type: typeOf(found),
    widthPx: found.width,
    heightPx: found.pageHeight ?? found.height,
    orientation: found.orientation ?? 1,
    takenAt: await takenAtIn(file, found),
    profile: found.icc,
  };
}

/**
 * Decodes the whole file, small, and gives its thumbhash in base64. Proves that every byte is there and makes sense.
 * About 40 ms for a JPEG of 12 megapixels, since libjpeg decodes it at an eighth.
 * Errors: Undecodable.
 */
export async function toPlaceholder(file: string | Buffer): Promise<string> {
  const { data, info } = await decoding(() =>
    sharp(file, DECODE)
      .autoOrient()
      .resize(THUMB_PX, THUMB_PX, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .timeout(DECODE_TIMEOUT)
      .toBuffer({ resolveWithObject: true }),
  );
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/**
 * Every rendition of a photo from one decode: upright, sRGB, without metadata, never enlarged; of an animation the
 * first frame.
 *
 * Shape: the one that a grid on a phone wants comes first, then ascending; the next is made when it is asked for.
 * Errors: Undecodable.
 */
export async function* renderPhoto(file: string): AsyncGenerator<Rendition> {
  const whole = await decodeAtMost(file, 2048);
  const widths = renditionWidths(whole.info.width);
  for (const width of firstSeenFirst(widths)) {
    const picture = sharp(whole.data, { raw: whole.info });
    const pixels = await picture
      .resize({ width, withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    for (const format of RENDITION_FORMATS) {
      const bytes = await encode[format](sharp(pixels.data, { raw: pixels.info }))
        .timeout(DECODE_TIMEOUT)
        .toBuffer();
      yield { name: `w${width}.${format}`, bytes };
    }
  }
}

/** What `reencode` writes: the same format where it is quick enough, else what every program opens. */
export const reencodedType = (type: PictureType): PictureType =>
  type === 'tiff' ? 'png' : type === 'avif' || type === 'heic' ? 'jpeg' : type;

/**
 * The whole picture again without its metadata, upright, for files that cannot be taken apart and put together.
 *
 * Lossy formats lose a little: quality 92. An animation stays one. A TIFF becomes a PNG of the same depth; an AVIF becomes a
 * JPEG, for encoding AVIF at full size takes minutes. Colours stay the file's own, with their profile.
 * Errors: Undecodable.
 */
export async function reencode(file: string, type: PictureType): Promise<Buffer> {
  const isMoving = type === 'gif' || type === 'webp';
  return decoding(async () => {
    const { depth } = await sharp(file, DECODE).metadata();
    const picture = sharp(file, { ...DECODE, pages: isMoving ? -1 : 1 })
      .autoOrient()
      .keepIccProfile()
      .toColourspace(depth === 'ushort' ? 'rgb16' : 'srgb')
      .timeout(DECODE_TIMEOUT);
    if (type === 'png' || type === 'tiff') return picture.png({ compressionLevel: 4 }).toBuffer();
    if (type === 'gif') return picture.gif({ effort: 1 }).toBuffer();
    if (type === 'webp') return picture.webp({ quality: 92, effort: 2 }).toBuffer();
    return picture.flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer();
  });
}

/**
 * A square face of 256 px in WebP, cut around what catches the eye.
 * Errors: Undecodable.
 */
export async function renderAvatar(bytes: Uint8Array): Promise<Buffer> {
  return decoding(() =>
    sharp(bytes, DECODE)
      .autoOrient()
      .resize(256, 256, { fit: 'cover', position: 'attention' })
      .toColourspace('srgb')
      .webp({ quality: 82, effort: 2 })
      .timeout(DECODE_TIMEOUT)
      .toBuffer(),
  );
}

async function decodeAtMost(file: string, width: RenditionWidth): Promise<{ data: Buffer; info: OutputInfo }> {
  return decoding(() =>
    sharp(file, DECODE)
      .autoOrient()
      .resize({ width, height: width * TALLEST, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .timeout(DECODE_TIMEOUT)
      .toBuffer({ resolveWithObject: true }),
  );
}

/** A TIFF is laid out as an EXIF block is, and is not one to sharp. */
async function takenAtIn(file: string | Uint8Array, { exif, format }: Metadata): Promise<string | null> {
  const block = format !== 'tiff' ? exif : typeof file === 'string' ? await fs.readFile(file) : file;
  return block ? takenAtOf(block) : null;
}

function firstSeenFirst(widths: readonly RenditionWidth[]): RenditionWidth[] {
  const seenFirst = widths.includes(640) ? 640 : widths[0]!;
  return [seenFirst, ...widths.filter((width) => width !== seenFirst)];
}

const READ_BY_SHARP = ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const;

function typeOf({ format, compression }: Metadata): PictureType | undefined {
  if (format === 'heif') return compression === 'av1' ? 'avif' : compression === 'hevc' ? 'heic' : undefined;
  return READ_BY_SHARP.find((type) => type === format);
}

/** What sharp rejects with while reading a file is about the file; a full disk or a bug shows elsewhere. */
async function decoding<T>(work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } catch (error) {
    if (performance.now() - startedAt >= DECODE_TIMEOUT.seconds * 1000) throw new TooHeavy('a picture took too long');
    throw new Undecodable('the picture cannot be decoded', { cause: error });
  }
}

/** A JPEG of raw pixels: red, green and blue, a byte each, row by row. */
export function toJpeg(raw: { widthPx: number; heightPx: number; pixels: Uint8Array }): Promise<Buffer> {
  const { widthPx: width, heightPx: height, pixels } = raw;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer();
}

/** Pixels as a file: a JPEG without visible loss, or a PNG. */
export function fromPixels(
  raw: { widthPx: number; heightPx: number; channels: 3 | 4; pixels: Uint8Array },
  type: 'jpeg' | 'png',
): Promise<Buffer> {
  const { widthPx: width, heightPx: height, channels, pixels } = raw;
  const picture = sharp(pixels, { raw: { width, height, channels }, limitInputPixels: LIMITS.photoPixels });
  return (type === 'png' ? picture.png({ compressionLevel: 4 }) : picture.jpeg({ quality: 95 })).toBuffer();
}

let p3: Promise<Buffer> | undefined;

/** The ICC profile of Display P3, which sharp has inside. */
export function displayP3(): Promise<Buffer> {
  p3 ??= (async () => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
    const { icc } = await sharp(await dot.withIccProfile('p3').png().toBuffer()).metadata();
    return icc!;
  })();
  return p3;
}
