// kill -9 while what an ended group has left is cleared away: all of it goes after the restart, each thing once.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { createGroup, endGroup, Member, memberId } from '@zoetrope/contract/features/groups.ts';
import { acceptInvite, createInvite } from '@zoetrope/contract/features/invites.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { addPhoto, Photo } from '@zoetrope/contract/features/photos.ts';
import { beginRoll } from '@zoetrope/contract/features/rolls.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { ORIGINAL, photoUrl } from '@zoetrope/contract/renditions.ts';
import { USAGE_URL } from '@zoetrope/contract/usage.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

const PATIENCE_MS = 50_000;
const PHOTO_COUNT = 200;

let server: Server;
let cast: Cast;
/** In a group that goes on. */
const kept = newId();
beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
  await aGroupWith(kept, 90);
});
afterAll(() => server?.remove());

/** Alice's, with bob and a photo of his; no two have the same width, or they are the same bytes. */
async function aGroupWith(photoId: string, widthPx: number): Promise<string> {
  const [groupId, inviteId] = [newId(), newId()];
  const audience = { to: 'group', groupId };
  const link = { id: inviteId, groupId, role: 'contributor', tokenHash: '', expiresAt: null, usesLeft: null };
  const photo = { id: photoId, audience, caption: '', widthPx, heightPx: 60 };
  await cast.arrange([
    { as: 'alice', run: createGroup, input: { id: groupId, name: 'Lake house' } },
    { as: 'alice', run: createInvite, input: link },
    { as: 'bob', run: acceptInvite, input: { id: inviteId } },
    { as: 'bob', run: addPhoto, input: photo },
    { as: 'alice', run: addComment, input: { id: newId(), photoId, body: 'oh' } },
    { as: 'bob', run: beginRoll, input: { id: newId(), audience, photos: [{ id: newId(), widthPx: 4, heightPx: 3 }] } },
  ]);
  return groupId;
}

/** So many more that show the same bytes, faster than they can be sent. */
const copy = (photoId: string, times: number) =>
  server.database.query(
    `with more as (select gen_random_uuid() as id from generate_series(1, $2)),
     copied as (
       insert into photos select (jsonb_populate_record(p, jsonb_build_object('id', more.id, 'rv', nextval('row_version')))).*
         from photos p, more where p.id = $1 returning *),
     counted as (update groups set photo_count = photo_count + $2 where id = (select group_id from photos where id = $1)),
     used as (
       insert into photo_content
       select (jsonb_populate_record(u, jsonb_build_object('photo_id', copied.id, 'upload_id', gen_random_uuid()))).*
         from photo_content u, copied where u.photo_id = $1)
     insert into tallies select (jsonb_populate_record(t, jsonb_build_object('id', copied.id))).* from tallies t, copied where t.id = $1`,
    [photoId, times],
  );

async function count(from: string, values: readonly unknown[]): Promise<number> {
  const [row] = await server.database.query(`select count(*)::int as n from ${from}`, values);
  return row.n;
}

/** Where anything of it is left, in whichever table names groups or photos. */
async function remains(groupId: string, photoIds: readonly string[]): Promise<string[]> {
  const tables = await server.database.query(
    `select table_name as name, column_name as by from information_schema.columns
      where table_schema = 'public' and column_name in ('group_id', 'photo_id')`,
  );
  const left: string[] = [];
  for (const { name, by } of tables) {
    const ids = by === 'group_id' ? [groupId] : photoIds;
    if ((await count(`"${name}" where ${by}::text = any($1)`, [ids])) > 0) left.push(`${name}.${by}`);
  }
  return left;
}

/** Which rows of this entity a topic's log says are gone, as often as it says so. */
async function goneOf(topic: string, entity: string): Promise<string[]> {
  const changes = await server.database.query('select body from change where topic = $1 order by version', [topic]);
  return changes
    .flatMap(({ body }) => JSON.parse(body).ch)
    .filter(({ e, row }) => e === entity && !row)
    .map(({ id }) => id);
}

/** Undefined when a folder goes while it is looked at. */
const filesOfMedia = async (): Promise<string[] | undefined> => {
  const folder = path.join(server.dataDir, 'media');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const files = entries?.filter((entry) => entry.isFile());
  return files?.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
};
const get = (who: 'alice' | 'bob', url: string) => cast.api.request('GET', url, { cookie: cast.cookie(who) });

const photosLeft = (groupId: string) => count('photos where group_id = $1', [groupId]);

test.each<[string, number, (groupId: string) => Promise<boolean>]>([
  ['its end is written', 100, async (groupId) => (await count('clearings where id = $1', [groupId])) === 1],
  ['some of its photos are gone', 110, async (groupId) => (await photosLeft(groupId)) < PHOTO_COUNT],
  ['most of its photos are gone', 120, async (groupId) => (await photosLeft(groupId)) < PHOTO_COUNT / 4],
])('killed when %s', async (_when, widthPx, isThen) => {
  const [filesBefore, usageBefore] = [await filesOfMedia(), (await get('bob', USAGE_URL)).json];
  const photoId = newId();
  const groupId = await aGroupWith(photoId, widthPx);
  await until('its original is there', async () => (await get('bob', photoUrl(photoId, ORIGINAL))).status === 200);
  await copy(photoId, PHOTO_COUNT - 1);
  const rows = await server.database.query('select id from photos where group_id = $1', [groupId]);
  const photoIds = rows.map(({ id }): string => id).toSorted();
  expect(photoIds).toHaveLength(PHOTO_COUNT);

  const ending = cast.do('alice', endGroup, { groupId }).catch(() => undefined);
  await until('it is so far', () => isThen(groupId), PATIENCE_MS, 1);
  await server.kill9();
  await ending;
  // Something is left to do, or it was not in the middle.
  expect(await remains(groupId, photoIds)).not.toEqual([]);
  await server.start();

  await until('nothing of it remains', async () => (await remains(groupId, photoIds)).length === 0, PATIENCE_MS);
  const isAsBefore = async () => (await filesOfMedia())?.join() === filesBefore!.join();
  await until('nor do its bytes', isAsBefore, PATIENCE_MS);
  expect((await get('bob', USAGE_URL)).json).toEqual(usageBefore);
  expect((await goneOf(GroupPhotosTopic.of({ groupId }).key, Photo.name)).toSorted()).toEqual(photoIds);
  for (const name of ['alice', 'bob'] as const) {
    const { id: personId } = cast.people[name];
    const gone = await goneOf(MeTopic.of({ personId }).key, Member.name);
    expect(gone.filter((id) => id === memberId(groupId, personId))).toHaveLength(1);
  }
  expect((await get('bob', photoUrl(kept, ORIGINAL))).status).toBe(200);
});
