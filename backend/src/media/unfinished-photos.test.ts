// What an administrator sees of work that was given up, and that it can be begun again.
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET } from '@zoetrope/contract/renditions.ts';
import { UNFINISHED_PHOTOS_URL } from '@zoetrope/contract/unfinished.ts';
import { MAX_ATTEMPTS } from './content-jobs.ts';
import { aPicture } from './made-pictures.fixture.ts';
import { Site, until, type Person } from './site.fixture.ts';
import { prefixOf } from './storage.ts';

let site: Site;
let alice: Person;
let bob: Person;
beforeAll(async () => {
  site = await Site.open();
  [alice, bob] = [await site.person('alice'), await site.person('bob')];
  await site.query('update people set is_admin = true where id = $1', [alice.personId]);
});
afterAll(() => site.close());

const again = (person: Person, body: object) =>
  person.ask('POST', `${UNFINISHED_PHOTOS_URL}/again`, { 'content-type': 'application/json' }, JSON.stringify(body));

test('a photo whose renditions cannot be written is seen by the administrator, who has it tried again', async () => {
  const photoId = newId();
  await bob.upload({ photoId, audience: { to: 'friends' }, caption: '' }, await aPicture('jpeg'));
  const jobOf = async () =>
    (
      await site.query('select j.* from content_job j join photo_content u using (content_id) where photo_id = $1', [
        photoId,
      ])
    )[0];
  await until('it is done', async () => (await jobOf()).state === 'done');
  const { content_id: contentId } = await jobOf();

  // A folder where a file belongs: no worker can write it, however often it tries.
  const obstacle = path.join(site.dataDir, 'media', prefixOf(contentId), 'w320.avif');
  await fs.rm(obstacle);
  await fs.mkdir(path.join(obstacle, 'x'), { recursive: true });
  await site.query(`update content set rendition_set = 1 where id = $1`, [contentId]);
  await site.query(`update content_job set state = 'waiting', attempts = $2, run_after = now() where content_id = $1`, [
    contentId,
    MAX_ATTEMPTS - 1,
  ]);
  await again(alice, { contentId: 'none' });
  await until('it is given up', async () => (await jobOf()).state === 'dead');

  const { json } = await alice.get(UNFINISHED_PHOTOS_URL);
  expect(json).toMatchObject({
    total: 1,
    waiting: 0,
    photos: [{ photoId, contentId, state: 'dead', isShown: true, attempts: MAX_ATTEMPTS }],
  });
  expect(json.photos[0].reason).toContain('EISDIR');

  await fs.rm(obstacle, { recursive: true });
  expect((await again(alice, { contentId })).json).toMatchObject({ photos: [], total: 0 });
  await until('it is done after all', async () => (await jobOf()).state === 'done');
  expect(await site.query('select rendition_set from content where id = $1', [contentId])).toEqual([
    { rendition_set: CURRENT_SET },
  ]);
});

test('nobody else sees any of it, or has anything tried again', async () => {
  for (const [person, code] of [
    [bob, 'forbidden'],
    [site.visitor(), 'unauthenticated'],
  ] as const) {
    expect((await person.get(UNFINISHED_PHOTOS_URL)).json.code).toBe(code);
    expect((await again(person, {})).json.code).toBe(code);
  }
  expect((await again(alice, { contentId: 5 })).json.code).toBe('invalid');
});
