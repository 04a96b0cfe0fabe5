// HEIC and RAW as a file that everything else can read: made once, when it arrives, and from then on what the photo is made of.
import { onlyColours } from './colour-profile.ts';
import { decodeHeic } from './heic.ts';
import { jpegWithProfile, namesDisplayP3, pngWithProfile } from './named-colours.ts';
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
  const colours =
    (profile && onlyColours(profile)) ??
    (namesDisplayP3(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) ? await displayP3() : undefined);
  const type = decoded.channels === 4 ? 'png' : 'jpeg';
  const plain = await fromPixels(decoded, type);
  if (!colours) return { bytes: plain, type };
  return { bytes: type === 'png' ? pngWithProfile(plain, colours) : jpegWithProfile(plain, colours), type };
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
