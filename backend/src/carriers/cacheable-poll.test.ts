import { addPhoto, comment, done, run, type Person } from '#engine/world.fixture.ts';
import { setStage } from '#realtime/hub-stage.fixture.ts';
import { until } from '#realtime/watchers.fixture.ts';
import { errorBody, Refusal } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { SEGMENT, VERSION_HEADER, type SyncAnswer } from '@zoetrope/contract/kernel/wire.ts';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Admission } from './admission.ts';
import type { Authentication } from './authentication.port.ts';
import { answerAhead } from './ahead-of-router.ts';
import { CacheablePoll } from './cacheable-poll.ts';

const stage = setStage();
let poll: CacheablePoll;
let server: http.Server;
let url: string;

/** The cookie is the person's id. */
const authentication: Authentication = {
  authenticate: async (headers) => toAuthenticated(headers),
  remembered: (headers) => (headers.cookie === 'old' ? undefined : toAuthenticated(headers)),
  onSessionEnded: () => () => {},
  isOwnOrigin: () => true,
};
function toAuthenticated({ cookie }: IncomingHttpHeaders): { caller: Caller; sessionId: string | undefined } {
  if (cookie === 'old') throw new Refusal('session-ended');
  return { caller: cookie ? { kind: 'account', id: cookie } : VISITOR, sessionId: cookie };
}

beforeAll(async () => {
  server = http.createServer((_request, response) => response.end('the router'));
  answerAhead(server, [(...exchange) => poll.answer(...exchange)]);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  poll = new CacheablePoll(stage.polls, authentication, new Admission(1_000));
});

const get = (query: string, headers: Record<string, string> = {}) => fetch(`${url}/api/sync?${query}`, { headers });
const ofPhoto = (caller: Person, headers: Record<string, string> = {}, more = '') =>
  get(`t=${stage.photo}${more}`, { cookie: caller.id, ...headers });

test('an unchanged poll is a 304, and asks nobody', async () => {
  const first = await ofPhoto(stage.bob);
  const etag = first.headers.get('etag')!;
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  expect((await first.json()) as SyncAnswer).toMatchObject({ batches: [{ k: 'snap', t: stage.photo }] });
  const before = stage.counted.total;
  const second = await ofPhoto(stage.bob, { 'if-none-match': etag });
  expect([second.status, second.headers.get('etag'), stage.counted.total - before]).toEqual([304, etag, 0]);
  await done(comment(stage.engine, stage.alice, stage.photoId, 'news'));
  const third = await ofPhoto(stage.bob, { 'if-none-match': etag });
  expect([third.status, JSON.stringify(await third.json()).includes('news')]).toEqual([200, true]);
});

test('a poll from a position has what came after it', async () => {
  const [snapshot] = ((await (await ofPhoto(stage.bob)).json()) as SyncAnswer).batches;
  const { epoch, v } = snapshot as { epoch: string; v: number };
  const at = `&at=${epoch}.${v}`;
  expect(await (await ofPhoto(stage.bob, {}, at)).json()).toEqual({ batches: [] });
  await done(comment(stage.engine, stage.alice, stage.photoId, 'news'));
  expect(await (await ofPhoto(stage.bob, {}, at)).json()).toMatchObject({ batches: [{ k: 'ops', from: v, v: v + 1 }] });
});

test('what visitors may hold may be kept by any cache for a second', async () => {
  const answer = await get('t=site/site');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=1');
  expect(answer.headers.get('vary')).toBe('cookie');
});

test('what fills a segment may be kept longer, and the same question has the same answer later on', async () => {
  const { engine, alice, bob } = stage;
  const admin: Person = { kind: 'account', id: newId() };
  await done(run(engine, admin, 'people.join', { name: 'Ruth', isAdmin: true }, true));
  await done(run(engine, admin, 'site.edit', { everyone: true }));
  const photoId = await addPhoto(engine, alice, { to: 'everyone' });
  const comments = async (count: number) => {
    for (let i = 0; i < count; i++) await done(comment(engine, alice, photoId, `number ${i}`));
  };
  const [snapshot] = ((await (await get(`t=photo/${photoId}`)).json()) as SyncAnswer).batches;
  const { epoch, v } = snapshot as { epoch: string; v: number };
  const from = `t=photo/${photoId}&at=${epoch}.${v}`;
  await comments(SEGMENT - v - 1);
  const open = await get(from);
  expect(open.headers.get('cache-control')).toBe('public, max-age=1');
  expect(await open.json()).toMatchObject({ batches: [{ from: v, v: SEGMENT - 1 }] });
  await comments(2);
  const full = await get(from);
  expect(full.headers.get('cache-control')).toBe('public, max-age=300');
  const text = await full.text();
  expect(JSON.parse(text)).toMatchObject({ batches: [{ k: 'ops', from: v, v: SEGMENT }] });
  await comments(1);
  // Memory keeps no more than a segment is long; the log has it all.
  const state = stage.hub.topics.states.get(`photo/${photoId}`)!;
  await until('memory does not reach back that far', () => state.ringStart > v + 1);
  const later = await get(from);
  expect([later.headers.get('etag'), await later.text()]).toEqual([full.headers.get('etag'), text]);
  const tail = await get(`t=photo/${photoId}&at=${epoch}.${SEGMENT}`);
  expect(await tail.json()).toMatchObject({ batches: [{ from: SEGMENT, v: SEGMENT + 2 }] });
  // Who is signed in is judged each time, and has it all at once.
  const members = await get(from, { cookie: bob.id });
  expect(members.headers.get('cache-control')).toBe('private, no-cache');
  expect(await members.json()).toMatchObject({ batches: [{ from: v, v: SEGMENT + 2 }] });
});

test('a removed member has a 404, validator or not', async () => {
  const etag = (await ofPhoto(stage.bob)).headers.get('etag')!;
  await done(run(stage.engine, stage.alice, 'members.remove', { groupId: stage.groupId, personId: stage.bob.id }));
  const answer = await ofPhoto(stage.bob, { 'if-none-match': etag });
  expect([answer.status, await answer.json()]).toEqual([404, errorBody('not-found')]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('what is not there and what is secret are answered the same', async () => {
  for (const query of [`t=${stage.photo}`, `t=photo/${newId()}`, 't=nothing', 't=photo/%2e%2e']) {
    const answer = await get(query);
    expect([answer.status, await answer.json()]).toEqual([404, errorBody('not-found')]);
  }
});

test('a wrong poll is refused as on every other road', async () => {
  const refusals = [
    await get('t=site/site&at=x'),
    await get('at=x.1'),
    await get('t=site/site', { [VERSION_HEADER]: '99' }),
    await get('t=site/site', { cookie: 'old' }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([400, 400, 410, 401]);
  const codes = await Promise.all(refusals.map((refusal) => refusal.json()));
  expect(codes).toMatchObject([
    { code: 'invalid' },
    { code: 'invalid' },
    { code: 'outdated-client' },
    { code: 'session-ended' },
  ]);
});

test('everything else goes on to the router', async () => {
  const answers = [await fetch(`${url}/api/sync`, { method: 'POST' }), await fetch(`${url}/api/synchron`)];
  for (const answer of answers) expect(await answer.text()).toBe('the router');
});
