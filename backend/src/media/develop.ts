// HEIC and RAW as a file that everything else can read: made once, when it arrives, and from then on what the photo is made of.
import { decodeHeic } from './heic.ts';
import { withoutMetadata } from './original.ts';
import { displayP3, fromPixels, readHeader } from './pictures.ts';
import type { RawPreview } from './raw-preview.ts';
import type { PictureType } from './sniff.ts';
import { Undecodable } from './undecodable.ts';

export interface Developed {
  readonly bytes: Buffer;
  /** A PNG where parts are transparent. */
  readonly type: Extract<PictureType, 'jpeg' | 'png'>;
}

/**
 * The picture of a HEIC, upright, in its own colours, without metadata. Takes a second for 8 megapixels.
 *
 * `profile` is the ICC profile of the file, where it has one.
 * Errors: Undecodable, TooHeavy.
 */
export async function develop(bytes: Uint8Array, profile: Buffer | undefined): Promise<Developed> {
  const decoded = await decodeHeic(bytes);
  if (decoded.channels === 4) return { bytes: await fromPixels(decoded, 'png'), type: 'png' };
  const colours = profile ?? (isP3(bytes) ? await displayP3() : undefined);
  const jpeg = await fromPixels(decoded, 'jpeg');
  return { bytes: colours ? withProfile(jpeg, colours) : jpeg, type: 'jpeg' };
}

/**
 * The picture that the camera made of a RAW, in its own colours, without metadata but its orientation.
 * Errors: Undecodable.
 */
export async function developRaw({ jpeg, orientation }: RawPreview): Promise<Developed> {
  const own = (await readHeader(jpeg)).orientation;
  const bytes = withoutMetadata(jpeg, 'jpeg', own === 1 ? orientation : own);
  if (!bytes) throw new Undecodable('the picture in a RAW is no JPEG');
  return { bytes, type: 'jpeg' };
}

const HEAD_BYTES = 64 * 1024;
/** Source: ISO/IEC 23091-2, table 2: 12 is the primaries of Display P3, which some Androids name instead of a profile. */
const P3_PRIMARIES = 12;

function isP3(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES));
  const at = head.indexOf('colrnclx', 0, 'latin1');
  return at >= 0 && at + 10 <= head.length && head.readUInt16BE(at + 8) === P3_PRIMARIES;
}

/** What a segment of a JPEG holds at most beside its own fourteen bytes of header. Source: ICC.1:2022, B.4. */
const MAX_PROFILE_BYTES = 65_519;

/** The JPEG, saying in which colours its pixels are. A profile of several segments, which no phone has, is left out. */
function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  if (profile.length > MAX_PROFILE_BYTES) return jpeg;
  const head = Buffer.from('ffe20000' + Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1').toString('hex'), 'hex');
  head.writeUInt16BE(head.length - 2 + profile.length, 2);
  const jfifEnd = jpeg.readUInt16BE(2) === 0xffe0 ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, jfifEnd), head, profile, jpeg.subarray(jfifEnd)]);
}
