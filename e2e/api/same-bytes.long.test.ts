// The same bytes are kept once and go with their last use, also when people, deletions and kill -9 meet.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { aGroup } from '@zoetrope/contract/features/groups.cases.ts';
import { removePhoto } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '#support/api.ts';
import { aPicture } from '#support/pictures.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';

let server: Server;
let cast: Cast;
/** The same picture comes to a group once, so each goes to the next. */
let groups: Stage[];
let turn = 0;

beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
  groups = Array.from({ length: 12 }, () => cast.stage());
  for (const stage of groups) await cast.arrange(aGroup(stage));
});
afterAll(() => server?.remove());

type Who = 'alice' | 'bob';

async function add(who: Who, bytes: Uint8Array, photoId = newId()): Promise<string> {
  const audience = { to: 'group' as const, groupId: groups[turn++ % groups.length]!.id('group') };
  const answer = await upload(cast.api, { photoId, audience, caption: '' }, bytes, cast.cookie(who));
  expect(outcomeOf(answer)).toBe('ok');
  return photoId;
}
// As alice, who owns the group and may take away anybody's photo.
const remove = async (photoId: string) => expect(await cast.do('alice', removePhoto, { id: photoId })).toBe('ok');
const isServed = async (photoId: string): Promise<boolean> => {
  const answer = await cast.api.request('GET', photoUrl(photoId, 'w320.webp'), { cookie: cast.cookie('alice') });
  return answer.status === 200 && answer.text.length > 0;
};
const isShown = (photoId: string) => until('the photo is shown', () => isServed(photoId));
const counts = async () =>
  (
    await server.database.query(
      `select (select count(*)::int from content) as contents, (select count(*)::int from photo_content) as uses,
              (select count(*)::int from photos) as photos`,
    )
  )[0];
async function keptFiles(): Promise<string[]> {
  const root = path.join(server.dataDir, 'media');
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
const nothingIsLeft = () =>
  until('nothing is left', async () => {
    const { contents, uses, photos } = await counts();
    return contents + uses + photos === 0 && (await keptFiles()).length === 0;
  });

test('two people who bring the same bytes at the same moment share them, and they are rendered once', async () => {
  const bytes = await aPicture(700, 500);
  const ids = await Promise.all([add('alice', bytes), add('bob', bytes), add('bob', bytes)]);
  await Promise.all(ids.map(isShown));
  const [{ contents, uses }, jobs] = await Promise.all([
    counts(),
    server.database.query('select attempts from content_job'),
  ]);
  expect([contents, uses, jobs]).toEqual([1, 3, [{ attempts: 1 }]]);
  expect((await keptFiles()).filter((file) => file.endsWith('received'))).toHaveLength(1);
  // The last one out takes the bytes along; the others do not.
  await remove(ids[0]);
  await remove(ids[2]);
  await until('two are forgotten', async () => (await counts()).uses === 1);
  expect(await isServed(ids[1])).toBe(true);
  await remove(ids[1]);
  await nothingIsLeft();
});

test('bytes that come at the moment at which their last photo goes are kept', async () => {
  const bytes = await aPicture(40, 30);
  let last = await add('bob', bytes);
  for (let round = 0; round < 25; round++) {
    const [next] = await Promise.all([add('alice', bytes), remove(last)]);
    await isShown(next);
    last = next;
  }
  await until('the others are forgotten', async () => (await counts()).uses === 1);
  expect(await isServed(last)).toBe(true);
  await remove(last);
  await nothingIsLeft();
});

test('whatever was under way when the power went: each photo that is there is shown, and the last one leaves nothing', async () => {
  const pictures = await Promise.all([aPicture(50, 40), aPicture(60, 40)]);
  const added = new Set<string>();
  const removed: string[] = [];
  for (let round = 0; round < 2; round++) {
    let isOver = false;
    const busy = pictures.map(async (bytes) => {
      // Answers get lost; what counts is what is there afterwards.
      while (!isOver) {
        const photoId = newId();
        const isAnswered = await add('bob', bytes, photoId).then(
          () => true,
          () => false,
        );
        if (!isAnswered && !server.isRunning) return;
        // Here already: it came with an answer that was lost, or was to be removed when the power went.
        if (!isAnswered) continue;
        added.add(photoId);
        const oldest = [...added][0]!;
        added.delete(oldest);
        removed.push(oldest);
        await remove(oldest).catch(() => {});
      }
    });
    const goal = removed.length + 4 + round;
    await until('some came and went', () => removed.length >= goal);
    await server.kill9();
    isOver = true;
    await Promise.all(busy);
    await server.start();
    const there: { id: string }[] = await server.database.query('select id from photos');
    for (const id of added) expect(there).toContainEqual({ id });
    for (const { id } of there) await isShown(id);
  }
  await until(
    'all are removed',
    async () => {
      // Uploads that were whole when the power went become photos a while after the start.
      const there: { id: string }[] = await server.database.query('select id from photos');
      for (const { id } of there) await remove(id);
      return (
        there.length === 0 &&
        (await nothingIsLeft().then(
          () => true,
          () => false,
        ))
      );
    },
    60_000,
  );
  // Two starts beside other work, on a small machine.
}, 180_000);
