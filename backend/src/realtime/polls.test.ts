import {
  addPhoto,
  comment,
  done,
  join,
  makeGroup,
  openWorld,
  run,
  type Person,
  type World,
} from '#engine/world.fixture.ts';
import type { Engine } from '#engine/engine.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Batch, Position } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Counted } from './hub-stage.fixture.ts';
import { Hub } from './hub.ts';
import { Polls } from './polls.ts';
import { until } from './watchers.fixture.ts';

let world: World;
let engine: Engine;
let alice: Person;
let bob: Person;
let dan: Person;
let groupId: string;
let photoId: string;
let photo: string;
let hub: Hub;
let polls: Polls;
let counted: Counted;

beforeAll(async () => {
  world = await openWorld();
  ({ engine } = world);
  [alice, bob, dan] = [await join(engine, 'Alice'), await join(engine, 'Bob'), await join(engine, 'Dan')];
});
afterAll(() => world.close());

beforeEach(async () => {
  groupId = await makeGroup(engine, alice, [bob]);
  photoId = await addPhoto(engine, alice, { to: 'group', groupId });
  photo = `photo/${photoId}`;
  counted = new Counted(engine);
  hub = new Hub({ ...counted.parts, registry, failed: (error) => expect.fail(String(error)) });
  polls = new Polls(hub);
  const stop = engine.onCommit((commit) => hub.take(commit));
  return stop;
});
afterEach(() => hub.stop());

async function poll(caller: Caller, at: Position | null, topicKey = photo): Promise<Batch[]> {
  const batches = await polls.batches(caller, new Map([[topicKey, at]]));
  return batches.map((batch) => JSON.parse(batch) as Batch);
}
async function start(caller: Caller): Promise<Position> {
  const [batch] = await poll(caller, null);
  if (batch?.k !== 'snap') throw new Error(`${batch?.k} is no snapshot`);
  return { epoch: batch.epoch, v: batch.v };
}
function wait(caller: Caller, at: Position, stop = new AbortController()): Promise<Batch[]> {
  const waiting = polls.batchesOrWait(caller, new Map([[photo, at]]), stop.signal);
  return waiting.then((batches) => batches.map((batch) => JSON.parse(batch) as Batch));
}

test('a poll has what is new, and nothing when nothing is', async () => {
  const at = await start(bob);
  expect(await poll(bob, at)).toEqual([]);
  await done(comment(engine, alice, photoId, 'new'));
  expect(await poll(bob, at)).toMatchObject([{ k: 'ops', from: at.v, v: at.v + 1 }]);
});

test('somebody who stands in a restored log is answered from it, though this node has not noticed yet', async () => {
  const { v } = await start(bob);
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ epoch: string }>(
    'update topic_head set epoch = gen_random_uuid() where topic = $1 returning epoch',
    [photo],
  );
  await client.end();
  expect(await poll(bob, { epoch: rows[0]!.epoch, v })).toEqual([]);
});

test('a poll without news asks nobody', async () => {
  const at = await start(bob);
  const before = counted.total;
  for (let i = 0; i < 20; i++) expect(await poll(bob, at)).toEqual([]);
  expect(polls.quickTopic(bob, photo)).toBeDefined();
  expect(counted.total - before).toBe(0);
});

test('what somebody may not hold is gone, for as long as they ask', async () => {
  for (const topicKey of [photo, 'photo/x', 'nothing'])
    expect(await poll(dan, null, topicKey)).toEqual([{ k: 'gone', t: topicKey }]);
  expect(await poll(VISITOR, null)).toEqual([{ k: 'gone', t: photo }]);
  expect(hub.held.size).toBe(0);
});

test('a verdict that was kept is judged again when it may be another', async () => {
  const at = await start(bob);
  await done(run(engine, alice, 'members.remove', { groupId, personId: bob.id }));
  expect(polls.quickTopic(bob, photo)).toBeUndefined();
  await done(comment(engine, alice, photoId, 'not for bob'));
  expect(await poll(bob, at)).toEqual([{ k: 'gone', t: photo }]);
});

test('a long poll is answered by the next change', async () => {
  const at = await start(bob);
  const waiting = wait(bob, at);
  const waiters = () => hub.topics.states.get(photo)!.waiters;
  await until('it waits', () => waiters().size === 1);
  await done(comment(engine, alice, photoId, 'news'));
  expect(await waiting).toMatchObject([{ k: 'ops', from: at.v }]);
  expect(waiters().size).toBe(0);
});

test('a long poll is answered when the topic is lost', async () => {
  const at = await start(bob);
  const waiting = wait(bob, at);
  await until('it waits', () => hub.topics.states.get(photo)!.waiters.size === 1);
  await done(run(engine, alice, 'members.remove', { groupId, personId: bob.id }));
  expect(await waiting).toEqual([{ k: 'gone', t: photo }]);
});

test('a long poll ends empty when its time is over', async () => {
  const at = await start(bob);
  const stop = new AbortController();
  const waiting = wait(bob, at, stop);
  await until('it waits', () => hub.topics.states.get(photo)!.waiters.size === 1);
  stop.abort();
  expect(await waiting).toEqual([]);
  expect(hub.topics.states.get(photo)!.waiters.size).toBe(0);
});

test('polls of a thousand people at once are one query for the rows', async () => {
  const before = counted.total;
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => poll(i % 2 ? alice : bob, null)));
  expect(answers.every(([batch]) => batch?.k === 'snap')).toBe(true);
  // Two verdicts, one head, one snapshot.
  expect(counted.total - before).toBe(4);
});
