// Two nodes tied by a real Redis. What one commits is pushed by the other, without a look at the log.
import { comment, done } from '#engine/world.fixture.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RealtimeNode } from './node.ts';
import { PairStage, untilWordGetsThrough } from './pair-stage.fixture.ts';
import { until } from './watchers.fixture.ts';

const redisUrl = process.env['TEST_REDIS_URL'];

describe.skipIf(redisUrl === undefined)('two nodes with Redis', () => {
  let stage: PairStage;
  let here: RealtimeNode;
  let there: RealtimeNode;

  beforeAll(async () => {
    stage = await PairStage.open();
    const nodes = [stage.here, stage.there].map((engine) => new RealtimeNode({ engine, registry, redisUrl }));
    [here, there] = nodes as [RealtimeNode, RealtimeNode];
    for (const node of nodes) node.start(new Server());
    await until('they hear each other', () => nodes.every(({ others }) => others.areHeard));
  });
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await stage.close();
  });
  beforeEach(() => stage.begin());

  test('a commit on one is heard on the other', async () => {
    const watcher = await stage.bobAt(here);
    for (let i = 0; i < 20; i++) await stage.say(String(i));
    await until('all are heard', () => watcher.rowsOf('comments').length === 20);
    expect(watcher.complaints).toEqual([]);
  });

  test('a commit that is too large for one message is read from the log', async () => {
    const watcher = await stage.bobAt(here);
    const family = '👨‍👩‍👧‍👦'.repeat(2_000);
    await stage.say(family);
    await until('it is heard', () => watcher.rowsOf('comments').length === 1);
    expect(watcher.rowsOf('comments')[0]!.row!['body']).toBe(family);
  });

  test('a removal on one ends it on the other', async () => {
    const watcher = await stage.bobAt(here);
    await stage.removeBob();
    await until('bob is told', () => watcher.kinds(stage.photo).includes('gone'));
  });

  test('an announcement reaches the other, and not the one that made it', async () => {
    const heard: string[] = [];
    for (const [i, { announcements }] of [here, there].entries())
      announcements.on('test', (id) => heard.push(`${i} ${id}`));
    here.announcements.publish('test', 'a');
    there.announcements.publish('test', 'b');
    await until('both are heard', () => heard.length === 2);
    expect(heard.toSorted()).toEqual(['0 b', '1 a']);
  });

  test('when Redis throws everybody out, they come back and nothing is missing', async () => {
    const watcher = await stage.bobAt(here);
    const admin = new Redis(redisUrl!);
    for (let i = 0; i < 10; i++) {
      if (i === 3) await admin.client('KILL', 'TYPE', 'pubsub');
      if (i === 5) await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await stage.say(String(i));
    }
    await admin.quit();
    await until('all are heard', () => watcher.rowsOf('comments').length === 10);
    await until('they hear each other again', () => here.others.areHeard && there.others.areHeard);
    await untilWordGetsThrough(there, here);
    expect(watcher.complaints).toEqual([]);
  });

  test('what a node committed and did not live to tell is told by the other', async () => {
    const watcher = await stage.bobAt(here);
    const dying = await stage.world.another();
    await done(comment(dying, stage.alice, stage.photoId, 'last words'));
    await until('they are heard', () => watcher.rowsOf('comments').length === 1);
    await stage.untilTold();
  });
});
