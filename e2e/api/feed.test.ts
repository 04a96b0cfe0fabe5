// The newest photos as plain JSON, and the pages that people send each other.
import path from 'node:path';
import { INVITES } from '@zoetrope/contract/accounts.ts';
import { acceptFriend, askFriend } from '@zoetrope/contract/features/friends.ts';
import { createGroup, renameGroup } from '@zoetrope/contract/features/groups.ts';
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { createInvite, revokeInvite } from '@zoetrope/contract/features/invites.ts';
import { GroupPhotosTopic, type PhotoAudience, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { addPhoto, captionPhoto, removePhoto } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { Onlooker, PersonName, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { CALLER_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { Client } from 'pg';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf, type Answer } from '#support/api.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
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

const read = (address: string, cookie?: string, etag?: string): Promise<Answer> =>
  cast.api.request('GET', address, { cookie, headers: etag ? { 'if-none-match': etag } : {} });
const shownIn = (answer: Answer): string[] => answer.json.photos.map((photo: { id: string }) => photo.id);
const groupFeed = () => `/api/feed/groups/${stage.id('group')}`;

/** A photo that somebody adds; resolves to its id when it is ready. */
async function add(as: PersonName, audience: PhotoAudience, caption = ''): Promise<string> {
  const input = { id: newId(), audience, caption, widthPx: 4, heightPx: 3 };
  await cast.arrange([{ as, run: addPhoto, input }]);
  return input.id;
}

/** The feed when everything that is known of its topic has been told: counts are gathered within half a second. */
async function settled(address: string, { key }: TopicAt, who: Onlooker): Promise<Answer> {
  return until(`${address} stands still`, async () => {
    const waiting = await server.database.query('select 1 from gather_queue limit 1');
    const [head] = await server.database.query('select version from topic_head where topic = $1', [key]);
    const answer = await read(address, cast.cookie(who));
    return waiting.length === 0 && answer.json.at[key].v === Number(head.version) && answer;
  });
}

/** Runs `work` while every table is locked: whatever asks PostgreSQL meanwhile does not come back. */
async function withoutDatabase<T>(work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server.database.url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select string_agg(quote_ident(tablename), ', ') as names from pg_tables where schemaname = 'public'",
    );
    await client.query('begin');
    await client.query(`lock table ${rows[0].names} in access exclusive mode`);
    return await work();
  } finally {
    await client.end();
  }
}

test('a group feed shows its members the newest photos with names, counts and pictures', async () => {
  const answer = await read(groupFeed(), cast.cookie('carla'));
  expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  expect(answer.json.photos[0]).toMatchObject({
    id: stage.id('photo'),
    page: `/p/${stage.id('photo')}`,
    owner: { id: cast.people.alice.id, name: 'alice' },
    caption: 'the lake',
    comments: 0,
  });
  const [image] = answer.json.photos[0].images;
  expect((await read(image.webp, cast.cookie('carla'))).status).toBe(200);
});

