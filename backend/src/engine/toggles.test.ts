// Rows under natural keys, which may be absent and so cannot be locked: a feature of the test's own, made for meeting there.
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { ORIGIN } from '@zoetrope/contract/kernel/wire.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import * as z from 'zod/mini';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { done, join, openWorld, run, type Person, type World } from './world.fixture.ts';

const Like = entity('likes', z.object({ id: z.string(), wall: z.string(), turn: z.int32() }));
const LikeCount = entity('like_counts', z.object({ id: z.string(), likes: z.int32() }));
const WallTopic = topic('wall', z.object({ wall: z.string() })).allow(() => true);

/** Whoever finds it absent makes it and counts it; whoever finds it there takes it away. */
const toggle = command('likes.toggle', z.object({ wall: z.string(), turn: z.int32() }))
  .fact('like', (input, caller) => Like.at(`${input.wall}:${caller.id}`))
  .allow(() => true)
  .apply((facts, input, { me }) =>
    facts.like
      ? [Like.remove(facts.like.id), LikeCount.inc(input.wall, { likes: -1 })]
      : [Like.put({ id: `${input.wall}:${me}`, ...input }), LikeCount.inc(input.wall, { likes: 1 })],
  );
const open = command('likes.open', z.object({ wall: z.string() }))
  .allow(() => true)
  .apply((_facts, input) => [LikeCount.create({ id: input.wall, likes: 0 })]);
const break_ = command('likes.break', z.object({ wall: z.string() }))
  .allow(() => true)
  .apply((_facts, input) => [LikeCount.set(input.wall, { likes: 0.5 })]);

const likes = feature({
  name: 'likes',
  entities: [Like, LikeCount],
  places: [place(Like, WallTopic, { wall: 'wall' }), place(LikeCount, WallTopic, { wall: 'id' })],
  commands: [toggle, open, break_],
  topics: [WallTopic],
});

let world: World;
let engines: Engine[];
let alice: Person;
beforeAll(async () => {
  world = await openWorld();
  alice = await join(world.engine, 'Alice');
  await world.engine.dataSource.query(
    `create table likes(id text primary key, wall text not null, turn int not null, rv bigint not null)`,
  );
  await world.engine.dataSource.query(
    `create table like_counts(id text primary key, likes int not null, rv bigint not null)`,
  );
  const extended = new Registry([...registry.features, likes]);
  engines = [await world.another({ registry: extended }), await world.another({ registry: extended })];
});
afterAll(() => world.close());

test('toggling from two nodes at once counts each turn once, and row versions rise in commit order', async () => {
  await done(run(engines[0]!, alice, 'likes.open', { wall: 'north' }));
  const toggles = Array.from({ length: 300 }, (_, turn) =>
    run(engines[turn % 2]!, alice, 'likes.toggle', { wall: 'north', turn }),
  );
  const refused = (await Promise.all(toggles)).filter((ack) => !ack.ok);
  expect(refused).toEqual([]);
  const [{ likes: counted, rows }] = await world.engine.dataSource.query(
    `select (select likes from like_counts) as likes, (select count(*)::int from likes) as rows`,
  );
  expect(counted).toBe(0);
  expect(rows).toBe(0);
  const { entries } = (await engines[0]!.changes('wall/north', ORIGIN, 10_000))!;
  for (const e of ['likes', 'like_counts']) {
    const versions = entries.flatMap((entry) => entry.ch.filter((change) => change.e === e).map((change) => change.rv));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
  }
});

test('one command sent many times to two nodes is done once and answered alike', async () => {
  await done(run(engines[0]!, alice, 'likes.open', { wall: 'south' }));
  for (let turn = 0; turn < 20; turn++) {
    const message = { id: newId(), name: 'likes.toggle', input: { wall: 'south', turn } };
    const answers = await Promise.all([0, 1, 0, 1].map((node) => engines[node]!.run(alice, message)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.ok).toBe(true);
  }
  const bob = await join(world.engine, 'Bob');
  for (let turn = 0; turn < 20; turn++) {
    await done(run(engines[0]!, alice, 'friends.ask', { personId: bob.id }));
    // Done a second time it would be refused, so whoever is late must find the receipt of the one before.
    const accept = { id: newId(), name: 'friends.accept', input: { personId: alice.id } };
    const answers = await Promise.all([0, 1, 0, 1].map((node) => engines[node]!.run(bob, accept)));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, true]);
    await done(run(engines[1]!, alice, 'friends.remove', { personId: bob.id }));
  }
});

test('a command that would leave a bad row is an internal error under a report id, and hurts nobody who waited with it', async () => {
  await done(run(engines[0]!, alice, 'likes.open', { wall: 'east' }));
  const turns = Array.from({ length: 9 }, (_, turn) =>
    run(engines[0]!, alice, turn === 4 ? 'likes.break' : 'likes.toggle', { wall: 'east', turn }),
  );
  const answers = await Promise.all(turns);
  expect(answers.filter((ack) => ack.ok)).toHaveLength(8);
  expect(answers[4]).toMatchObject({ ok: false, error: { code: 'internal', reportId: expect.any(String) } });
  expect(world.reports).toHaveLength(1);
});
