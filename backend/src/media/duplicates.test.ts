import { createHash } from 'node:crypto';
import { DUPLICATES_URL } from '@zoetrope/contract/duplicates.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, Site } from './site.fixture.ts';

let site: Site;
let hue = 0;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const aPicture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: 9, g: 9, b: (hue += 1) } } })
    .png()
    .toBuffer();
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const ask = (person: Person, audience: object, ...hashes: string[]) =>
  person.ask('POST', DUPLICATES_URL, { 'content-type': 'application/json' }, JSON.stringify({ audience, hashes }));
const photosIn = async (groupId: string) => site.query('select id from photos where group_id = $1', [groupId]);

test('the same bytes are before the same people once, and another audience may have them too', async () => {
  const alice = await site.person('alice');
  const group = { to: 'group', groupId: await alice.makeGroup() } as const;
  const bytes = await aPicture();
  const photoId = newId();
  const upload = (id: string, audience: typeof group | { to: 'friends' }) =>
    alice.upload({ photoId: id, audience, caption: '' }, bytes);
  expect((await upload(photoId, group)).status).toBe(204);
  const again = await upload(newId(), group);
  expect(again.status).toBe(409);
  expect(again.json.code).toBe('photo-already-here');
  expect((await upload(newId(), { to: 'friends' })).status).toBe(204);
  expect(await photosIn(group.groupId)).toEqual([{ id: photoId }]);
  expect(await site.files('uploads')).toEqual([]);

  const { json } = await ask(alice, group, hashOf(bytes), 'f'.repeat(64));
  expect(json.found).toMatchObject([{ hash: hashOf(bytes), photoId, ownerId: alice.personId }]);
});

test('of several who bring the same bytes at the same moment one is let through', async () => {
  const alice = await site.person('alice');
  const group = { to: 'group', groupId: await alice.makeGroup() } as const;
  const bytes = await aPicture();
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => alice.upload({ photoId: newId(), audience: group, caption: '' }, bytes)),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409, 409, 409]);
  expect(await photosIn(group.groupId)).toHaveLength(1);
});

test('a removed photo may come again', async () => {
  const alice = await site.person('alice');
  const group = { to: 'group', groupId: await alice.makeGroup() } as const;
  const bytes = await aPicture();
  const photoId = newId();
  await alice.upload({ photoId, audience: group, caption: '' }, bytes);
  await alice.run('photos.remove', { id: photoId });
  expect((await ask(alice, group, hashOf(bytes))).json.found).toEqual([]);
  expect((await alice.upload({ photoId: newId(), audience: group, caption: '' }, bytes)).status).toBe(204);
});

test('a stranger learns nothing: what they may not see answers like what is not there', async () => {
  const [alice, dan] = [await site.person('alice'), await site.person('dan')];
  const group = { to: 'group', groupId: await alice.makeGroup() } as const;
  const bytes = await aPicture();
  await alice.upload({ photoId: newId(), audience: group, caption: '' }, bytes);
  const [hidden, absent] = [
    await ask(dan, group, hashOf(bytes)),
    await ask(dan, { to: 'group', groupId: newId() }, hashOf(bytes)),
  ];
  expect(hidden.status).toBe(404);
  expect(hidden.bytes).toEqual(absent.bytes);
  expect((await ask(dan, { to: 'friends' }, hashOf(bytes))).json.found).toEqual([]);
  expect((await ask(site.visitor(), group, hashOf(bytes))).status).toBe(401);
  expect((await ask(alice, group, 'no hash')).status).toBe(400);
});