test('a group feed is not there for strangers, visitors and made-up groups alike', async () => {
  const answers = await Promise.all([
    read(groupFeed(), cast.cookie('dan')),
    read(groupFeed()),
    read(`/api/feed/groups/${newId()}`, cast.cookie('alice')),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect(answer.text).toBe(answers[0].text);
  }
});

test('an unchanged feed is a 304 that asks no database, and a change is a new answer', async () => {
  const etag = (await settled(groupFeed(), GroupPhotosTopic.of({ groupId: stage.id('group') }), 'alice')).headers.get(
    'etag',
  )!;
  await withoutDatabase(async () => {
    expect((await read(groupFeed(), cast.cookie('alice'), etag)).status).toBe(304);
  });
  expect(await cast.do('alice', captionPhoto, { id: stage.id('photo'), caption: 'the lake at dusk' })).toBe('ok');
  const next = await read(groupFeed(), cast.cookie('alice'), etag);
  expect(next.status).toBe(200);
  expect(next.json.photos[0].caption).toBe('the lake at dusk');
});

test('the cursor walks through a feed once, without a gap and without an end that repeats', async () => {
  const walk = cast.stage();
  await cast.arrange(aPhotoInAGroup(walk));
  const added = [walk.id('photo')];
  for (let n = 0; n < 4; n++) added.unshift(await add('alice', { to: 'group', groupId: walk.id('group') }));
  const seen: string[] = [];
  let before: string | null = '';
  while (before !== null) {
    const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
    const page = await read(`/api/feed/groups/${walk.id('group')}?limit=2${query}`, cast.cookie('bob'));
    seen.push(...shownIn(page));
    before = page.json.next;
  }
  expect(seen).toEqual(added);
});

test('a page that is exactly full has no next one, and asks no database while nothing changes', async () => {
  const pair = cast.stage();
  await cast.arrange(aPhotoInAGroup(pair));
  const second = await add('alice', { to: 'group', groupId: pair.id('group') });
  const address = `/api/feed/groups/${pair.id('group')}`;
  const full = await settled(`${address}?limit=2`, GroupPhotosTopic.of({ groupId: pair.id('group') }), 'alice');
  expect(shownIn(full)).toEqual([second, pair.id('photo')]);
  expect(full.json.next).toBe(null);
  await withoutDatabase(async () => {
    expect((await read(`${address}?limit=2`, cast.cookie('alice'), full.headers.get('etag')!)).status).toBe(304);
  });
  const first = await read(`${address}?limit=1`, cast.cookie('alice'));
  expect(shownIn(first)).toEqual([second]);
  const last = await read(`${address}?limit=1&before=${encodeURIComponent(first.json.next)}`, cast.cookie('alice'));
  expect(shownIn(last)).toEqual([pair.id('photo')]);
  expect(last.json.next).toBe(null);
});

test('a limit or a cursor that is none is invalid', async () => {
  expect(outcomeOf(await read(`${groupFeed()}?limit=0`, cast.cookie('alice')))).toBe('invalid');
  expect(outcomeOf(await read(`${groupFeed()}?limit=many`, cast.cookie('alice')))).toBe('invalid');
  const id = newId();
  for (const before of [
    'yesterday',
    `2026-02-31T00:00:00.000Z_${id}`,
    `0000-01-01T00:00:00Z_${id}`,
    '2026-02-01T00:00:00Z_x',
  ]) {
    const answer = await read(`${groupFeed()}?before=${before}`, cast.cookie('alice'));
    expect([before, outcomeOf(answer), answer.json.fields]).toEqual([before, 'invalid', { before: 'invalid_format' }]);
  }
});

test('the friends feed is for friends, and needs an account', async () => {
  await cast.arrange([
    { as: 'alice', run: askFriend, input: { personId: cast.people.bob.id } },
    { as: 'bob', run: acceptFriend, input: { personId: cast.people.alice.id } },
  ]);
  const photoId = await add('alice', { to: 'friends' });
  expect(shownIn(await read('/api/feed/friends', cast.cookie('bob')))).toEqual([photoId]);
  expect(shownIn(await read('/api/feed/friends', cast.cookie('alice')))).toEqual([photoId]);
  expect(shownIn(await read('/api/feed/friends', cast.cookie('dan')))).toEqual([]);
  expect(outcomeOf(await read('/api/feed/friends'))).toBe('unauthenticated');
});

test('the public feed and front page show everyone the photos for everyone, and only those', async () => {
  const photoId = await add('bob', { to: 'everyone' }, '<b>loud</b>');
  const feed = await settled('/api/feed/public', SitePhotosTopic.of({ siteId: SITE_ID }), 'visitor');
  expect(shownIn(feed)).toEqual([photoId]);
  expect(feed.headers.get('cache-control')).toContain('public');
  const front = await read('/');
  expect(front.headers.get('cache-control')).toContain('public');
  expect(front.text).toContain(`/photos/${photoId}/`);
  expect(front.text).toContain('&lt;b&gt;loud&lt;/b&gt;');
  expect(front.text).not.toContain('<b>loud</b>');
  await withoutDatabase(async () => {
    expect((await read('/', undefined, front.headers.get('etag')!)).status).toBe(304);
    expect((await read('/api/feed/public', undefined, feed.headers.get('etag')!)).status).toBe(304);
  });
  const page = await read(`/p/${photoId}`);
  expect(page.text).toContain('<meta property="og:title" content="&lt;b&gt;loud&lt;/b&gt;"');
  expect(page.text).toMatch(new RegExp(`<meta property="og:image" content="http://[^"]+/photos/${photoId}/w320.jpg"`));
  await withoutDatabase(async () => {
    expect((await read(`/p/${photoId}`, undefined, page.headers.get('etag')!)).status).toBe(304);
  });
  expect(await cast.do('bob', removePhoto, { id: photoId })).toBe('ok');
  expect(shownIn(await read('/api/feed/public'))).toEqual([]);
});

test('the page of a private photo names it to those who see it, and is neutral to everybody else', async () => {
  const address = `/p/${stage.id('photo')}`;
  const mine = await read(address, cast.cookie('carla'));
  expect(mine.text).toContain('og:title" content="the lake');
  expect(mine.headers.get('cache-control')).toBe('private, no-cache');
  const made = await read(`/p/${newId()}`);
  for (const answer of [await read(address), await read(address, cast.cookie('dan'))]) {
    expect(answer.text).toBe(made.text);
    expect(answer.text).not.toContain(stage.id('photo'));
  }
});

/** Alice's, to her group. */
async function anInvitation(): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [newId(), randomBytes(16).toString('hex')];
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const invite = { id, groupId: stage.id('group'), role: 'viewer', tokenHash, expiresAt: null, usesLeft: null };
  expect(await cast.do('alice', createInvite, invite)).toBe('ok');
  return { id, token };
}

