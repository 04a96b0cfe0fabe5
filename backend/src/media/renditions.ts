// The sizes and formats in which a photo is shown: upright, sRGB, without metadata, never enlarged; of an animation the first
// frame.
import { rgbaToThumbHash } from 'thumbhash';
import {
  CURRENT_SET,
  FIRST_SET,
  RENDITION_SETS,
  renditionWidths,
  type RenditionFormat,
  type RenditionName,
} from '@zoetrope/contract/renditions.ts';
import { fromDisplayP3, isInDisplayP3 } from './pictures.ts';
import { DECODE, DECODE_TIMEOUT, decoding, fromDecoded, sharp, type Pixels, type Sharp } from './sharp.ts';

export interface Rendition {
  readonly name: RenditionName;
  readonly bytes: Buffer;
}

/** WebP refuses more than 16,383 pixels a side; a rendition is at most this many times as tall as it is wide. */
const TALLEST = 6;
const THUMB_PX = 100;

const { widths: WIDTHS, formats: FORMATS } = RENDITION_SETS[CURRENT_SET]!;
const [FIRST_WIDTH] = RENDITION_SETS[FIRST_SET].widths;

// Effort, on two photos of 8 megapixels at 2560 px, one thread. AVIF: 2 takes 2.8 and 4.6 s, 0 takes 0.4 and 0.6 s for as
// many bytes and 0.3 dB less, which no eye sees. WebP: 4 takes 440-1,230 ms, 2 takes 160-320 ms for 4 % more bytes.
const encode: Record<RenditionFormat, (picture: Sharp) => Sharp> = {
  avif: (picture) => picture.avif({ quality: 60, effort: 0 }),
  webp: (picture) => picture.webp({ quality: 78, effort: 2 }),
  // JPEG has no transparency: what shines through is white, as on paper.
  jpg: (picture) => picture.flatten({ background: '#fff' }).jpeg({ quality: 80 }),
};

/** What is known of a picture after one look at all of its bytes. */
export interface Glance {
  /** Base64 of a thumbhash. */
  readonly placeholder: string;
  /** What a grid on a phone wants, in the formats of the first set. */
  readonly first: readonly Rendition[];
}

/**
 * Decodes the whole file, small. Proves that every byte is there and makes sense.
 * About 90 ms for a JPEG of 12 megapixels, since libjpeg decodes it at a quarter.
 * Errors: Undecodable, TooHeavy.
 */
export async function glanceAt(file: string | Buffer): Promise<Glance> {
  const pixels = await decodeAtMost(file, FIRST_WIDTH);
  const name = Math.min(FIRST_WIDTH, renditionWidths(pixels.info.width, CURRENT_SET).at(-1)!);
  const first: Rendition[] = [];
  for (const format of RENDITION_SETS[FIRST_SET].formats)
    first.push({ name: `w${name}.${format}`, bytes: await encoded(pixels, format) });
  return { placeholder: await thumbHash(pixels), first };
}

/**
 * Every rendition of the current set that is not there yet, from one decode.
 *
 * Shape: ascending; the next is made when it is asked for.
 * Errors: Undecodable, TooHeavy.
 */
export async function* renderPhoto(file: string, isThere: (name: RenditionName) => boolean): AsyncGenerator<Rendition> {
  const whole = await decodeAtMost(file, WIDTHS.at(-1)!);
  for (const width of renditionWidths(whole.info.width, CURRENT_SET)) {
    const pixels = await narrowed(whole, width);
    for (const format of FORMATS) {
      const name: RenditionName = `w${width}.${format}`;
      if (!isThere(name)) yield { name, bytes: await encoded(pixels, format) };
    }
  }
}

async function decodeAtMost(file: string | Buffer, width: number): Promise<Pixels> {
  const pixels = await decodedAtMost(file, width);
  return (await isInDisplayP3(file)) ? fromDisplayP3(pixels) : pixels;
}

async function decodedAtMost(file: string | Buffer, width: number): Promise<Pixels> {
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

const narrowed = (pixels: Pixels, width: number): Promise<Pixels> =>
  fromDecoded(pixels).resize({ width, withoutEnlargement: true }).raw().toBuffer({ resolveWithObject: true });

const encoded = (pixels: Pixels, format: RenditionFormat): Promise<Buffer> =>
  encode[format](fromDecoded(pixels)).timeout(DECODE_TIMEOUT).toBuffer();

async function thumbHash(pixels: Pixels): Promise<string> {
  const small = await fromDecoded(pixels)
    .resize(THUMB_PX, THUMB_PX, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString('base64');
}
