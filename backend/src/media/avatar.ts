import { Refusal } from '@zoetrope/contract/errors.ts';
import { renderAvatar, Undecodable } from './pictures.ts';
import { sniff, SNIFFED_BYTES } from './sniff.ts';
import { Turnstile } from './turnstile.ts';

// A big picture takes a second and 300 MB while it is decoded.
const gate = new Turnstile(1);

/**
 * The face of a person out of what they sent: 256 px square, WebP, without metadata.
 * Errors: Refusal `photo-empty`, `photo-heic`, `photo-not-an-image`, `photo-damaged`, the last also for too many pixels.
 */
export async function toAvatar(bytes: Uint8Array): Promise<Uint8Array> {
  // By its first bytes: the decoder would take an SVG, too, which is a program.
  sniff(bytes.subarray(0, SNIFFED_BYTES));
  try {
    return await gate.run(() => renderAvatar(bytes));
  } catch (error) {
    throw error instanceof Undecodable ? new Refusal('photo-damaged') : error;
  }
}
