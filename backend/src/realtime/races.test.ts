// A change that commits, and a word of it that arrives, at every step of an opening, in every order that can be: it is
// heard exactly once. message_bus read its backlog before it registered, and lost what came in between (REALTIME.md, 1c).
import { comment, done } from '#engine/world.fixture.ts';
import type { Commit, Judge, LogReader } from '#engine/ports.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodies, HubStage } from './hub-stage.fixture.ts';
import { Hub } from './hub.ts';
import { Rooms, until } from './watchers.fixture.ts';

const stage = new HubStage();
beforeAll(async () => {
  await stage.open();
  await stage.begin();
  // These hubs are told by the test, and by nobody else.
  stage.stopListening();
});
afterAll(async () => {
  stage.end();
  await stage.close();
});

/** Steps at which an opening waits for PostgreSQL: something may happen before it is asked, and before it is heard. */
const waits = ['judge', 'heads', 'snapshot', 'changes'].flatMap((name) => [`before ${name}`, `after ${name}`]);
const commits = ['at first', ...waits, 'at last'];
/** And those at which it does not. */
const words = [...commits.slice(0, -1), 'join', 'send', 'at last', 'never'];
const starts = ['without a position', 'from a position', 'of a topic that is watched'] as const;

const races = starts.flatMap((start) =>
  commits.flatMap((commit) =>
    words
      // Nobody can tell of what has not happened yet; of what happens in between, either may come first.
      .filter((word) => ['join', 'send', 'never'].includes(word) || words.indexOf(word) >= words.indexOf(commit))
      .map((word) => ({ start, commit, word })),
  ),
);

test.each(races)('$start, committed $commit, told $word', async ({ start, commit, word }) => {
  const { engine, alice, bob, photoId, photo } = stage;
  const taken: Commit[] = [];
  const stopTaking = engine.onCommit((one) => taken.push(one));
  let isCommitted = false;
  let isTold = false;
  const tell = () => {
    if (isTold || !isCommitted) return;
    isTold = true;
    for (const one of taken.splice(0)) hub.take(one);
  };
  /** What the plan has for this step. */
  const reach = async (step: string) => {
    if (step === commit && !isCommitted) {
      await done(comment(engine, alice, photoId, `${start} ${commit} ${word}`));
      isCommitted = true;
    }
    if (step === word) tell();
  };
  const hub = new Hub({
    judge: withSteps(engine, reach),
    log: withSteps(engine, reach),
    registry,
    failed: (error) => void stage.errors.push(error),
  });
  const rooms = new Rooms(hub);
  const watcher = rooms.enter(bob);
  const { join, send } = watcher;
  watcher.join = (key) => {
    join.call(watcher, key);
    if (word === 'join') tell();
  };
  watcher.send = (batches) => {
    if (word === 'send') tell();
    send.call(watcher, batches);
  };

  if (start === 'of a topic that is watched') await stage.opened(rooms.enter(alice));
  const head = (await engine.heads([photo])).get(photo)!;
  await reach('at first');
  const at: Position | null = start === 'from a position' ? { epoch: head.epoch, v: head.v } : null;
  if (at) watcher.positions.set(photo, at);
  watcher.open(photo, at);
  await until('it is answered', () => watcher.batches.length > 0);
  await reach('at last');
  // Where this opening did not come by the step, it happens now. Only for a word that is lost the heads are looked at.
  if (!isCommitted)
    await done(comment(engine, alice, photoId, `${start} ${commit} ${word}`)).then(() => (isCommitted = true));
  if (word !== 'never') tell();
  const last = (await engine.heads([photo])).get(photo)!;
  if (word === 'never') hub.topics.hint(photo, last);
  await until('it has everything', () => watcher.positions.get(photo)?.v === last.v, 3_000);

  expect(watcher.complaints).toEqual([]);
  const said = (await engine.snapshot(photo)).ch.flatMap(({ row }) => (row?.['body'] ? [String(row['body'])] : []));
  if (!at) expect(bodies(watcher)).toEqual(expect.arrayContaining(said));
  const mine = watcher.batches.flatMap((batch) => ('ch' in batch ? batch.ch : []));
  expect(mine.filter(({ row }) => row?.['body'] === `${start} ${commit} ${word}`)).toHaveLength(1);
  stopTaking();
  hub.stop();
});

/** The engine, whose answers are waited for by way of `reach`. */
function withSteps(engine: HubStage['engine'], reach: (step: string) => Promise<void>): Judge & LogReader {
  return new Proxy(engine, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      if (!['judge', 'heads', 'snapshot', 'changes'].includes(String(name))) return value.bind(of) as unknown;
      return async (...values: unknown[]) => {
        await reach(`before ${String(name)}`);
        const answer = (await value.apply(of, values)) as unknown;
        await reach(`after ${String(name)}`);
        return answer;
      };
    },
  });
}
