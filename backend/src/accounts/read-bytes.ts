import { Refusal } from '@zoetrope/contract/errors.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';

/**
 * The whole body, in memory.
 *
 * Errors: Refusal `too-large` as soon as it is known, whether the request says its length or not; `invalid` when the
 * sender went away in the middle.
 */
export async function readBytes(
  request: BrowserRequest,
  response: BrowserResponse,
  maxBytes: number,
): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(request, response);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not destroy the stream: the answer goes over the same connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(request, response);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid');
  }
  return Buffer.concat(chunks);
}

/** What is left of the body is let go unread; the connection ends with the answer. */
function tooLarge(request: BrowserRequest, response: BrowserResponse): Refusal {
  response.setHeader('Connection', 'close');
  request.resume();
  return new Refusal('too-large');
}
