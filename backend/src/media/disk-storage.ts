import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { toRefusal } from './faults.ts';
import type { ByteRange, Storage, StoredBytes } from './storage.ts';

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Bytes in a folder of this machine. Written beside, synced, renamed: a key names a whole file or none.
 *
 * `begun/` holds what is being written; what a killed process left there is removed by `clear`.
 */
export class DiskStorage implements Storage {
  private readonly begunDir: string;

  constructor(private readonly directory: string) {
    this.begunDir = path.join(directory, 'begun');
  }

  /** Removes what was begun and never finished. Only while nobody writes: at the start of the one process that does. */
  async clear(): Promise<void> {
    await fs.rm(this.begunDir, { recursive: true, force: true });
  }

  async put(key: string, source: Readable | Uint8Array): Promise<void> {
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

  private pathOf(key: string): string {
    if (!/^[0-9a-z.]+(\/[0-9a-z.]+)*$/u.test(key) || key.includes('..')) throw new Error(`not a key: ${key}`);
    return path.join(this.directory, key);
  }
}

async function writeSynced(file: string, source: Readable | Uint8Array): Promise<void> {
  const handle = await fs.open(file, 'wx');
  try {
    // Each call goes on where the last one ended.
    if (source instanceof Uint8Array) await handle.writeFile(source);
    else for await (const chunk of source) await handle.writeFile(chunk as Uint8Array);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rename itself must be on the disk, not only the bytes. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
