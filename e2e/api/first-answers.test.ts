// What the app's page asks before its script is there: who is here, and the topics that the page begins with.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { GroupTopic, MembersTopic } from '@zoetrope/contract/features/groups.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Onlooker, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '#support/server.ts';
import { Cast } from '#support/world.ts';

let server: Server;
let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  server = await startServer({ env: { APP_DIR: path.resolve(import.meta.dirname, '../../frontend/dist/app') } });
  cast = await Cast.signUp(server);
  stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
});
afterAll(() => server?.remove());

const first = (who: Onlooker, page?: string) =>
  cast.api.request('GET', `/api/first${page === undefined ? '' : `?page=${page}`}`, { cookie: cast.cookie(who) });
const topicsOf = (groupId: string) =>
  [GroupTopic, MembersTopic, GroupPhotosTopic].map((topic) => topic.of({ groupId }).key);
const kindsIn = (batches: readonly Batch[]) => new Map(batches.map(({ t, k }) => [t, k]));

test('a page of a group begins with who is here and what the group holds, as a first sync would bring it', async () => {
  const answer = await first('carla', `/g/${stage.id('group')}`);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(answer.json.me).toMatchObject({ visitor: false, personId: cast.people.carla.id });
  const kinds = kindsIn(answer.json.batches);
  for (const key of [...topicsOf(stage.id('group')), MeTopic.of({ personId: cast.people.carla.id }).key])
    expect(kinds.get(key), key).toBe('snap');
  expect(answer.text).toContain('the lake');
  const at = Object.fromEntries([...kinds.keys()].map((key) => [key, null]));
  // Counts are gathered for half a second: those of the photo may come between the two.
  await expect
    .poll(async () => {
      const again = await first('carla', `/g/${stage.id('group')}`);
      return isDeepStrictEqual(await cast.api.sync(at, cast.cookie('carla')), again.json.batches);
    })
    .toBe(true);
});

test('Home begins with the photos of all my groups', async () => {
  const answer = await first('carla', '/');
  expect(kindsIn(answer.json.batches).get(GroupPhotosTopic.of({ groupId: stage.id('group') }).key)).toBe('snap');
  expect(answer.text).toContain('the lake');
});

test('of a group that is not theirs nobody learns more than of one that never was', async () => {
  for (const who of ['dan', 'visitor'] as const) {
    const madeUp = newId();
    const answer = await first(who, `/g/${stage.id('group')}`);
    for (const key of topicsOf(stage.id('group'))) expect(kindsIn(answer.json.batches).get(key), key).toBe('gone');
    expect(answer.text.replaceAll(stage.id('group'), madeUp)).toBe((await first(who, `/g/${madeUp}`)).text);
  }
});

test('a visitor, and whoever comes with an old cookie, begins with the site', async () => {
  const answer = await first('visitor', '/');
  expect(answer.json.me).toMatchObject({ visitor: true });
  expect([...kindsIn(answer.json.batches).keys()]).toEqual([SiteTopic.of({ siteId: SITE_ID }).key]);
  const cookie = cast.cookie('alice')!.replace(/=.*/u, `=${'a'.repeat(43)}`);
  const old = await cast.api.request('GET', '/api/first?page=/', { cookie });
  expect(old.json).toEqual(answer.json);
  expect(old.headers.get('set-cookie'), 'the old cookie is taken away').toMatch(/Max-Age=0/u);
});

test('an address that is no page begins with who is here and nothing else', async () => {
  for (const page of [undefined, '', '/g/', '/g/no-id', '/invite/secret', 'x'.repeat(2_000)]) {
    const answer = await first('dan', page);
    expect(answer.status).toBe(200);
    expect([...kindsIn(answer.json.batches).keys()].toSorted()).toEqual(
      [MeTopic.of({ personId: cast.people.dan.id }).key, SiteTopic.of({ siteId: SITE_ID }).key].toSorted(),
    );
  }
});
