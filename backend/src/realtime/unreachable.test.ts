// A PostgreSQL that swallows questions: no answer, no error, no closed connection.
import { addPhoto, join, makeGroup, openWorld, type World } from '#engine/world.fixture.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Server } from 'socket.io';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBlackHole, type BlackHole } from './black-hole.fixture.ts';
import { RealtimeNode } from './node.ts';
import { Rooms, until } from './watchers.fixture.ts';

const TRUSTED_MS = 2_000;
let world: World;
let hole: BlackHole;

beforeAll(async () => {
  world = await openWorld();
  const { hostname, port } = new URL(world.databaseUrl);
  hole = await openBlackHole(hostname, Number(port || 5432));
});
afterAll(async () => {
  hole.close();
  await world.close();
});

test('a node that it answers no more stops pushing what is private, when its trust has run out', async () => {
  const [alice, bob] = [await join(world.engine, 'Alice'), await join(world.engine, 'Bob')];
  const groupId = await makeGroup(world.engine, alice, [bob]);
  const photo = `photo/${await addPhoto(world.engine, alice, { to: 'group', groupId })}`;
  const url = new URL(world.databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(hole.port);
  const engine = await world.another({ databaseUrl: url.href });
  const node = new RealtimeNode({ engine, registry, redisUrl: undefined, trustedMs: TRUSTED_MS });
  node.start(new Server());
  try {
    const rooms = new Rooms(node.hub);
    const watcher = rooms.enter(bob);
    const visitor = rooms.enter(VISITOR);
    watcher.open(photo);
    visitor.open('site/site');
    await until('they are there', () => watcher.isInRoom(photo) && visitor.isInRoom('site/site'));
    hole.swallow('back');
    const startMs = performance.now();
    await until('bob is sent nothing more', () => !watcher.isInRoom(photo));
    expect(performance.now() - startMs).toBeLessThan(TRUSTED_MS + 2_000);
    expect(performance.now() - startMs).toBeGreaterThan(TRUSTED_MS - 1_000);
    await until('he is told to ask again', () => watcher.kinds(photo).includes('behind'));
    expect(visitor.isInRoom('site/site')).toBe(true);
    expect(node.hub.leases.quick(bob, photo)).toBeUndefined();
  } finally {
    hole.close();
    await node.stop();
  }
});
