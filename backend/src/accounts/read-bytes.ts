import { Refusal } from '@zoetrope/contract/errors.ts';
import type { BrowserRequest } from './browser.ts';

/**
 * The whole body, in memory.
 *
 * Errors: Refusal `too-large` as soon as it is known, whether the request says its length or not; `invalid` when the
 * sender went away in the middle.
 */
export async function readBytes(request: BrowserRequest, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(request);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not destroy the stream: the answer goes over the same connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(request);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid');
  }
  return Buffer.concat(chunks);
}

/** The rest is read and dropped: a sender whose connection is cut may never see the answer. Node's request time-out bounds it. */
function tooLarge(request: BrowserRequest): Refusal {
  request.resume();
  return new Refusal('too-large');
}
