// Two nodes tied by a real Redis. What one commits is pushed by the other, without a look at the log.
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
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RealtimeNode } from './node.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

const redisUrl = process.env['TEST_REDIS_URL'];

describe.skipIf(redisUrl === undefined)('two nodes with Redis', () => {
  let world: World;
  let engines: Engine[];
  let nodes: RealtimeNode[];
  let alice: Person;
  let bob: Person;
  let groupId: string;
  let photoId: string;
  let photo: string;

  beforeAll(async () => {
    world = await openWorld();
    engines = [world.engine, await world.another()];
    [alice, bob] = [await join(world.engine, 'Alice'), await join(world.engine, 'Bob')];
    nodes = engines.map((engine) => new RealtimeNode({ engine, registry, redisUrl }));
    for (const node of nodes) node.start(new Server());
    await until('they hear each other', () => nodes.every(({ others }) => others.areHeard));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await world.close();
  });
  beforeEach(async () => {
    groupId = await makeGroup(engines[0]!, alice, [bob]);
    photoId = await addPhoto(engines[0]!, alice, { to: 'group', groupId });
    photo = `photo/${photoId}`;
  });

  async function openedOnSecond(person: Person): Promise<Watcher> {
    const watcher = new Rooms(nodes[1]!.hub).enter(person);
    watcher.open(photo);
    await until('it is open', () => watcher.positions.has(photo));
    return watcher;
  }

  test('a commit on one is heard on the other', async () => {
    const watcher = await openedOnSecond(bob);
    for (let i = 0; i < 20; i++) await done(comment(engines[0]!, alice, photoId, String(i)));
    await until('all are heard', () => watcher.rowsOf('comments').length === 20);
    expect(watcher.complaints).toEqual([]);
  });

  test('a commit that is too large for one message is read from the log', async () => {
    const watcher = await openedOnSecond(bob);
    const family = '👨‍👩‍👧‍👦'.repeat(2_000);
    await done(comment(engines[0]!, alice, photoId, family));
    await until('it is heard', () => watcher.rowsOf('comments').length === 1);
    expect(watcher.rowsOf('comments')[0]!.row!['body']).toBe(family);
  });

  test('a removal on one ends it on the other', async () => {
    const watcher = await openedOnSecond(bob);
    await done(run(engines[0]!, alice, 'members.remove', { groupId, personId: bob.id }));
    await until('bob is told', () => watcher.kinds(photo).includes('gone'));
  });

  test('an announcement reaches the other, and not the one that made it', async () => {
    const heard: string[] = [];
    for (const [i, { announcements }] of nodes.entries()) announcements.on('test', (id) => heard.push(`${i} ${id}`));
    nodes[0]!.announcements.publish('test', 'a');
    nodes[1]!.announcements.publish('test', 'b');
    await until('both are heard', () => heard.length === 2);
    expect(heard.toSorted()).toEqual(['0 b', '1 a']);
  });

  test('when Redis throws everybody out, they come back and nothing is missing', async () => {
    const watcher = await openedOnSecond(bob);
    const admin = new Redis(redisUrl!);
    for (let i = 0; i < 10; i++) {
      if (i === 3) await admin.client('KILL', 'TYPE', 'pubsub');
      if (i === 5) await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await done(comment(engines[0]!, alice, photoId, String(i)));
    }
    await admin.quit();
    await until('all are heard', () => watcher.rowsOf('comments').length === 10);
    await until('they hear each other again', () => nodes.every(({ others }) => others.areHeard));
    let isHeard = false;
    nodes[1]!.announcements.on('again', () => (isHeard = true));
    await until('word gets through again', () => {
      nodes[0]!.announcements.publish('again', 'x');
      return isHeard;
    });
    expect(watcher.complaints).toEqual([]);
  });

  test('what a node committed and did not live to tell is told by the other', async () => {
    const watcher = await openedOnSecond(bob);
    const dying = await world.another();
    await done(comment(dying, alice, photoId, 'last words'));
    await until('they are heard', () => watcher.rowsOf('comments').length === 1);
    const left = () => engines[0]!.dataSource.query<unknown[]>('select 1 from relay_outbox');
    let count = 1;
    await until('the outbox is empty', () => {
      void left().then((rows) => (count = rows.length));
      return count === 0;
    });
  });
});
