// A real Redis that is connected and deaf: the way to it, or from it, loses everything and closes nothing.
import { registry } from '@zoetrope/contract/registry.ts';
import { Server } from 'socket.io';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBlackHole, type BlackHole } from './black-hole.fixture.ts';
import { RealtimeNode } from './node.ts';
import { OtherNodes } from './other-nodes.ts';
import { PairStage, untilWordGetsThrough } from './pair-stage.fixture.ts';
import { RedisLink } from './redis.ts';
import { until, type Watcher } from './watchers.fixture.ts';

const redisUrl = process.env['TEST_REDIS_URL'];

describe.skipIf(redisUrl === undefined)('a node whose Redis is deaf', () => {
  let stage: PairStage;
  let hole: BlackHole;
  let node: RealtimeNode;
  let other: RealtimeNode;
  let watcher: Watcher;

  beforeAll(async () => {
    stage = await PairStage.open();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.begin();
    const { hostname, port } = new URL(redisUrl!);
    hole = await openBlackHole(hostname, Number(port || 6379));
    node = new RealtimeNode({ engine: stage.here, registry, redisUrl: `redis://127.0.0.1:${hole.port}` });
    other = new RealtimeNode({ engine: stage.there, registry, redisUrl });
    for (const one of [node, other]) one.start(new Server());
    await until('they hear each other', () => node.others.areHeard && other.others.areHeard);
    watcher = await stage.bobAt(node);
  });
  afterEach(async () => {
    hole.swallow(undefined);
    await Promise.all([node.stop(), other.stop()]);
    hole.close();
  });
  const isSeen = (count: number) => () => watcher.rowsOf('comments').length === count;

  test.each(['towards', 'back'] as const)(
    'knows within 6 s, follows the log, and heals (lost: %s)',
    async (direction) => {
      const connections = hole.count;
      const startMs = performance.now();
      hole.swallow(direction);
      await stage.say('into the hole');
      await until('it is known', () => !node.others.areHeard);
      expect(performance.now() - startMs).toBeLessThan(6_000);
      await until('the log is read', isSeen(1));
      await stage.say('while it is deaf');
      await until('the log is read again', isSeen(2));
      // Whoever lost the right meanwhile is cut off, although nobody could tell.
      await stage.removeBob();
      await until('bob is told', () => watcher.kinds(stage.photo).includes('gone'));
      hole.swallow(undefined);
      await until('they hear each other again', () => node.others.areHeard);
      expect(hole.count).toBeGreaterThan(connections);
      await untilWordGetsThrough(other, node);
      expect(watcher.complaints).toEqual([]);
    },
  );

  test('a subscription that Redis refused is asked for again on the next connection', async () => {
    hole.refuse('subscribe');
    const link = new RedisLink(`redis://127.0.0.1:${hole.port}`, () => {});
    const late = new OtherNodes(link);
    const heard: string[] = [];
    late.on('greeting', (text) => heard.push(text));
    late.attach(new Server());
    await until('it is tied', () => late.areHeard);
    await until('it is known to be deaf', () => !late.areHeard);
    hole.refuse(undefined);
    await until('it hears itself', () => late.areHeard);
    await until('it hears the other', () => other.others.tell('greeting', 'good morning') && heard.length > 0);
    await late.close();
  });

  test('what was lost before anybody knew is found by the next look, although Redis is well again', async () => {
    /** Told into the hole, and gone from the outbox: nobody will say it again. */
    const lose = async (body: string) => {
      hole.swallow('back');
      await stage.say(body);
      await stage.untilTold();
      hole.swallow(undefined);
    };
    // A node looks as soon as it has started.
    await lose('before the first look');
    await until('the first look finds it', isSeen(1));
    await lose('after it');
    expect([isSeen(1)(), node.others.areHeard]).toEqual([true, true]);
    await until('the next look finds it', isSeen(2), 20_000);
  });
});
