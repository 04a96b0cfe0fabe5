// HEIC, which sharp's binary cannot decode for the codec's patents: libheif in WebAssembly, in a thread that can be ended.
import { Worker } from 'node:worker_threads';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';
import { Turnstile } from './turnstile.ts';

export interface DecodedHeic {
  /** As seen, upright: the decoder turns and crops as the file says. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green, blue and perhaps alpha, a byte each. */
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array;
}
type Answer = DecodedHeic | { readonly failure: string };

/** 16 megapixels take 2.3 s on one core; a hundred, the most that is let in, six times that. */
const TIMEOUT_MS = 40_000;
/** 16 megapixels take 240 MB. */
const MAX_MEMORY_BYTES = 1024 ** 3;

// One at a time: each may take a gigabyte.
const gate = new Turnstile(1);

/**
 * The pixels of a HEIC's primary picture.
 * Errors: Undecodable; TooHeavy when it takes over 40 s or a gigabyte.
 */
export function decodeHeic(bytes: Uint8Array): Promise<DecodedHeic> {
  return gate.run(async () => {
    const answer = await ask(bytes);
    if ('failure' in answer) throw new Undecodable(`the HEIC cannot be decoded: ${answer.failure}`);
    return answer;
  });
}

async function ask(bytes: Uint8Array): Promise<Answer> {
  const limits = { maxPixels: LIMITS.photoPixels, maxMemoryBytes: MAX_MEMORY_BYTES };
  const thread = new Worker(new URL('./heic-thread.mjs', import.meta.url), { workerData: { bytes, ...limits } });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(() => reject(new TooHeavy('a HEIC took too long')), TIMEOUT_MS);
      thread.once('message', resolve);
      thread.once('error', (error) => reject(new Undecodable('the HEIC broke its decoder', { cause: error })));
      thread.once('exit', () => reject(new Undecodable('the HEIC ended its decoder')));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
