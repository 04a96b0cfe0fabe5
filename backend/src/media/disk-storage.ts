import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { toRefusal } from './faults.ts';
import { removeUntouched } from './scratch-files.ts';
import { assertKey, type ByteRange, type Source, type Storage, type StoredBytes } from './storage.ts';

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Bytes in a folder of this machine. Written beside, synced, renamed: a key names a whole file or none.
 *
 * `begun/` holds what is being written, by whichever process; what a killed one left there is removed by `sweep`.
 */
export class DiskStorage implements Storage {
  private readonly begunDir: string;

  constructor(private readonly directory: string) {
    this.begunDir = path.join(directory, 'begun');
  }

  async put(key: string, source: Source): Promise<void> {
    const target = this.pathOf(key);
    const begun = path.join(this.begunDir, randomUUID());
    try {
      await fs.mkdir(this.begunDir, { recursive: true });
      await fs.mkdir(path.dirname(target), { recursive: true });
      await writeSynced(begun, source);
      await fs.rename(begun, target);
      await syncFolder(path.dirname(target));
    } catch (error) {
      await fs.rm(begun, { force: true });
      throw toRefusal(error);
    }
  }

  async open(key: string, range?: ByteRange): Promise<StoredBytes | undefined> {
    let file: fs.FileHandle;
    try {
      file = await fs.open(this.pathOf(key), 'r');
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
    const { size } = await file.stat();
    return { byteCount: size, stream: file.createReadStream({ ...range, highWaterMark: 128 * 1024 }) };
  }

  async findSize(key: string): Promise<number | undefined> {
    try {
      return (await fs.stat(this.pathOf(key))).size;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await fs.rm(this.pathOf(key), { force: true });
  }

  async removeAll(prefix: string): Promise<void> {
    await fs.rm(this.pathOf(prefix), { recursive: true, force: true });
  }

  async withFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    return use(this.pathOf(key));
  }

  sweep(before: Date): Promise<void> {
    return removeUntouched(this.begunDir, before);
  }

  private pathOf(key: string): string {
    assertKey(key);
    return path.join(this.directory, key);
  }
}

async function writeSynced(file: string, source: Source): Promise<void> {
  const handle = await fs.open(file, 'wx');
  try {
    // Each call goes on where the last one ended.
    if (source instanceof Uint8Array) await handle.writeFile(source);
    else for await (const chunk of streamOf(source)) await handle.writeFile(chunk as Uint8Array);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const streamOf = (source: Readable | { readonly file: string }): Readable =>
  'file' in source ? createReadStream(source.file, { highWaterMark: 256 * 1024 }) : source;

/** The rename itself must be on the disk, not only the bytes. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
