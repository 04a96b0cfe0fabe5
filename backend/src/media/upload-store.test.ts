// Two nodes' stores on one database and one storage.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from '@tus/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { openWorld, type World } from '#engine/world.fixture.ts';
import { DiskStorage } from './disk-storage.ts';
import { ScratchFiles } from './scratch-files.ts';
import { UploadStore } from './upload-store.ts';

let world: World;
let folder: string;
let here: UploadStore;
let there: UploadStore;
beforeAll(async () => {
  world = await openWorld();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'upload-store-'));
  [here, there] = [aStore(), aStore()];
});
afterAll(async () => {
  await world.close();
  await fs.rm(folder, { recursive: true });
});

const aStore = () =>
  new UploadStore(
    world.engine.dataSource,
    new DiskStorage(path.join(folder, 'uploads')),
    new ScratchFiles(path.join(folder, 'scratch')),
    // The lock has failed: it is the row that keeps the bytes right.
    { assertMayWrite() {}, async assertSpace() {} },
  );
async function begun(byteCount: number): Promise<string> {
  const id = newId();
  await here.create(new Upload({ id, size: byteCount, offset: 0 }));
  return id;
}
const partsOf = async (id: string) => (await fs.readdir(path.join(folder, 'uploads', id.replaceAll('-', '')))).length;
const read = (id: string) => there.withFile(id, (file) => fs.readFile(file));

test('of two who write at the same place one has written for nothing, and nothing of it stays', async () => {
  const bytes = randomBytes(300_000);
  const id = await begun(bytes.length);
  const writing = [here, there].map((store) => store.write(Readable.from([bytes]), id, 0));
  const ends = await Promise.allSettled(writing);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = ends.find((end) => end.status === 'rejected');
  expect(refused!.reason).toMatchObject({ body: { code: 'unavailable' } });
  expect([await partsOf(id), (await read(id)).equals(bytes)]).toEqual([1, true]);
  await there.discard(id);
  await expect(fs.readdir(path.join(folder, 'uploads', id.replaceAll('-', '')))).rejects.toThrow('ENOENT');
});

test('what came before a stream broke off is kept, and the rest follows at another node', async () => {
  const bytes = randomBytes(9 * 1024 * 1024);
  const id = await begun(bytes.length);
  const broken = Readable.from(
    (async function* () {
      for (let at = 0; at < bytes.length - 1_000_000; at += 65_536) yield bytes.subarray(at, at + 65_536);
      throw new Error('the phone is gone');
    })(),
  );
  await expect(here.write(broken, id, 0)).rejects.toThrow('the phone is gone');
  const { offset } = (await there.findUpload(id))!;
  expect(offset).toBeGreaterThanOrEqual(bytes.length - 1_000_000);
  expect(await there.write(Readable.from([bytes.subarray(offset)]), id, offset)).toBe(bytes.length);
  expect((await read(id)).equals(bytes)).toBe(true);
  await here.discard(id);
});

test('a part that comes when the upload is gone leaves nothing', async () => {
  const id = await begun(10);
  await there.discard(id);
  await expect(here.write(Readable.from([Buffer.alloc(10)]), id, 0)).rejects.toMatchObject({
    body: { code: 'unavailable' },
  });
  expect(await there.findUpload(id)).toBeUndefined();
  expect(await partsOf(id)).toBe(0);
});
