// What a file is, told from its first bytes. Names and announced types are never asked.
import { Refusal } from '@zoetrope/contract/errors.ts';

/** A `raw` begins as a TIFF, and is told from one by what is in it. */
export type PictureType = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'heic' | 'raw';
/** Kinds of files; what is in them may still be anything. */
export type VideoType = 'mp4' | 'mov' | 'webm';
export type MediaType = PictureType | VideoType;

const VIDEO_TYPES: ReadonlySet<MediaType> = new Set(['mp4', 'mov', 'webm']);
/** What a photo of these is made of is another picture, which was made of the file when it arrived. */
export const isDeveloped = (type: MediaType): type is 'heic' | 'raw' => type === 'heic' || type === 'raw';
export const isVideo = (type: MediaType): type is VideoType => VIDEO_TYPES.has(type);

/** How many bytes `sniff` wants to see; fewer are fine when the file has no more. */
export const SNIFFED_BYTES = 256;

export const MIME_TYPES: Readonly<Record<MediaType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  tiff: 'image/tiff',
  heic: 'image/heic',
  raw: 'image/x-raw',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1']);

/** Of files that phones and cameras write, and of what is made for pages. Source: the MP4 registration authority's list. */
const MP4_BRAND = /^(isom|iso[2-9a-c]|mp4[12]|avc1|M4V[ HP]?|MSNV|dash|3g[2p][0-9a-z]|XAVC|mmp4|f4v )/u;
/** What a QuickTime file without brands begins with: those of older cameras. */
const QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide']);

/**
 * A HEIC may be told to be one that turns out, by its header, to hold an AVIF: the general brands stand for both.
 * Errors: Refusal `photo-empty`, `photo-not-an-image`.
 */
export function sniff(head: Uint8Array): MediaType {
  if (head.length === 0) throw new Refusal('photo-empty');
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff';
  const brands = brandsOf(head, text);
  // A film of AVIFs, which the decoder does not know.
  if (brands[0] === 'avis') throw new Refusal('photo-not-an-image');
  // An AVIF may name `mif1` first, so its own brand anywhere decides.
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return 'heic';
  // The size of a box before its name is below 512 MB; a text may well have such a word there.
  if (brands[0] === 'qt  ' || (head[0]! < 0x20 && QUICKTIME_BOXES.has(text.slice(4, 8)))) return 'mov';
  if (brands.some((brand) => MP4_BRAND.test(brand))) return 'mp4';
  // EBML, whose header names the kind of document within its first bytes. Matroska at large is for players, not for pages.
  if (text.startsWith('\x1aE\xdf\xa3') && text.slice(0, 64).includes('webm')) return 'webm';
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
