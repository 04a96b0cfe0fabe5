// The queue on a real database: what a worker that dies, fails or is asked to stop leaves to the next one.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, ORIGINAL } from '@zoetrope/contract/renditions.ts';
import { addPhoto, Photo, PhotoTopic, removePhoto } from '@zoetrope/contract/features/photos.ts';
import { join, makeGroup, openWorld, type Person, type World } from '#engine/world.fixture.ts';
import { DiskStorage } from './disk-storage.ts';
import { aPicture, aTurnedAnimation, look } from './made-pictures.fixture.ts';
import { ContentJobs, MAX_ATTEMPTS } from './content-jobs.ts';
import { Contents } from './contents.ts';
import { PhotoStates } from './photo-states.ts';
import { until } from './site.fixture.ts';
import type { PictureType } from './sniff.ts';
import { receivedKey, renditionKey } from './storage.ts';
import { MediaWorker } from './worker.ts';

let world: World;
let folder: string;
let storage: DiskStorage;
let jobs: ContentJobs;
let contents: Contents;
let states: PhotoStates;
let alice: Person;
let groupId: string;
beforeAll(async () => {
  world = await openWorld();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'worker-'));
  storage = new DiskStorage(folder);
  jobs = new ContentJobs(world.engine.dataSource, 'pictures');
  contents = new Contents(world.engine.dataSource, storage);
  states = new PhotoStates(contents, world.engine);
  alice = await join(world.engine, 'alice');
  groupId = await makeGroup(world.engine, alice);
});
afterAll(async () => {
  await world.close();
  await fs.rm(folder, { recursive: true });
});
beforeEach(async () => {
  await query('delete from photo_content');
  await query('delete from content');
});

const query = (text: string, values: unknown[] = []): Promise<any[]> => world.engine.dataSource.query(text, values);
const stateOf = async (photoId: string): Promise<string> =>
  (
    await query('select j.state from photo_content join content_job j using (content_id) where photo_id = $1', [
      photoId,
    ])
  )[0]?.state;
const photoState = async (photoId: string): Promise<string> =>
  (await query('select state from photos where id = $1', [photoId]))[0]?.state;
const isDone = (photoId: string) => until('the job is done', async () => (await stateOf(photoId)) === 'done');

/** A photo whose bytes are kept and which waits for a worker. Each has bytes of its own. */
async function aWaitingPhoto(
  bytes?: Buffer,
  type: PictureType = 'jpeg',
): Promise<{ photoId: string; contentId: string }> {
  return addAnother(newId().replaceAll('-', '').repeat(2), bytes, type);
}

