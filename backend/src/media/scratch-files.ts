// Files that live for one piece of work, on this machine's disk, under names that nobody else draws.
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export class ScratchFiles {
  constructor(private readonly directory: string) {}

  /** Hands bytes to a reader that wants a file, which is gone afterwards. Errors: the source's, the reader's, a full disk's. */
  async use<T>(source: Readable | AsyncIterable<Uint8Array>, work: (file: string) => Promise<T>): Promise<T> {
    return this.reserve(async (file) => {
      await pipeline(source, createWriteStream(file, { flags: 'wx' }));
      return work(file);
    });
  }

  /** A name for a file that is yet to be written, which is gone afterwards. Errors: those of the work. */
  async reserve<T>(work: (file: string) => Promise<T>): Promise<T> {
    const file = path.join(this.directory, randomUUID());
    try {
      await fs.mkdir(this.directory, { recursive: true });
      return await work(file);
    } finally {
      await fs.rm(file, { force: true });
    }
  }

  /** As `removeUntouched`. */
  sweep(before: Date): Promise<void> {
    return removeUntouched(this.directory, before);
  }
}

/**
 * Removes the files of a folder that nobody has written to since `before`: a killed process left them. Others may work in
 * the same folder, so that only what nobody can be writing any more may be older.
 */
export async function removeUntouched(folder: string, before: Date): Promise<void> {
  for (const name of await fs.readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = await fs.stat(file).catch(() => undefined);
    if (found?.isFile() && found.mtimeMs < before.getTime()) await fs.rm(file, { force: true });
  }
}
