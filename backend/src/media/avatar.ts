import { Refusal } from '@zoetrope/contract/errors.ts';
import { develop } from './develop.ts';
import { assertBearable } from './heif-work.ts';
import { assertHeld, readHeader, renderAvatar } from './pictures.ts';
import { isVideo, sniff, SNIFFED_BYTES, type PictureType } from './sniff.ts';
import { assertBearableTiff } from './tiff-work.ts';
import { Turnstile } from './turnstile.ts';
import { Undecodable } from './undecodable.ts';

// A big picture takes a second and 300 MB while it is decoded.
const gate = new Turnstile(1);

/**
 * The face of a person out of what they sent: 256 px square, WebP, without metadata.
 * Errors: Refusal `photo-empty`, `photo-not-an-image`, `photo-damaged`, the last also for too many pixels.
 */
export async function toAvatar(sent: Uint8Array): Promise<Uint8Array> {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  // By its first bytes: the decoder would take an SVG, too, which is a program.
  const type = sniff(bytes.subarray(0, SNIFFED_BYTES));
  if (isVideo(type)) throw new Refusal('photo-not-an-image');
  try {
    return await gate.run(async () => renderAvatar(await readable(bytes, type)));
  } catch (error) {
    throw error instanceof Undecodable ? new Refusal('photo-damaged') : error;
  }
}

/** A HEIC, or what its brands call one, in a format that is quickly read. */
async function readable(bytes: Buffer, type: PictureType): Promise<Buffer> {
  if (type === 'heic' || type === 'avif') assertBearable(bytes);
  if (type === 'tiff') assertBearableTiff(bytes);
  const header = await readHeader(bytes);
  await assertHeld(header, bytes);
  return header.type === 'heic' ? (await develop(bytes, header.profile)).bytes : bytes;
}
