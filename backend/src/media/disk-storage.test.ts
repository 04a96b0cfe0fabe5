import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toRefusal } from './faults.ts';
import { DiskStorage } from './disk-storage.ts';

let folder: string;
let storage: DiskStorage;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'storage-'));
  storage = new DiskStorage(folder);
});
afterEach(() => fs.rm(folder, { recursive: true }));

const filesIn = async (directory: string) =>
  (await fs.readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe('storage on a disk', () => {
  test('gives back what was put, whole or in part', async () => {
    await storage.put('ab/cd/x.webp', Buffer.from('0123456789'));
    const whole = await storage.open('ab/cd/x.webp');
    expect([whole!.byteCount, String(await buffer(whole!.stream))]).toEqual([10, '0123456789']);
    const part = await storage.open('ab/cd/x.webp', { start: 2, end: 4 });
    expect([part!.byteCount, String(await buffer(part!.stream))]).toEqual([10, '234']);
  });

  test('takes a stream as well, and replaces', async () => {
    await storage.put('k', Buffer.from('old'));
    await storage.put('k', Readable.from(['ne', 'w']));
    expect(String(await buffer((await storage.open('k'))!.stream))).toBe('new');
    expect(await filesIn(folder)).toHaveLength(1);
  });

  test('keeps no half file when the source breaks off', async () => {
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.alloc(300_000);
        throw new Error('broken off');
      })(),
    );
    await expect(storage.put('ab/half', breaking)).rejects.toThrow('broken off');
    expect(await storage.open('ab/half')).toBeUndefined();
    expect(await filesIn(folder)).toEqual([]);
  });

  test('removes one key or all below a prefix, and does not mind when they are gone', async () => {
    for (const key of ['a/b/1', 'a/b/2', 'a/c']) await storage.put(key, Buffer.from('x'));
    await storage.remove('a/c');
    await storage.remove('a/c');
    await storage.removeAll('a/b');
    expect(await storage.findSize('a/b/1')).toBeUndefined();
    expect(await filesIn(folder)).toEqual([]);
  });

  test('forgets what a killed process had begun', async () => {
    await fs.mkdir(path.join(folder, 'begun'));
    await fs.writeFile(path.join(folder, 'begun', 'left'), 'half');
    await storage.clear();
    expect(await filesIn(folder)).toEqual([]);
  });

  test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', ''])('refuses %j as a key', async (key) => {
    await expect(storage.put(key, Buffer.from('x'))).rejects.toThrow('not a key');
  });
});

describe('a full disk', () => {
  test('is a refusal that a person understands', () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(toRefusal(full)).toMatchObject({ body: { code: 'disk-full' } });
    const other = new Error('other');
    expect(toRefusal(other)).toBe(other);
  });
});
