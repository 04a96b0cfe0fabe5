// What a picture file says of itself, and pictures as other files. Renditions have a file of their own.
import fs from 'node:fs/promises';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { placeOf, takenAtOf, type Place } from './exif.ts';
import { assertBearableJpeg } from './jpeg-work.ts';
import { jpegWithProfile, NAMED_WITHIN_BYTES, namesDisplayP3, pngWithProfile } from './named-colours.ts';
import { DECODE, DECODE_TIMEOUT, decoding, fromDecoded, sharp, type Metadata, type Pixels } from './sharp.ts';
import type { PictureType } from './sniff.ts';
import { TooHeavy } from './undecodable.ts';

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
  /** Whether its decoder goes over all of it more than once, and so holds all of it. */
  readonly isInPasses: boolean;
  /** Whether parts of it may be. */
  readonly isTransparent: boolean;
  /** Of all its pixels, decoded. */
  readonly byteCount: number;
}

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
    isInPasses: found.isProgressive,
    isTransparent: found.hasAlpha,
    byteCount: found.width * found.height * found.channels * (found.depth === 'ushort' ? 2 : 1),
  };
}

/**
 * What one picture may hold while it is decoded: the largest one with a byte for each of four channels. Of 16-bit PNGs it is 50
 * megapixels interlaced; as rows they may be as large as any. Measured: the decode takes a tenth more than that.
 * Errors: TooHeavy.
 * Source: PNG (third edition), 8.1: the passes of an interlaced one go over all of its rows.
 */
export async function assertHeld(header: PictureHeader, file: string | Buffer): Promise<void> {
  const { type, isInPasses, byteCount } = header;
  if (!isInPasses) return;
  if (type === 'jpeg') assertBearableJpeg(typeof file === 'string' ? await fs.readFile(file) : file);
  if (type === 'png' && byteCount > 4 * LIMITS.photoPixels)
    throw new TooHeavy('an interlaced picture takes too much memory');
}

/** Where the file says that it was taken. Errors: Undecodable. */
export async function readPlace(file: string): Promise<Place | null> {
  const { exif } = await decoding(() => sharp(file, { ...DECODE, limitInputPixels: false }).metadata());
  return exif ? placeOf(exif) : null;
}

export const mayMove = (type: PictureType): boolean => type === 'gif' || type === 'webp';

/** What `reencode` writes: the same format where it is quick enough, else what every program opens. */
export const reencodedType = (type: PictureType): PictureType =>
  type === 'tiff' ? 'png' : type === 'avif' || type === 'heic' ? 'jpeg' : type;

/**
 * The whole picture again without its metadata, upright, for files that cannot be taken apart and put together.
 *
 * Lossy formats lose a little: quality 92. An animation stays one, unless its first frame alone is asked for. A TIFF becomes a PNG
 * of the same depth; an AVIF becomes a JPEG, for encoding AVIF at full size takes minutes. Colours stay the file's own, with their profile; ink and grey
 * become sRGB.
 * Errors: Undecodable.
 */
export async function reencode(file: string, type: PictureType, frames: 'all' | 'first' = 'all'): Promise<Buffer> {
  const isWhole = mayMove(type) && frames === 'all';
  return decoding(async () => {
    const { depth, space } = await sharp(file, DECODE).metadata();
    const turned = sharp(file, { ...DECODE, pages: isWhole ? -1 : 1 }).autoOrient();
    // Told to keep a profile of ink or of grey, sharp would leave it out and take the pixels for those of another one.
    const picture = (space?.includes('rgb') ? turned.keepIccProfile() : turned)
      .toColourspace(depth === 'ushort' ? 'rgb16' : 'srgb')
      .timeout(DECODE_TIMEOUT);
    if (type === 'png' || type === 'tiff') return picture.png({ compressionLevel: 4 }).toBuffer();
    if (type === 'gif') return picture.gif({ effort: 1 }).toBuffer();
    if (type === 'webp') return picture.webp({ quality: 92, effort: 2 }).toBuffer();
    const jpeg = await picture.flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer();
    return type === 'avif' && (await isInDisplayP3(file)) ? jpegWithProfile(jpeg, await displayP3()) : jpeg;
  });
}

/** Whether a file names Display P3 without a profile: its decoded pixels are of those colours, and say nothing of it. */
export async function isInDisplayP3(file: string | Buffer): Promise<boolean> {
  if (typeof file !== 'string') return namesDisplayP3(file);
  const handle = await fs.open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(NAMED_WITHIN_BYTES), 0, NAMED_WITHIN_BYTES, 0);
    return namesDisplayP3(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/**
 * Pixels that are of Display P3 in sRGB. Only a file can say in which colours pixels are: they go through one that is not
 * compressed.
 */
export async function fromDisplayP3(pixels: Pixels): Promise<Pixels> {
  const png = await fromDecoded(pixels).png({ compressionLevel: 0 }).toBuffer();
  const profiled = pngWithProfile(png, await displayP3());
  return decoding(() =>
    sharp(profiled, DECODE).toColourspace('srgb').raw().timeout(DECODE_TIMEOUT).toBuffer({ resolveWithObject: true }),
  );
}

/**
 * A square face of 256 px in WebP, cut around what catches the eye.
 * Errors: Undecodable.
 */
export async function renderAvatar(bytes: Buffer): Promise<Buffer> {
  const cut = await decoding(() =>
    sharp(bytes, DECODE)
      .autoOrient()
      .resize(256, 256, { fit: 'cover', position: 'attention' })
      .toColourspace('srgb')
      .raw()
      .timeout(DECODE_TIMEOUT)
      .toBuffer({ resolveWithObject: true }),
  );
  const seen = (await isInDisplayP3(bytes)) ? await fromDisplayP3(cut) : cut;
  return fromDecoded(seen).webp({ quality: 82, effort: 2 }).toBuffer();
}

/** A TIFF is laid out as an EXIF block is, and is not one to sharp. */
async function takenAtIn(file: string | Uint8Array, { exif, format }: Metadata): Promise<string | null> {
  const block = format !== 'tiff' ? exif : typeof file === 'string' ? await fs.readFile(file) : file;
  return block ? takenAtOf(block) : null;
}

const READ_BY_SHARP = ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const;

function typeOf({ format, compression }: Metadata): PictureType | undefined {
  if (format === 'heif') return compression === 'av1' ? 'avif' : compression === 'hevc' ? 'heic' : undefined;
  return READ_BY_SHARP.find((type) => type === format);
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
