// Two processes, one database and a real Redis between them: what is done on one is seen on the other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { Looking } from '@zoetrope/contract/features/presence.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Onlooker, Stage } from '@zoetrope/contract/kernel/case.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CarrierName, CARRIERS, Client } from '#support/clients.ts';
import { createDatabase, type Database } from '#support/databases.ts';
import { type Redis, startRedisOfOurOwn } from '#support/redis.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

const redis: Redis | undefined = await startRedisOfOurOwn();
let database: Database;
let dataDir: string;
let nodes: Server[] = [];
/** The same people, who speak to the first node and to the second. */
let here: Cast;
let there: Cast;
const clients: Client[] = [];

beforeAll(async () => {
  if (!redis) return;
  database = await createDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'zoetrope-e2e-'));
  const env = { REDIS_URL: redis.url };
  // One after the other: the first writes the tables.
  for (let i = 0; i < 2; i++) nodes.push(await startServer({ database, dataDir, env }));
  here = await Cast.signUp(nodes[0]!);
  there = new Cast(nodes[1]!, here.people);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});
afterAll(async () => {
  if (!redis) return;
  for (const node of nodes) await node.remove();
  await redis.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function aPhoto(): Promise<Stage> {
  const stage = here.stage();
  await here.arrange(aPhotoInAGroup(stage));
  return stage;
}
const photoOf = (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') });

async function open(cast: Cast, who: Onlooker, carrier: CarrierName, stage: Stage): Promise<Client> {
  const client = Client.of(registry, cast, who, carrier);
  clients.push(client);
  client.replica.hold(photoOf(stage));
  await until(`${who} is there`, () => client.isUp && client.replica.stateOf(photoOf(stage).key) === 'live');
  return client;
}
const say = (cast: Cast, stage: Stage, body: string) =>
  cast.do('bob', addComment, { id: newId(), photoId: stage.id('photo'), body });
const bodies = (client: Client): string =>
  rowsOf(client.replica, Comment)
    .map(({ body }) => String(body))
    .toSorted()
    .join();

test.skipIf(!redis)('a command on one node is seen on the other, on every carrier', async () => {
  const stage = await aPhoto();
  const watchers = await Promise.all(CARRIERS.map((carrier) => open(there, 'carla', carrier, stage)));
  expect(await say(here, stage, 'from here')).toBe('ok');
  for (const watcher of watchers) await until('there it is', () => bodies(watcher) === 'from here');
  expect(await say(there, stage, 'from there')).toBe('ok');
  for (const watcher of watchers) await until('both are', () => bodies(watcher) === 'from here,from there');
});

test.skipIf(!redis)('who looks at a photo on one node is heard on the other, until they go', async () => {
  const stage = await aPhoto();
  const [carla, bob] = await Promise.all([open(there, 'carla', 'socket', stage), open(here, 'bob', 'socket', stage)]);
  const { signals } = carla.replica;
  signals.watch(photoOf(stage), () => undefined);
  const stop = bob.replica.signals.keepSaying(Looking, photoOf(stage), true);
  await until('carla hears bob', () => signals.by(Looking, photoOf(stage))[0] === here.people.bob.id);
  stop();
  await until('bob is gone', () => signals.by(Looking, photoOf(stage)).length === 0);
});

test.skipIf(!redis)(
  'Redis may stop and start: nothing is lost and no process dies',
  async () => {
    const stage = await aPhoto();
    const watchers = await Promise.all(CARRIERS.map((carrier) => open(there, 'carla', carrier, stage)));
    expect(await say(here, stage, 'one')).toBe('ok');
    await redis!.stop();
    expect(await say(here, stage, 'two')).toBe('ok');
    for (const watcher of watchers) await until('it comes without Redis', () => bodies(watcher) === 'one,two');
    await redis!.start();
    expect(await say(here, stage, 'three')).toBe('ok');
    for (const watcher of watchers) await until('it goes on', () => bodies(watcher) === 'one,three,two');
    expect(nodes.map((node) => node.isRunning)).toEqual([true, true]);
  },
  60_000,
);

test.skipIf(!redis)(
  'with Redis down a removed member is cut off within five seconds',
  async () => {
    const stage = await aPhoto();
    const watchers = await Promise.all(CARRIERS.map((carrier) => open(there, 'carla', carrier, stage)));
    await redis!.stop();
    const who = { groupId: stage.id('group'), personId: stage.person('carla') };
    expect(await here.do('alice', removeMember, who)).toBe('ok');
    const { key } = photoOf(stage);
    await Promise.all(
      watchers.map((watcher) => until('she is cut off', () => watcher.replica.stateOf(key) === 'gone', 5_000)),
    );
    expect(await say(here, stage, 'a secret')).toBe('ok');
    const alice = await open(there, 'alice', 'socket', stage);
    await until('alice reads it', () => bodies(alice) === 'a secret');
    for (const watcher of watchers) expect(bodies(watcher)).toBe('');
    await redis!.start();
  },
  60_000,
);
