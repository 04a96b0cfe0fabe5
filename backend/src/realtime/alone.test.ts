// Two nodes that cannot hear each other: Redis is named, and never answers.
import { addPhoto, done, run } from '#engine/world.fixture.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Server } from 'socket.io';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { RealtimeNode } from './node.ts';
import { PairStage } from './pair-stage.fixture.ts';
import { Rooms, until } from './watchers.fixture.ts';

/** Nobody listens on the discard port of this machine, and nobody may without being root. */
const NOBODY = 'redis://127.0.0.1:9';

let stage: PairStage;
let node: RealtimeNode;

beforeAll(async () => {
  stage = await PairStage.open();
});
afterAll(() => stage.close());

beforeEach(async () => {
  await stage.begin();
  node = new RealtimeNode({ engine: stage.here, registry, redisUrl: NOBODY });
  node.start(new Server());
});
afterEach(() => node.stop());

test('what happens on the other node is heard all the same', async () => {
  const watcher = await stage.bobAt(node);
  for (const body of ['1', '2', '3']) await stage.say(body);
  await until('all are heard', () => watcher.rowsOf('comments').length === 3);
  expect(watcher.complaints).toEqual([]);
});

test('somebody removed on the other node, who holds nothing but a photo, loses it', async () => {
  const watcher = await stage.bobAt(node);
  await stage.removeBob();
  await until('bob is told', () => watcher.kinds(stage.photo).includes('gone'));
  expect(watcher.isInRoom(stage.photo)).toBe(false);
});

test('somebody who was removed a moment before asking is refused within a second', async () => {
  await stage.bobAt(node);
  await stage.removeBob();
  const again = new Rooms(node.hub).enter(stage.bob);
  again.open(stage.photo);
  await until('bob is told', () => again.kinds(stage.photo).at(-1) === 'gone');
});

test('an end of a friendship, which was nowhere but on the other node, closes the photos of a friend', async () => {
  const { alice, bob, there } = stage;
  await done(run(there, alice, 'friends.ask', { personId: bob.id }));
  await done(run(there, bob, 'friends.accept', { personId: alice.id }));
  stage.photoId = await addPhoto(there, alice, { to: 'friends' });
  const watcher = await stage.bobAt(node);
  await done(run(there, alice, 'friends.remove', { personId: bob.id }));
  await until('bob is told', () => watcher.kinds(stage.photo).includes('gone'));
});
