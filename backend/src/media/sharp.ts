// The only file that knows sharp. Nothing of it runs on the event loop for longer than a call takes.
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';

export type { Metadata, Sharp } from 'sharp';
export { sharp };

export interface Pixels {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

// Every picture is seen once: a cache of decoded pixels would only hold memory.
sharp.cache(false);
// Parallelism is across pictures (PICTURES_AT_ONCE); threads within one would take the core that answers requests.
sharp.concurrency(1);
// Readers for what nobody may upload (SVG, PDF, and whatever a system's own libvips brings) cannot be reached by any bytes.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff'].map((name) => `VipsForeignLoad${name}`) });

export const DECODE = {
  limitInputPixels: LIMITS.photoPixels,
  // 'error' refuses truncated and corrupt data; 'warning' would refuse the slips of some phones' own encoders too.
  failOn: 'error',
  sequentialRead: true,
  pages: 1,
} as const;
export const DECODE_TIMEOUT = { seconds: 30 };

/**
 * Decoded pixels, for a next step. What sharp says of those that it has resized and that are partly transparent is not true
 * of what it gives: told that they are multiplied by their alpha, it would divide by it a second time.
 */
export function fromDecoded({ data, info: { width, height, channels } }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/**
 * What sharp rejects with while reading a file is about the file; a full disk or a bug shows elsewhere.
 * Errors: Undecodable; TooHeavy when it took all the time there is.
 */
export async function decoding<T>(work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } catch (error) {
    if (performance.now() - startedAt >= DECODE_TIMEOUT.seconds * 1000) throw new TooHeavy('a picture took too long');
    throw new Undecodable('the picture cannot be decoded', { cause: error });
  }
}
