// How a file that is made to hurt is taken: with which code, and in bounded time and memory.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { inspect } from './inspect.ts';
import { renderPhoto } from './renditions.ts';

/** What a picture of a hundred megapixels may take while it is decoded, and some. */
const MAX_GROWTH_BYTES = 700 * 1024 * 1024;
const MAX_MS = 20_000;

/** The code of the refusal, or `accepted` when all renditions could be made. */
export async function codeOf(bytes: Uint8Array | string, maxMs = MAX_MS): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'bombs-'));
  const file = path.join(folder, 'photo.jpg');
  await fs.writeFile(file, bytes);
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  let most = before;
  const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  try {
    const { developed } = await inspect(file);
    if (developed) await fs.writeFile(file, developed.bytes);
    for await (const _rendition of renderPhoto(file, () => false));
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.body.code;
    throw error;
  } finally {
    clearInterval(watching);
    await fs.rm(folder, { recursive: true });
    expect(performance.now() - startedAt).toBeLessThan(maxMs);
    expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
  }
}
