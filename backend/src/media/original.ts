// The file as it came, without what it tells of place, camera, time and owner, and without decoding a pixel.
// Everything is kept by name: what a later camera invents is dropped until somebody decides otherwise.
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { onlyColours } from './colour-profile.ts';
import type { PictureType } from './sniff.ts';

/**
 * The same picture, byte for byte, in a file that says nothing else; undefined when the format does not allow it (AVIF),
 * when it would no longer stand upright, or when the file does not follow its own format or is in too many pieces.
 *
 * `orientation` is 1 to 8 as in EXIF; a JPEG keeps it, alone.
 */
export function withoutMetadata(bytes: Buffer, type: PictureType, orientation: number): Buffer | undefined {
  try {
    if (type === 'jpeg') return Buffer.concat(jpegParts(bytes, orientation));
    if (orientation !== 1) return undefined;
    if (type === 'png') return Buffer.concat(pngParts(bytes));
    if (type === 'webp') return webpOf(webpParts(bytes));
    if (type === 'gif') return Buffer.concat(gifParts(bytes));
    return undefined;
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths.
    if (error instanceof RangeError || error instanceof Malformed) return undefined;
    throw error;
  }
}

class Malformed extends Error {}
class TooManyParts extends Malformed {}

/** Of one file. Frames of animations and the pieces of large PNGs are some ten thousand; a JPEG of 50 MB may be twelve million. */
const MAX_PARTS = 100_000;

/**
 * Whether a moving picture is in more pieces than are looked at one by one. Then it would have to be made anew to be taken home,
 * frame after frame, for longer than anybody waits. Other formats are made anew by their one picture.
 */
export function isInTooManyParts(bytes: Buffer, type: PictureType): boolean {
  try {
    if (type === 'gif') gifParts(bytes);
    if (type === 'webp') webpParts(bytes);
    return false;
  } catch (error) {
    // What else is wrong with it is the decoder's to say.
    if (error instanceof RangeError || error instanceof Malformed) return error instanceof TooManyParts;
    throw error;
  }
}

function part(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length || to < from) throw new Malformed();
  return bytes.subarray(from, to);
}

// Source: ITU-T T.81, annex B. Frames, scans and tables; of the application segments only colour profile and Adobe's
// transform flag. The JFIF header is written anew, for it may carry a thumbnail; what follows the end (a second picture,
// a film, a depth map) is cut off.
const SOS = 0xda;
const EOI = 0xd9;
const isPicture = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= 0xda && marker <= 0xdd);

function jpegParts(bytes: Buffer, orientation: number): Buffer[] {
  const parts = [part(bytes, 0, 2)];
  const profile: Buffer[] = [];
  let isTurned = orientation === 1;
  for (let at = 2, count = 0; ; count++) {
    if (count === MAX_PARTS || bytes.readUInt8(at) !== 0xff) throw new Malformed();
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === EOI) {
      cleanProfile(profile);
      return [...parts, part(bytes, at, at + 2)];
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const segment = part(bytes, at, end);
    if (marker === 0xe0 && segment.toString('latin1', 4, 9) === 'JFIF\0') parts.push(jfifHeader(segment));
    else if (!isTurned) parts.push(orientationSegment(orientation));
    isTurned ||= marker !== 0xe0;
    if (isPicture(marker)) parts.push(segment);
    else if (isAdobe(marker, segment)) parts.push(adobeSegment(segment));
    else if (isProfile(marker, segment)) {
      // Cleaned when all of it is here: a large one comes in several segments.
      profile.push(Buffer.from(segment));
      parts.push(profile.at(-1)!);
    }
    at = marker === SOS ? endOfScan(bytes, end) : end;
    if (marker === SOS) parts.push(part(bytes, end, at));
  }
}

const isProfile = (marker: number, segment: Buffer): boolean =>
  marker === 0xe2 && segment.toString('latin1', 4, 16) === 'ICC_PROFILE\0';
const isAdobe = (marker: number, segment: Buffer): boolean =>
  marker === 0xee && segment.toString('latin1', 4, 9) === 'Adobe';

/** Its twelve bytes, and nothing that may follow them. Source: ITU-T T.872, 6.5.3. */
function adobeSegment(segment: Buffer): Buffer {
  const own = Buffer.from(part(segment, 0, 16));
  own.writeUInt16BE(14, 2);
  return own;
}

/** Source: ICC.1:2022, B.4: number and count of the segment, then its part of the profile. */
const PROFILE_AT = 18;

/** Writes into the segments what of their profile is colours; nothing at all where it is none. */
function cleanProfile(segments: readonly Buffer[]): void {
  const inOrder = segments.toSorted((one, other) => one.readUInt8(16) - other.readUInt8(16));
  const pieces = inOrder.map((segment) => segment.subarray(PROFILE_AT));
  const clean = onlyColours(Buffer.concat(pieces));
  let at = 0;
  for (const piece of pieces) {
    piece.fill(0);
    clean?.copy(piece, 0, at, at + piece.length);
    at += piece.length;
  }
}