async function addAnother(
  hash: string,
  bytes?: Buffer,
  type: PictureType = 'jpeg',
): Promise<{ photoId: string; contentId: string }> {
  const photoId = newId();
  const addition = { id: photoId, audience: { to: 'group', groupId }, caption: '', widthPx: 400, heightPx: 300 };
  const uploadId = newId();
  const kept = bytes ?? (await aPicture('jpeg'));
  const facts = { type, byteCount: kept.length, placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI' };
  const { content } = await contents.hold(
    { photoId, uploadId, uploader: { kind: 'account', id: alice.id }, addition },
    { hash, widthPx: 400, heightPx: 300, durationMs: null, takenAt: null, ...facts },
    async () => {},
  );
  await storage.put(receivedKey(content.id), kept);
  await world.engine.run(alice, { id: uploadId, name: addPhoto.name, input: addition }, { onServer: true });
  await contents.admit(photoId);
  return { photoId, contentId: content.id };
}

async function withWorker(work: (worker: MediaWorker) => Promise<void>, isAlone = true): Promise<void> {
  const worker = new MediaWorker(jobs, contents, storage, states, { lookEveryMs: 50, isAlone, places: 1 });
  await worker.start();
  try {
    await work(worker);
  } finally {
    await worker.stop();
  }
}

test('a waiting photo gets its renditions and is ready', async () => {
  const { photoId, contentId } = await aWaitingPhoto();
  await withWorker(() => isDone(photoId).then(() => {}));
  expect(await photoState(photoId)).toBe('ready');
  expect(await storage.findSize(renditionKey(contentId, 'w640.webp'))).toBeGreaterThan(0);
});

test('a photo that arrives while others are told is not left for the next look', async () => {
  await aWaitingPhoto();
  let second: { photoId: string } | undefined;
  class Telling extends PhotoStates {
    override async catchUp(): Promise<void> {
      if (!second) {
        second = await aWaitingPhoto();
        worker.wake();
      }
      await super.catchUp();
    }
  }
  const settings = { lookEveryMs: 3_600_000, isAlone: true, places: 1 };
  const worker = new MediaWorker(jobs, contents, storage, new Telling(contents, world.engine), settings);
  await worker.start();
  await until('the second is done', async () => second && (await stateOf(second.photoId)) === 'done');
  await worker.stop();
});

test('a photo is told of its first rendition, and again when there are all', async () => {
  const { photoId } = await aWaitingPhoto();
  await withWorker(() => isDone(photoId).then(() => {}));
  const changes = await query('select body from change where topic = $1 order by version', [
    PhotoTopic.of({ photoId }).key,
  ]);
  const rows = changes.flatMap(({ body }) => JSON.parse(body).ch).filter(({ e }) => e === Photo.name);
  expect(rows.map(({ row }) => [row.state, row.renditions])).toEqual([
    ['processing', 0],
    ['ready', 0],
    ['ready', CURRENT_SET],
  ]);
});

test('a photo that was rendered when the set was another is rendered anew, and keeps what it has until then', async () => {
  const { photoId, contentId } = await aWaitingPhoto();
  await withWorker(() => isDone(photoId).then(() => {}));
  const old = renditionKey(contentId, 'w2048.webp');
  await storage.put(old, await aPicture('webp'));
  await query("update content set rendition_set = 1, renditions = array['w320.jpg', 'w2048.webp'] where id = $1", [
    contentId,
  ]);
  await query('update photo_content set told_set = 1');
  await query('update photos set renditions = 1');
  // The same set is told under the same id, once; another set has ids of its own.
  await query('delete from receipt');
  await withWorker(() =>
    until(
      'its row says so',
      async () => (await query('select renditions from photos where id = $1', [photoId]))[0].renditions === CURRENT_SET,
    ).then(() => {}),
  );
  await until('the old one is gone', async () => (await storage.findSize(old)) === undefined);
  expect((await contents.findServed(photoId))!.renditions).toHaveLength(6);
});

test('of photos from when what is partly transparent got wrong colours, those alone are rendered anew', async () => {
  const clear = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#80000080' } })
    .png()
    .toBuffer();
  const kept = await aPicture('webp', 40, 30);
  const names = ['w320.avif', 'w320.webp', 'w320.jpg'] as const;
  const sizes: (number | undefined)[] = [];
  for (const [bytes, type] of [
    [clear, 'png'],
    [await aPicture('jpeg', 40, 30), 'jpeg'],
  ] as const) {
    const { photoId, contentId } = await aWaitingPhoto(bytes, type);
    await storage.put(renditionKey(contentId, 'w320.webp'), kept);
    await query('update content set rendition_set = 2, renditions = $2 where id = $1', [contentId, names]);
    await withWorker(() => isDone(photoId).then(() => {}));
    expect(await contents.findServed(photoId)).toMatchObject({ renditions: names, renditionSet: CURRENT_SET });
    sizes.push(await storage.findSize(renditionKey(contentId, 'w320.webp')));
  }
  expect(sizes[0]).not.toBe(kept.length);
  expect(sizes[1]).toBe(kept.length);
});

test('new photos are rendered before old ones are rendered anew', async () => {
  const outdated = await aWaitingPhoto();
  await query('update content set rendition_set = 1 where id = $1', [outdated.contentId]);
  const fresh = await aWaitingPhoto();
  expect((await jobs.claim())!.contentId).toBe(fresh.contentId);
  expect((await jobs.claim())!.contentId).toBe(outdated.contentId);
});

test('a job is never given to two workers', async () => {
  await Promise.all([aWaitingPhoto(), aWaitingPhoto()]);
  const claims = await Promise.all([jobs.claim(), jobs.claim(), jobs.claim()]);
  const ids = claims.flatMap((job) => (job ? [job.contentId] : []));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(2);
});

test('what a killed worker held is taken up at the next start', async () => {
  const { photoId } = await aWaitingPhoto();
  await jobs.claim();
  expect(await stateOf(photoId)).toBe('working');
  await withWorker(() => isDone(photoId).then(() => {}));
});

test('what kills its worker time after time is given up, and the next photo has its turn', async () => {
  const { photoId } = await aWaitingPhoto();
  await query("update content_job set state = 'working', attempts = $1", [MAX_ATTEMPTS]);
  const next = await aWaitingPhoto();
  await withWorker(() => isDone(next.photoId).then(() => {}));
  expect([await stateOf(photoId), await photoState(photoId)]).toEqual(['dead', 'failed']);
  expect((await query('select error from content_job where error is not null'))[0].error).toContain(
    'did not come back',
  );
});

test('among other nodes it is taken up when its lease has run out, not before', async () => {
  const { photoId } = await aWaitingPhoto();
  await jobs.claim();
  expect(await jobs.claim()).toBeUndefined();
  await query("update content_job set run_after = now() - interval '1 second'");
  await withWorker(() => isDone(photoId).then(() => {}), false);
});

test('a photo that was shown before the kill is shown once', async () => {
  const { photoId } = await aWaitingPhoto();
  await withWorker(() => isDone(photoId).then(() => {}));
  const version = async () => (await query('select rv from photos where id = $1', [photoId]))[0].rv;
  const before = await version();
  await query("update content_job set state = 'working'");
  await withWorker(() => isDone(photoId).then(() => {}));
  expect(await version()).toBe(before);
});

test('bytes that cannot be decoded fail at once, and everyone sees that', async () => {
  const { photoId } = await aWaitingPhoto((await aPicture('jpeg')).subarray(0, 900));
  await withWorker(() =>
    until('the photo failed', async () => (await photoState(photoId)) === 'failed').then(() => {}),
  );
  expect(await stateOf(photoId)).toBe('failed');
});

test('what may do better later is tried again after a pause, and given up after the last attempt', async () => {
  const { photoId, contentId } = await aWaitingPhoto();
  await fs.mkdir(path.join(folder, renditionKey(contentId, 'w320.avif')), { recursive: true });
  const hasFailed = async () => (await query('select error from content_job'))[0].error !== null;
  await withWorker(() => until('it was tried', hasFailed).then(() => {}));
  const [{ attempts, later, error }] = await query(
    'select attempts, run_after > now() as later, error from content_job where content_id = $1',
    [contentId],
  );
  expect([attempts, later]).toEqual([1, true]);
  expect(error).toContain('EISDIR');
  await query('update content_job set attempts = $1, run_after = now()', [MAX_ATTEMPTS - 1]);
  await withWorker(() => until('it is dead', async () => (await stateOf(photoId)) === 'dead').then(() => {}));
  await until('the photo failed', async () => (await photoState(photoId)) === 'failed');
});

test('a photo that was shown stays shown when its wider renditions cannot be made', async () => {
  const { photoId, contentId } = await aWaitingPhoto();
  await fs.mkdir(path.join(folder, renditionKey(contentId, 'w320.jpg')), { recursive: true });
  await query('update content_job set attempts = $1', [MAX_ATTEMPTS - 1]);
  await withWorker(() => until('it is dead', async () => (await stateOf(photoId)) === 'dead').then(() => {}));
  expect(await photoState(photoId)).toBe('ready');
});

test('a photo that is removed while it is rendered leaves nothing', async () => {
  const { photoId, contentId } = await aWaitingPhoto();
  await world.engine.run(alice, { id: newId(), name: removePhoto.name, input: { id: photoId } });
  await withWorker(() => until('the job is gone', async () => (await stateOf(photoId)) === undefined).then(() => {}));
  await until('the bytes are gone', async () => (await storage.findSize(receivedKey(contentId))) === undefined);
});

// sharp turns no animation, and makes none anew that has more pixels in all than a photo may.
test.each([
  [2, 200, 150],
  [40, 2_000, 1_500],
])(
  'of a moving picture of %i frames that lies on its side, the one that is shown is taken home',
  async (count, widthPx, heightPx) => {
    await withWorker(async (worker) => {
      const { photoId, contentId } = await aWaitingPhoto(await aTurnedAnimation(count, widthPx, heightPx), 'webp');
      worker.wake();
      await until('the job is done', async () => (await stateOf(photoId)) === 'done', 60_000);
      const original = await storage.withFile(renditionKey(contentId, ORIGINAL), (file) => fs.readFile(file));
      expect(await look(original)).toMatchObject({ format: 'webp', widthPx: heightPx, heightPx: widthPx, pages: 1 });
    });
  },
);
