// Two nodes that cannot hear each other: Redis is named, and never answers.
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
import { registry } from '@zoetrope/contract/registry.ts';
import { Server } from 'socket.io';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { RealtimeNode } from './node.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

/** Nobody listens on the discard port of this machine, and nobody may without being root. */
const NOBODY = 'redis://127.0.0.1:9';

let world: World;
let here: Engine;
let there: Engine;
let alice: Person;
let bob: Person;
let groupId: string;
let photoId: string;
let photo: string;
let node: RealtimeNode;
let rooms: Rooms;

beforeAll(async () => {
  world = await openWorld();
  here = world.engine;
  there = await world.another();
  [alice, bob] = [await join(there, 'Alice'), await join(there, 'Bob')];
});
afterAll(() => world.close());

beforeEach(async () => {
  groupId = await makeGroup(there, alice, [bob]);
  photoId = await addPhoto(there, alice, { to: 'group', groupId });
  photo = `photo/${photoId}`;
  node = new RealtimeNode({ engine: here, registry, redisUrl: NOBODY });
  node.start(new Server());
  rooms = new Rooms(node.hub);
});
afterEach(() => node.stop());

async function opened(person: Person): Promise<Watcher> {
  const watcher = rooms.enter(person);
  watcher.open(photo);
  await until('it is open', () => watcher.positions.has(photo));
  return watcher;
}

test('what happens on the other node is heard all the same', async () => {
  const watcher = await opened(bob);
  for (const body of ['1', '2', '3']) await done(comment(there, alice, photoId, body));
  await until('all are heard', () => watcher.rowsOf('comments').length === 3);
  expect(watcher.complaints).toEqual([]);
});

test('somebody removed on the other node, who holds nothing but a photo, loses it', async () => {
  const watcher = await opened(bob);
  await done(run(there, alice, 'members.remove', { groupId, personId: bob.id }));
  await until('bob is told', () => watcher.kinds(photo).includes('gone'));
  expect(watcher.isInRoom(photo)).toBe(false);
});

test('somebody who was removed a moment before asking is refused within a second', async () => {
  await opened(bob);
  await done(run(there, alice, 'members.remove', { groupId, personId: bob.id }));
  const again = rooms.enter(bob);
  again.open(photo);
  await until('bob is told', () => again.kinds(photo).at(-1) === 'gone');
});

test('an end of a friendship, which was nowhere but on the other node, closes the photos of a friend', async () => {
  await done(run(there, alice, 'friends.ask', { personId: bob.id }));
  await done(run(there, bob, 'friends.accept', { personId: alice.id }));
  photoId = await addPhoto(there, alice, { to: 'friends' });
  photo = `photo/${photoId}`;
  const watcher = await opened(bob);
  await done(run(there, alice, 'friends.remove', { personId: bob.id }));
  await until('bob is told', () => watcher.kinds(photo).includes('gone'));
});