/** Inside a scan 0xFF stands for itself before a zero, and restarts are part of it. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new Malformed();
}

function jfifHeader(segment: Buffer): Buffer {
  const header = Buffer.from(part(segment, 0, 18));
  header.writeUInt16BE(16, 2);
  header.writeUInt16BE(0, 16);
  return header;
}

/** EXIF with one tag. Source: EXIF 2.32, 4.6.2 and tag 0x0112. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe10022457869660000' + '4d4d002a00000008' + '00010112000300000001' + '0000000000000000',
    'hex',
  );
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

// Source: PNG (third edition), 5.3 and 11.3; chunks with a capital first letter are the picture.
const PNG_KEPT = new Set(
  ['tRNS', 'gAMA', 'cHRM', 'sRGB', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT'], //
);

function pngParts(bytes: Buffer): Buffer[] {
  const parts = [part(bytes, 0, 8)];
  for (let at = 8, count = 0; ; count++) {
    if (count === MAX_PARTS) throw new Malformed();
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    if (type === 'iCCP') parts.push(...cleanChunk(part(bytes, at, end)));
    else if (/^[A-Z]/u.test(type) || PNG_KEPT.has(type)) parts.push(part(bytes, at, end));
    if (type === 'IEND') return parts;
    at = end;
  }
}

/** The largest profiles, of printers, have three megabytes. */
const MAX_PROFILE_BYTES = 16 * 1024 * 1024;

/** A colour profile under a name that says nothing, in no chunk where it is none. Source: PNG (third edition), 11.3.2.3. */
function cleanChunk(chunk: Buffer): Buffer[] {
  const nameEnd = chunk.indexOf(0, 8);
  // Behind the name its method, and before the checksum the profile.
  const clean = nameEnd < 0 ? undefined : onlyColours(inflated(part(chunk, nameEnd + 2, chunk.length - 4)));
  if (!clean) return [];
  const content = Buffer.concat([Buffer.from('iCCPcolours\0\0', 'latin1'), deflateSync(clean)]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(content.length - 4);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return [framed];
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_PROFILE_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}

// Source: RFC 9649, 2.7.
const WEBP_KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const WEBP_METADATA_FLAGS = 0x08 | 0x04;

function webpParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  const fileEnd = Math.min(bytes.length, bytes.readUInt32LE(4) + 8);
  for (let at = 12, count = 0; at < fileEnd; count++) {
    if (count === MAX_PARTS) throw new TooManyParts();
    const type = bytes.toString('latin1', at, at + 4);
    const byteCount = bytes.readUInt32LE(at + 4);
    const end = at + 8 + byteCount + (byteCount % 2);
    if (WEBP_KEPT.has(type)) parts.push(Buffer.from(part(bytes, at, end)));
    if (type === 'VP8X') parts.at(-1)![8]! &= ~WEBP_METADATA_FLAGS;
    if (type === 'ICCP') {
      const profile = parts.at(-1)!.subarray(8, 8 + byteCount);
      (onlyColours(profile) ?? Buffer.alloc(byteCount)).copy(profile);
    }
    at = end;
  }
  return parts;
}

function webpOf(parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

// Source: GIF89a specification, sections 18 to 26. Comments and foreign application blocks go; the loop count stays.
const GIF_END = Buffer.from(';', 'latin1');

function gifParts(bytes: Buffer): Buffer[] {
  let at = 13 + colourTableBytes(bytes.readUInt8(10));
  const parts = [part(bytes, 0, at)];
  // Up to here every frame is whole.
  let wholeCount = 0;
  try {
    for (let count = 0; bytes.readUInt8(at) !== GIF_END[0]; count++) {
      if (count === MAX_PARTS) throw new TooManyParts();
      const { isKept, isFrame, end } = gifBlock(bytes, at);
      if (isKept) parts.push(part(bytes, at, end));
      if (isFrame) wholeCount = parts.length;
      at = end;
    }
    return [...parts, GIF_END];
  } catch (error) {
    // Browsers show the frames before the damage, and many a GIF was never ended; with its first one it is a photo here.
    if (error instanceof TooManyParts || wholeCount === 0) throw error;
    return [...parts.slice(0, wholeCount), GIF_END];
  }
}

/** What begins here. Errors: Malformed; RangeError behind the end. */
function gifBlock(bytes: Buffer, at: number): { isKept: boolean; isFrame: boolean; end: number } {
  const introducer = bytes.readUInt8(at);
  if (introducer === 0x2c) {
    const end = endOfBlocks(bytes, at + 10 + colourTableBytes(bytes.readUInt8(at + 9)) + 1);
    return { isKept: true, isFrame: true, end };
  }
  if (introducer !== 0x21) throw new Malformed();
  const label = bytes.readUInt8(at + 1);
  const isKept = label === 0xf9 || (label === 0xff && isLoop(bytes.toString('latin1', at + 3, at + 14)));
  return { isKept, isFrame: false, end: endOfBlocks(bytes, at + 2) };
}

const isLoop = (application: string): boolean => application === 'NETSCAPE2.0' || application === 'ANIMEXTS1.0';
const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length;
  return at + 1;
}
