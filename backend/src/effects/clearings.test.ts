// What a group that ended leaves goes, bit by bit, whatever happens meanwhile; and so do photos that were taken along.
import { createHash, randomBytes } from 'node:crypto';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { endGroup } from '@zoetrope/contract/features/groups.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { leaveGroup } from '@zoetrope/contract/features/members.ts';
import { beginRoll } from '@zoetrope/contract/features/rolls.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { USAGE_URL } from '@zoetrope/contract/usage.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPicture } from '#media/made-pictures.fixture.ts';
import { Site, until, type Person } from '#media/site.fixture.ts';

let site: Site;
let alice: Person, bob: Person;
beforeAll(async () => {
  site = await Site.open();
  [alice, bob] = [await site.person('alice'), await site.person('bob')];
});
afterAll(() => site?.close());

async function aGroup(): Promise<string> {
  const groupId = await alice.makeGroup();
  const token = randomBytes(16).toString('hex');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  await alice.run(createInvite.name, {
    ...{ id: newId(), groupId, tokenHash },
    ...{ role: 'contributor', expiresAt: null, usesLeft: null },
  });
  await bob.ask('POST', '/api/invites/accept', { 'content-type': 'application/json' }, JSON.stringify({ token }));
  return groupId;
}

/** Each another picture: a group has the same one once. */
let widthPx = 120;
async function aPhoto(who: Person, groupId: string): Promise<string> {
  const photoId = newId();
  const wish = { photoId, audience: { to: 'group' as const, groupId }, caption: '' };
  expect((await who.upload(wish, await aPicture('png', widthPx++, 90))).status).toBe(204);
  await until('it is shown', async () => (await who.get(photoUrl(photoId, 'w320.webp'))).status === 200);
  return photoId;
}

/** More of the same, faster than they can be sent: they show no bytes. */
const copies = (photoId: string, count: number) =>
  site.query(
    `with more as (select gen_random_uuid() as id from generate_series(1, $2)),
     copied as (
       insert into photos select (jsonb_populate_record(p, jsonb_build_object('id', more.id, 'rv', nextval('row_version')))).*
         from photos p, more where p.id = $1 returning *),
     counted as (update groups set photo_count = photo_count + $2 where id = (select group_id from photos where id = $1))
     insert into tallies select (jsonb_populate_record(t, jsonb_build_object('id', copied.id))).* from tallies t, copied where t.id = $1`,
    [photoId, count],
  );
const count = async (table: string, where: string, value: string): Promise<number> =>
  (await site.query(`select count(*)::int as n from ${table} where ${where} = $1`, [value]))[0].n;
const usedBy = async (who: Person): Promise<number> => (await who.get(USAGE_URL)).json.usedBytes;

test('everything of a group that ended goes: rows, conversations, links, bytes, and the room that they took', async () => {
  const groupId = await aGroup();
  const photoId = await aPhoto(bob, groupId);
  await alice.run(addComment.name, { id: newId(), photoId, body: 'oh' });
  const audience = { to: 'group', groupId };
  await bob.run(beginRoll.name, { id: newId(), audience, photos: [{ id: newId(), widthPx: 4, heightPx: 3 }] });
  expect(await usedBy(bob)).toBeGreaterThan(0);
  await alice.run(endGroup.name, { groupId });
  expect((await bob.get(photoUrl(photoId, 'w320.webp'))).status).toBe(404);
  await until('it is cleared away', async () => (await count('clearings', 'group_id', groupId)) === 0);
  for (const table of ['photos', 'tallies', 'members', 'invites', 'rolls', 'uploads'])
    expect([table, await count(table, 'group_id', groupId)]).toEqual([table, 0]);
  await until('nor is anything kept of the photo', async () =>
    (await Promise.all([count('comments', 'photo_id', photoId), count('photo_content', 'photo_id', photoId)])).every(
      (rows) => rows === 0,
    ),
  );
  await until('its bytes are gone', async () => (await site.files('media')).length === 0);
  expect(await usedBy(bob)).toBe(0);
});

test('a server that goes away in the middle goes on where it was, and each photo goes once', async () => {
  const groupId = await aGroup();
  await copies(await aPhoto(bob, groupId), 149);
  await alice.run(endGroup.name, { groupId });
  await until('some are gone', async () => (await count('photos', 'group_id', groupId)) < 150);
  await site.stop();
  const left = await count('photos', 'group_id', groupId);
  expect(left).toBeGreaterThan(0);
  // The member, and each photo that is gone.
  const [{ cleared }] = await site.query('select cleared_count as cleared from clearings where id = $1', [groupId]);
  expect(cleared).toBe(1 + 150 - left);
  await site.start();
  await until('it is cleared away', async () => (await count('clearings', 'id', groupId)) === 0);
  expect(await count('photos', 'group_id', groupId)).toBe(0);
  const batches = await site.query('select body from change where topic = $1 order by version', [
    `group-photos/${groupId}`,
  ]);
  const gone = batches.map(
    ({ body }) => JSON.parse(body).ch.filter((one: any) => one.e === 'photos' && !one.row).length,
  );
  expect(Math.max(...gone)).toBeLessThanOrEqual(20);
  expect(gone.reduce((sum, n) => sum + n, 0)).toBe(150);
});

test('who leaves takes their photos along, to the last one; those of others stay, and are counted', async () => {
  const groupId = await aGroup();
  const ours = await aPhoto(alice, groupId);
  const theirs = await aPhoto(bob, groupId);
  await copies(theirs, 50);
  await bob.run(leaveGroup.name, { groupId, takePhotos: true });
  await until('it is cleared away', async () => (await count('clearings', 'group_id', groupId)) === 0);
  expect(await site.query('select id from photos where group_id = $1', [groupId])).toEqual([{ id: ours }]);
  expect(await site.query('select photo_count, member_count from groups where id = $1', [groupId])).toEqual([
    { photo_count: 1, member_count: 1 },
  ]);
  expect((await alice.get(photoUrl(theirs, 'w320.webp'))).status).toBe(404);
  expect((await alice.get(photoUrl(ours, 'w320.webp'))).status).toBe(200);
});
