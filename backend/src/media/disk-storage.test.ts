import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toRefusal } from './faults.ts';
import { DiskStorage } from './disk-storage.ts';
import { testStorage } from './storage-suite.fixture.ts';

let folder: string;
let storage: DiskStorage;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'storage-'));
  storage = new DiskStorage(folder);
});
afterEach(() => fs.rm(folder, { recursive: true }));

const list = async () =>
  (await fs.readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe('storage on a disk', () => {
  testStorage(() => ({ storage, list }));

  test('forgets what a killed process had begun, and leaves what others are writing', async () => {
    const begun = path.join(folder, 'begun');
    await fs.mkdir(begun);
    for (const name of ['left', 'growing']) await fs.writeFile(path.join(begun, name), 'half');
    await fs.utimes(path.join(begun, 'left'), 1_000, 1_000);
    await storage.sweep(new Date(2_000_000));
    expect(await list()).toEqual(['growing']);
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