test('an invitation names its group and who invites; taken back it is neutral', async () => {
  const { id, token } = await anInvitation();
  const page = await read(`/invite/${token}`);
  expect(page.text).toContain('og:title" content="Join Lake house"');
  expect(page.text).toContain('alice invited you');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  // What happens in other groups is not about it.
  expect(await cast.do('dan', createGroup, { id: newId(), name: 'Elsewhere' })).toBe('ok');
  await withoutDatabase(async () => {
    expect((await read(`/invite/${token}`, undefined, page.headers.get('etag')!)).status).toBe(304);
  });
  const groupId = stage.id('group');
  for (const name of ['Sea house', 'Lake house']) {
    expect(await cast.do('alice', renameGroup, { groupId, name })).toBe('ok');
    expect((await read(`/invite/${token}`)).text).toContain(`Join ${name}`);
  }
  const made = await read(`/invite/${randomBytes(16).toString('hex')}`);
  expect(made.text).not.toContain('Lake house');
  expect(await cast.do('alice', revokeInvite, { id })).toBe('ok');
  expect((await read(`/invite/${token}`)).text).toBe(made.text);
});

test('guests of one wedding come in behind one address, and who guesses there is told to wait by a page', async () => {
  const from = { headers: { 'x-forwarded-for': '192.0.2.30' } };
  const { token } = await anInvitation();
  const preview = () => cast.api.request('GET', `${INVITES}/${token}`, from).then(outcomeOf);
  const accept = () =>
    cast.api.request('POST', `${INVITES}/accept`, { ...from, body: { token }, cookie: cast.cookie('alice') });
  for (let guest = 0; guest < 40; guest++) {
    expect((await cast.api.request('GET', `/invite/${token}`, from)).text).toContain('Join Lake house');
    expect([await preview(), outcomeOf(await accept())]).toEqual(['ok', 'ok']);
  }
  const guess = (below: string) => cast.api.request('GET', below + randomBytes(16).toString('hex'), from);
  // More than are taken: on a slow machine some of the time that is waited for passes meanwhile.
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 6 }, () => guess('/invite/')));
  const answers = await Promise.all([guess('/invite/'), guess(`${INVITES}/`)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 429]);
  expect(answers[0].headers.get('content-type')).toContain('text/html');
  expect(answers[0].text).not.toContain('Lake house');
});

test('a removed member reads the feed no longer, validator or not', async () => {
  const answer = await read(groupFeed(), cast.cookie('carla'));
  const etag = answer.headers.get('etag')!;
  expect((await read(groupFeed(), cast.cookie('carla'), etag)).status).toBe(304);
  const removal = { groupId: stage.id('group'), personId: cast.people.carla.id };
  expect(await cast.do('alice', removeMember, removal)).toBe('ok');
  expect((await read(groupFeed(), cast.cookie('carla'), etag)).status).toBe(404);
});

test('with an old cookie the public feed is what a visitor gets, and the others say that the session is over', async () => {
  const old = `zoetrope_session=${'x'.repeat(43)}`;
  const [visitor, other] = await Promise.all([read('/api/feed/public'), read('/api/feed/public', old)]);
  expect(other).toMatchObject({ status: visitor.status, json: visitor.json });
  for (const address of ['/api/feed/friends', groupFeed()])
    expect(await read(address, old)).toMatchObject({ status: 401, json: { code: 'session-ended' } });
  const headers = { [CALLER_HEADER]: cast.people.alice.id };
  const page = await cast.api.request('GET', '/api/feed/public', { cookie: old, headers });
  expect(page).toMatchObject({ status: 401, json: { code: 'session-ended' } });
});
