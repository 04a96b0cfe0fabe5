import { comment, done, run } from '#engine/world.fixture.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Batch, Position } from '@zoetrope/contract/kernel/wire.ts';
import pg from 'pg';
import { expect, test } from 'vitest';
import { setStage } from './hub-stage.fixture.ts';
import { until } from './watchers.fixture.ts';

const stage = setStage();

const say = (body: string) => done(comment(stage.engine, stage.alice, stage.photoId, body));
const removeBob = () =>
  done(run(stage.engine, stage.alice, 'members.remove', { groupId: stage.groupId, personId: stage.bob.id }));

async function poll(caller: Caller, at: Position | null, topicKey = stage.photo): Promise<Batch[]> {
  const batches = await stage.polls.batches(caller, new Map([[topicKey, at]]));
  return batches.map((batch) => JSON.parse(batch) as Batch);
}
async function start(caller: Caller): Promise<Position> {
  const [batch] = await poll(caller, null);
  if (batch?.k !== 'snap') throw new Error(`${batch?.k} is no snapshot`);
  return { epoch: batch.epoch, v: batch.v };
}
async function wait(caller: Caller, at: Position, stop = new AbortController()): Promise<Batch[]> {
  const news = await stage.polls.newsOrWait(caller, new Map([[stage.photo, at]]), new Map(), stop.signal);
  return news.batches.map((batch) => JSON.parse(batch) as Batch);
}

test('a poll has what is new, and nothing when nothing is', async () => {
  const at = await start(stage.bob);
  expect(await poll(stage.bob, at)).toEqual([]);
  await say('new');
  expect(await poll(stage.bob, at)).toMatchObject([{ k: 'ops', from: at.v, v: at.v + 1 }]);
});

test('somebody who stands in a restored log is answered from it, though this node has not noticed yet', async () => {
  const { v } = await start(stage.bob);
  const client = new pg.Client({ connectionString: stage.world.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ epoch: string }>(
    'update topic_head set epoch = gen_random_uuid() where topic = $1 returning epoch',
    [stage.photo],
  );
  await client.end();
  expect(await poll(stage.bob, { epoch: rows[0]!.epoch, v })).toEqual([]);
});

test('a poll without news asks nobody', async () => {
  const at = await start(stage.bob);
  const before = stage.counted.total;
  for (let i = 0; i < 20; i++) expect(await poll(stage.bob, at)).toEqual([]);
  expect(stage.polls.quickTopic(stage.bob, stage.photo)).toBeDefined();
  expect(stage.counted.total - before).toBe(0);
});

test('what somebody may not hold is gone, for as long as they ask', async () => {
  for (const topicKey of [stage.photo, 'photo/x', 'nothing'])
    expect(await poll(stage.dan, null, topicKey)).toEqual([{ k: 'gone', t: topicKey }]);
  expect(await poll(VISITOR, null)).toEqual([{ k: 'gone', t: stage.photo }]);
  expect(stage.hub.held.size).toBe(0);
});

test('a verdict that was kept is judged again when it may be another', async () => {
  const at = await start(stage.bob);
  await removeBob();
  expect(stage.polls.quickTopic(stage.bob, stage.photo)).toBeUndefined();
  await say('not for bob');
  expect(await poll(stage.bob, at)).toEqual([{ k: 'gone', t: stage.photo }]);
});

test('a long poll is answered by the next change', async () => {
  const at = await start(stage.bob);
  const waiting = wait(stage.bob, at);
  const waiters = () => stage.hub.topics.states.get(stage.photo)!.waiters;
  await until('it waits', () => waiters().size === 1);
  await say('news');
  expect(await waiting).toMatchObject([{ k: 'ops', from: at.v }]);
  expect(waiters().size).toBe(0);
});

test('a long poll is answered when the topic is lost', async () => {
  const at = await start(stage.bob);
  const waiting = wait(stage.bob, at);
  await until('it waits', () => stage.hub.topics.states.get(stage.photo)!.waiters.size === 1);
  await removeBob();
  expect(await waiting).toEqual([{ k: 'gone', t: stage.photo }]);
});

test('a long poll ends empty when its time is over', async () => {
  const at = await start(stage.bob);
  const stop = new AbortController();
  const waiting = wait(stage.bob, at, stop);
  await until('it waits', () => stage.hub.topics.states.get(stage.photo)!.waiters.size === 1);
  stop.abort();
  expect(await waiting).toEqual([]);
  expect(stage.hub.topics.states.get(stage.photo)!.waiters.size).toBe(0);
});

test('polls of a thousand people at once are one query for the rows', async () => {
  const before = stage.counted.total;
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => poll(i % 2 ? stage.alice : stage.bob, null)),
  );
  expect(answers.every(([batch]) => batch?.k === 'snap')).toBe(true);
  // Two verdicts, one head, one snapshot.
  expect(stage.counted.total - before).toBe(4);
});
