// Colours that a file names by numbers and not by an ICC profile, which the decoders pass over: to them such pixels are sRGB.
import { crc32, deflateSync } from 'node:zlib';

/** Of a file, as much as `namesDisplayP3` looks at. */
export const NAMED_WITHIN_BYTES = 64 * 1024;

/** Source: ITU-T H.273, table 2: 12 is the primaries of Display P3. */
const P3_PRIMARIES = 12;
/** Curves of what is brighter than a screen's white, and of no curve at all. Source: ITU-T H.273, table 3: linear, PQ, HLG. */
const OTHER_CURVES = new Set([8, 16, 18]);

const isP3 = (primaries: number, curve: number): boolean => primaries === P3_PRIMARIES && !OTHER_CURVES.has(curve);

/**
 * Whether a PNG, AVIF or HEIC names the colours of Display P3 and has no profile that says more.
 *
 * `head` is its first NAMED_WITHIN_BYTES, or all of it; what names colours behind them is not heard.
 */
export function namesDisplayP3(head: Buffer): boolean {
  const seen = head.subarray(0, NAMED_WITHIN_BYTES);
  return seen.toString('latin1', 0, 4) === '\x89PNG' ? pngNamesP3(seen) : heifNamesP3(seen);
}

/** Source: PNG (third edition), 11.3.2.6: primaries, curve, matrix, range; before the first IDAT. */
function pngNamesP3(head: Buffer): boolean {
  let isNamed = false;
  for (let at = 8; at + 12 <= head.length;) {
    const type = head.toString('latin1', at + 4, at + 8);
    if (type === 'iCCP') return false;
    if (type === 'cICP') isNamed = isP3(head.readUInt8(at + 8), head.readUInt8(at + 9));
    if (type === 'IDAT' || type === 'IEND') break;
    at += 12 + head.readUInt32BE(at);
  }
  return isNamed;
}

/** Source: ISO/IEC 14496-12, 12.1.5 (`colr`). The first is the picture's own; what follows may be of a map beside it. */
function heifNamesP3(head: Buffer): boolean {
  const at = head.indexOf('colrnclx', 0, 'latin1');
  const isNamed = at >= 0 && at + 12 <= head.length && isP3(head.readUInt16BE(at + 8), head.readUInt16BE(at + 10));
  return isNamed && !PROFILES.some((box) => head.includes(box, 0, 'latin1'));
}
const PROFILES = ['colrprof', 'colrrICC'];

/** What a segment of a JPEG holds at most beside its own fourteen bytes of header. Source: ICC.1:2022, B.4. */
const MAX_PROFILE_BYTES = 65_519;

/** The JPEG, saying in which colours its pixels are. A profile of several segments, which no phone has, is left out. */
export function jpegWithProfile(jpeg: Buffer, profile: Buffer): Buffer {
  if (profile.length > MAX_PROFILE_BYTES) return jpeg;
  const head = Buffer.from('ffe20000' + Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1').toString('hex'), 'hex');
  head.writeUInt16BE(head.length - 2 + profile.length, 2);
  const jfifEnd = jpeg.readUInt16BE(2) === 0xffe0 ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, jfifEnd), head, profile, jpeg.subarray(jfifEnd)]);
}

/** A PNG without a profile, saying in which colours its pixels are. Source: PNG (third edition), 11.3.2.3: before IDAT. */
export function pngWithProfile(png: Buffer, profile: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('iCCPcolours\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return Buffer.concat([png.subarray(0, IHDR_END), chunk, png.subarray(IHDR_END)]);
}
/** Signature and IHDR, which is always the first chunk and as long as this. */
const IHDR_END = 8 + 25;
