// What a file is, told from its first bytes. Names and announced types are never asked.
import { Refusal } from '@zoetrope/contract/errors.ts';

export type PictureType = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'heic';

/** How many bytes `sniff` wants to see; fewer are fine when the file has no more. */
export const SNIFFED_BYTES = 256;

export const MIME_TYPES: Readonly<Record<PictureType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  tiff: 'image/tiff',
  heic: 'image/heic',
};

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1']);

/**
 * A HEIC may be told to be one that turns out, by its header, to hold an AVIF: the general brands stand for both.
 * Errors: Refusal `photo-empty`, `photo-not-an-image`.
 */
export function sniff(head: Uint8Array): PictureType {
  if (head.length === 0) throw new Refusal('photo-empty');
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff';
  const brands = brandsOf(head, text);
  // An AVIF may name `mif1` first, so its own brand anywhere decides.
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return 'heic';
  throw new Refusal('photo-not-an-image');
}

/** Brands of an ISO media file, the major one first. Source: ISO/IEC 14496-12, 4.3 (`ftyp`). */
function brandsOf(head: Uint8Array, text: string): string[] {
  if (text.slice(4, 8) !== 'ftyp') return [];
  const boxBytes = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= Math.min(boxBytes, text.length); at += 4) brands.push(text.slice(at, at + 4));
  return brands;
}
