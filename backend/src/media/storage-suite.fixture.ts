// What every storage promises, tried on whichever adapter is handed in.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Storage, StoredBytes } from './storage.ts';

export interface Tried {
  readonly storage: Storage;
  /** Everything that is kept, or half kept, wherever it lies. */
  list(): Promise<string[]>;
}

const MEGABYTE = 1024 * 1024;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const LITTLE_BYTES = 24 * MEGABYTE;
/**
 * Bytes of buffers that somebody still holds beyond `before`. What was let go of is swept by another thread and counts for a
 * moment longer, so as long as it is much it is looked at again.
 */
async function heldBytes(before = 0): Promise<number> {
  let held = Infinity;
  for (let tries = 0; tries < 20 && held >= LITTLE_BYTES; tries++) {
    if (tries > 0) await delay(25);
    collectGarbage();
    held = process.memoryUsage().arrayBuffers - before;
  }
  return held;
}

async function* megabytes(count: number, atEnd: () => Promise<void> = async () => {}): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(MEGABYTE, i);
  await atEnd();
}

/** `tried` is asked anew in each test, and holds nothing then. */
export function testStorage(tried: () => Tried): void {
  const storage = () => tried().storage;
  const textOf = async (stored: StoredBytes | undefined) => stored && String(await buffer(stored.stream));
  const read = async (key: string) => textOf(await storage().open(key));

  test('gives back what was put, whole or in part', async () => {
    await storage().put('ab/cd/x.webp', Buffer.from('0123456789'));
    const whole = await storage().open('ab/cd/x.webp');
    expect([whole!.byteCount, await textOf(whole)]).toEqual([10, '0123456789']);
    for (const [start, end, bytes] of [
      [2, 4, '234'],
      [0, 0, '0'],
      [9, 9, '9'],
      [7, 100, '789'],
    ] as const) {
      const part = await storage().open('ab/cd/x.webp', { start, end });
      expect([part!.byteCount, await textOf(part)]).toEqual([10, bytes]);
    }
    expect(await storage().findSize('ab/cd/x.webp')).toBe(10);
  });

  test('takes bytes, a stream or a file, and replaces what was there', async () => {
    const file = path.join(os.tmpdir(), `source-${process.pid}`);
    await fs.writeFile(file, 'newest');
    try {
      await storage().put('k', Buffer.from('old'));
      await storage().put('k', Readable.from(['ne', 'w'].map((text) => Buffer.from(text))));
      expect(await read('k')).toBe('new');
      await storage().put('k', { file });
      expect(await read('k')).toBe('newest');
      await storage().put('k', Buffer.alloc(0));
      expect([await storage().findSize('k'), await read('k')]).toEqual([0, '']);
    } finally {
      await fs.rm(file);
    }
    expect(await tried().list()).toHaveLength(1);
  });

  test('keeps nothing of a source that breaks off, and what was there before', async () => {
    const breaking = () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(300_000);
          throw new Error('broken off');
        })(),
      );
    await expect(storage().put('ab/half', breaking())).rejects.toThrow('broken off');
    expect([await storage().open('ab/half'), await storage().findSize('ab/half')]).toEqual([undefined, undefined]);
    expect(await tried().list()).toEqual([]);
    await storage().put('ab/half', Buffer.from('whole'));
    await expect(storage().put('ab/half', breaking())).rejects.toThrow('broken off');
    expect(await read('ab/half')).toBe('whole');
    expect(await tried().list()).toHaveLength(1);
  });

  test('shows nobody a half: whoever reads while others write has one of them whole', async () => {
    const of = (letter: string) => Buffer.alloc(3 * MEGABYTE, letter);
    await storage().put('k', of('a'));
    const reading = (await storage().open('k'))!;
    await Promise.all(['b', 'c', 'd'].map((letter) => storage().put('k', of(letter))));
    const early = await buffer(reading.stream);
    const late = await buffer((await storage().open('k'))!.stream);
    for (const bytes of [early, late]) expect(bytes.equals(of(String.fromCharCode(bytes[0]!)))).toBe(true);
    expect(early[0]).toBe('a'.charCodeAt(0));
    expect(await tried().list()).toHaveLength(1);
  });

  test('knows nothing of a key that is not there, and does not mind removing it', async () => {
    expect(await storage().open('ab/none')).toBeUndefined();
    expect(await storage().open('ab/none', { start: 0, end: 1 })).toBeUndefined();
    expect(await storage().findSize('ab/none')).toBeUndefined();
    await expect(storage().withFile('ab/none', (file) => fs.readFile(file))).rejects.toThrow();
    await storage().remove('ab/none');
    await storage().removeAll('ab');
  });

  test('removes one key, or all below a prefix and none beside it', async () => {
    for (const key of ['a/b/1', 'a/b/2', 'a/b/c/3', 'a/bc', 'a/c']) await storage().put(key, Buffer.from(key));
    await storage().remove('a/c');
    await storage().removeAll('a/b');
    expect(await Promise.all(['a/b/1', 'a/b/2', 'a/b/c/3', 'a/c', 'a/bc'].map(read))).toEqual([
      ...[undefined, undefined, undefined, undefined],
      'a/bc',
    ]);
    expect(await tried().list()).toHaveLength(1);
  });

  test('lends a file for as long as it is read', async () => {
    await storage().put('ab/x', Buffer.from('a picture'));
    expect(await storage().withFile('ab/x', (file) => fs.readFile(file, 'utf8'))).toBe('a picture');
    const failing = storage().withFile('ab/x', () => Promise.reject(new Error('no picture')));
    await expect(failing).rejects.toThrow('no picture');
    expect(await tried().list()).toHaveLength(1);
  });

  test('holds little of a stream in memory, in either direction', async () => {
    const before = await heldBytes();
    let whileWriting = Infinity;
    const atEnd = async () => void (whileWriting = await heldBytes(before));
    await storage().put('big', Readable.from(megabytes(64, atEnd), { objectMode: false }));
    expect(whileWriting).toBeLessThan(LITTLE_BYTES);
    const stored = (await storage().open('big'))!;
    let byteCount = 0;
    let whileReading = 0;
    for await (const chunk of stored.stream) {
      if (byteCount === 0) whileReading = await heldBytes(before);
      byteCount += (chunk as Buffer).length;
    }
    expect([stored.byteCount, byteCount]).toEqual([64 * MEGABYTE, 64 * MEGABYTE]);
    expect(whileReading).toBeLessThan(LITTLE_BYTES);
  });

  test('lets go of bytes that nobody reads to their end', async () => {
    await storage().put('k', Buffer.alloc(MEGABYTE));
    for (let i = 0; i < 20; i++) (await storage().open('k'))!.stream.destroy();
    expect(await storage().findSize('k')).toBe(MEGABYTE);
  });

  test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', ''])('refuses %j as a key', async (key) => {
    await expect(storage().put(key, Buffer.from('x'))).rejects.toThrow('not a key');
    await expect(storage().open(key)).rejects.toThrow('not a key');
  });
}
