import { done, run } from '#engine/world.fixture.ts';
import { Looking } from '@zoetrope/contract/features/presence.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { ORIGIN, type Position, type SaidNow } from '@zoetrope/contract/kernel/wire.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { setStage } from './hub-stage.fixture.ts';
import { until } from './watchers.fixture.ts';

const stage = setStage();

const say = (who: Caller, body: true | null) =>
  stage.signals.say(who, { t: stage.photo, s: Looking.name, source: 'page', body });
const removeBob = () =>
  done(run(stage.engine, stage.alice, 'members.remove', { groupId: stage.groupId, personId: stage.bob.id }));

describe('a socket that asks right behind its opening', () => {
  const isLetIn = ({ session }: { session: Parameters<typeof stage.hub.isLetIn>[0] }) =>
    stage.hub.isLetIn(session, stage.photo);

  test('is answered when it is in the room', async () => {
    const bob = stage.rooms.enter(stage.bob);
    bob.open(stage.photo);
    const asked = isLetIn(bob);
    expect(bob.isInRoom(stage.photo)).toBe(false);
    expect(await asked).toBe(true);
    expect(bob.isInRoom(stage.photo)).toBe(true);
  });

  test('is answered that it does not hold the topic, when it may not, closes it, is gone or never asked for it', async () => {
    const [dan, bob, alice, carla] = [stage.dan, stage.bob, stage.alice, stage.carla].map((one) =>
      stage.rooms.enter(one),
    );
    for (const watcher of [dan!, bob!, alice!]) watcher.open(stage.photo);
    const asked = [dan!, bob!, alice!, carla!].map(isLetIn);
    stage.hub.close(bob!.session, stage.photo);
    stage.hub.disconnect(alice!.session);
    expect(await Promise.all(asked)).toEqual([false, false, false, false]);
  });

  test('is asked to come again when the topic is put off', async () => {
    const bob = stage.rooms.enter(stage.bob);
    bob.open(stage.photo);
    const asked = isLetIn(bob);
    stage.hub.fallBehind(bob.session);
    await expect(asked).rejects.toMatchObject({ body: { code: 'unavailable' } });
  });
});

describe('a long poll that listens', () => {
  async function positionOf(caller: Caller): Promise<Position> {
    const [batch] = await stage.polls.batches(caller, new Map([[stage.photo, null]]));
    const { epoch, v } = JSON.parse(batch!) as Position;
    return { epoch, v };
  }
  const stops: AbortController[] = [];
  afterEach(() => stops.splice(0).forEach((stop) => stop.abort()));

  /** Waits from where the log is; what was heard is named by its stamp, null for nothing yet. */
  async function listen(caller: Caller, stamp: string | null) {
    const stop = new AbortController();
    stops.push(stop);
    const at = await positionOf(caller).catch(() => ORIGIN);
    const positions = new Map([[stage.photo, at]]);
    const news = stage.polls.newsOrWait(caller, positions, new Map([[stage.photo, stamp]]), stop.signal);
    return { stop, said: news.then(({ said }) => said.map((one) => JSON.parse(one) as SaidNow)), news };
  }
  const untilTheyWait = (count: number) =>
    until(`${count} wait`, () => stage.hub.topics.states.get(stage.photo)?.waiters.size === count);

  test('is told at once who is there, and waits when it knows', async () => {
    const [nobody] = await (await listen(stage.bob, null)).said;
    expect(nobody).toEqual({ t: stage.photo, stamp: '', heard: [] });
    say(stage.alice, true);
    await until('alice is heard', () => stage.signals.since(stage.photo, '') !== undefined);
    const [first] = await (await listen(stage.bob, null)).said;
    expect(first!.heard.map(({ by }) => by)).toEqual([stage.alice.id]);
    const second = await listen(stage.bob, first!.stamp);
    await untilTheyWait(1);
    say(stage.alice, null);
    expect(await second.said).toEqual([nobody]);
    expect(stage.hub.topics.states.get(stage.photo)!.waiters.size).toBe(0);
  });

  test('is told who comes, and by that no batch and no version', async () => {
    const at = await positionOf(stage.bob);
    const bob = await listen(stage.bob, '');
    await untilTheyWait(1);
    say(stage.alice, true);
    expect(await bob.news).toMatchObject({ batches: [] });
    expect(await bob.said).toMatchObject([{ heard: [{ by: stage.alice.id, body: true }] }]);
    expect(await positionOf(stage.bob)).toEqual(at);
  });

  test('hears nothing of a topic that it may not hold, or does not any more', async () => {
    say(stage.alice, true);
    expect(await (await listen(stage.dan, null)).news).toMatchObject({ batches: [expect.any(String)], said: [] });
    const bob = await listen(stage.bob, '');
    await removeBob();
    say(stage.alice, true);
    const { batches, said } = await bob.news;
    expect(batches.map((batch) => (JSON.parse(batch) as { k: string }).k)).toEqual(['gone']);
    expect(said).toEqual([]);
  });

  test('one that does not listen is not woken', async () => {
    const at = await positionOf(stage.bob);
    const stop = new AbortController();
    stops.push(stop);
    let isAnswered = false;
    const deaf = stage.polls.newsOrWait(stage.bob, new Map([[stage.photo, at]]), new Map(), stop.signal);
    void deaf.then(() => (isAnswered = true));
    const carla = await listen(stage.carla, '');
    await untilTheyWait(2);
    say(stage.alice, true);
    await carla.said;
    expect(isAnswered).toBe(false);
  });
});
