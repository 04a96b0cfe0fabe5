// The ladder where Socket.IO cannot be reached: nothing listens at its address, so the handshake fails at once.
import { expect, test, vi } from 'vitest';
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { Looking } from '@zoetrope/contract/features/presence.ts';
import { SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import type { Fault } from './testing/door.fixture.ts';
import { comment, open, photoTopic, status } from './testing/ladder.fixture.ts';
import { alice, idOf, World } from './testing/world.fixture.ts';

test('without Socket.IO the same batches come by long poll, and commands go by plain requests', async () => {
  const world = new World();
  const { session, live, has, door } = open(world);
  await live();
  await session.replica.run(addComment, comment(301));
  world.do(alice, addComment, comment(302));
  await has(3);
  expect(door.requests).toContain('POST /api/comments/add');
  await vi.waitFor(() => expect(status(session)).toMatchObject({ status: 'slower', reason: 'long-poll' }), 5_000);
});

test('who is there comes by the request that is held, and so does who leaves', async () => {
  const { session, live, door } = open(new World());
  await live();
  await vi.waitFor(() => expect(status(session)).toMatchObject({ reason: 'long-poll' }), 5_000);
  const { signals } = session.replica;
  const heard = () => signals.by(Looking, photoTopic);
  signals.watch(photoTopic, () => undefined);
  const said = { t: photoTopic.key, s: Looking.name, source: 'page' };
  door.say({ ...said, body: true });
  await vi.waitFor(() => expect(heard()).toEqual(['ruth']), 1_000);
  door.say({ ...said, body: null });
  await vi.waitFor(() => expect(heard()).toEqual([]), 1_000);
  expect(door.requests.filter((request) => request.includes('signals'))).toEqual([]);
});

test('a topic that is opened later does not wait for the request that is held', async () => {
  const world = new World();
  world.addPhoto(201);
  const { session, live } = open(world);
  await live();
  const other = PhotoTopic.of({ photoId: idOf(201) });
  session.replica.hold(other);
  await vi.waitFor(() => expect(session.replica.stateOf(other.key)).toBe('live'), 2_000);
});

test.each<Fault>(['hasty', 'cutting'])(
  'where held requests do not work (%s) it asks every few seconds',
  async (fault) => {
    const world = new World();
    const { session, live, has } = open(world, fault);
    await live();
    await vi.waitFor(() => expect(status(session)).toMatchObject({ status: 'checking', reason: 'poll' }), 10_000);
    expect(session.connection.get().nextCheckAtMs).toBeGreaterThan(0);
    world.do(alice, addComment, comment(301));
    await has(2);
  },
);

test('a server that is away is found again, and what was written meanwhile is sent', async () => {
  const world = new World();
  const { session, live, has, door, page } = open(world);
  await live();
  door.fault = 'away';
  const written = session.replica.run(addComment, comment(301));
  expect(session.replica.rows(Comment).get()).toHaveLength(2);
  await vi.waitFor(() => expect(status(session)).toMatchObject({ status: 'offline', reason: 'no-server' }), 10_000);
  expect(session.replica.outbox.list()).toMatchObject([{ state: 'waiting', error: { code: 'unavailable' } }]);
  world.do(alice, addComment, comment(302));
  door.fault = 'none';
  page.wake('online');
  await written;
  await has(3);
});

test("a proxy's page in place of an answer is no answer", async () => {
  const world = new World();
  const { session, live, door, page } = open(world, 'page');
  await vi.waitFor(() => expect(status(session).status).toBe('offline'), 10_000);
  door.fault = 'none';
  page.wake('shown');
  await live();
});

test('by choice it polls and does nothing else', async () => {
  const world = new World();
  const { session, live, door, has } = open(world, 'none', { stayOnPolling: true });
  await live();
  await vi.waitFor(
    () => expect(status(session)).toMatchObject({ status: 'checking', reason: 'chosen-polling' }),
    5_000,
  );
  world.do(alice, addComment, comment(301));
  await has(2);
  expect(new Set(door.requests)).toEqual(new Set(['POST /api/sync']));
  session.connection.stayOnPolling(false);
  await vi.waitFor(() => expect(status(session)).toMatchObject({ status: 'slower', reason: 'long-poll' }), 5_000);
});

test('a single topic is polled by GET, and an unchanged answer is a 304', async () => {
  const world = new World();
  const { session, door } = open(world, 'none', { caller: VISITOR, only: 'poll' });
  const site = SiteTopic.of({ siteId: SITE_ID });
  await vi.waitFor(() => {
    expect(session.replica.stateOf(site.key)).toBe('live');
    // A visitor may not hold the photo of a group: only one topic is left to ask for.
    expect(session.replica.stateOf(photoTopic.key)).toBe('gone');
    expect(door.requests.filter((request) => request === 'GET /api/sync').length).toBeGreaterThan(3);
  }, 5_000);
});

test('the end of a session is said once, and stops everything', async () => {
  const world = new World();
  const { session, live, door } = open(world, 'none', { only: 'poll' });
  const ends: string[] = [];
  session.onEnd((end) => ends.push(end));
  await live();
  door.fault = errorBody('session-ended');
  await vi.waitFor(() => expect(ends).toEqual(['session-ended']), 5_000);
  const asked = door.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(door.requests.length).toBe(asked);
  expect(status(session)).toMatchObject({ status: 'offline', reason: 'session-ended' });
});

test('a client that is older than the server is told so by a command, too', async () => {
  const world = new World();
  const { session, live, door } = open(world, 'none', { only: 'long-poll' });
  const ends: string[] = [];
  session.onEnd((end) => ends.push(end));
  await live();
  door.fault = errorBody('outdated-client');
  const error = await session.replica.run(addComment, comment(301)).catch((reason: { body: unknown }) => reason.body);
  expect(error).toMatchObject({ code: 'outdated-client' });
  expect(ends).toEqual(['outdated-client']);
});
