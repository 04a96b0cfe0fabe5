import { ORIGIN, type Change } from '@zoetrope/contract/kernel/wire.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Engine } from './engine.ts';
import { addPhoto, comment, done, join, makeGroup, openWorld, run, type Person, type World } from './world.fixture.ts';

let world: World;
let alice: Person, bob: Person, dan: Person;
beforeAll(async () => {
  world = await openWorld({ gatherDelayMs: 5 });
  [alice, bob, dan] = [
    await join(world.engine, 'Alice'),
    await join(world.engine, 'Bob'),
    await join(world.engine, 'Dan'),
  ];
});
afterAll(() => world.close());

async function aPhoto(members: readonly Person[] = [bob]) {
  const groupId = await makeGroup(world.engine, alice, members);
  return { groupId, photoId: await addPhoto(world.engine, alice, { to: 'group', groupId }) };
}

/** What a client holds that heard the whole log: newest version of each row wins. */
async function replayed(engine: Engine, topic: string): Promise<Change[]> {
  const rows = new Map<string, Change>();
  for (const entry of (await engine.changes(topic, ORIGIN, 10_000))!.entries)
    for (const change of entry.ch) {
      const known = rows.get(`${change.e}/${change.id}`);
      if (!known || known.rv < change.rv) rows.set(`${change.e}/${change.id}`, change);
    }
  return byId([...rows.values()].filter((change) => change.row));
}
const byId = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => (`${a.e}/${a.id}` < `${b.e}/${b.id}` ? -1 : 1));

test('a window ends at its floor, and older rows follow below it without a gap', async () => {
  const { photoId } = await aPhoto();
  const topic = `photo/${photoId}`;
  await Promise.all(
    Array.from({ length: 450 }, (_, i) =>
      comment(world.engine, bob, photoId, `${i}`).then((ack) => expect(ack.ok).toBe(true)),
    ),
  );
  const snapshot = await world.engine.snapshot(topic);
  const window = snapshot.ch.filter((change) => change.e === 'comments');
  expect(window).toHaveLength(200);
  const seen = [...window];
  let below = snapshot.floors['comments']!;
  const sizes: number[] = [];
  while (below !== 'end') {
    const answer = await world.engine.older(bob, { t: topic, e: 'comments', below });
    if (!answer.ok) throw new Error(answer.error.code);
    sizes.push(answer.ch.length);
    seen.push(...answer.ch);
    below = answer.floor;
  }
  expect(sizes).toEqual([200, 50]);
  expect(new Set(seen.map((change) => change.id)).size).toBe(450);
  const order = seen.map((change) => `${String(change.row!['createdAt'])} ${change.id}`);
  expect(order).toEqual(order.toSorted().toReversed());
  expect(JSON.stringify(byId(seen))).toBe(
    JSON.stringify((await replayed(world.engine, topic)).filter((c) => c.e === 'comments')),
  );
});

test('older rows are judged like the topic, and asked for in words that it knows', async () => {
  const { photoId } = await aPhoto();
  const below = { key: '2026-01-01T00:00:00.000Z', id: photoId };
  const ask = (caller: Person, more: object = {}) =>
    world.engine.older(caller, { t: `photo/${photoId}`, e: 'comments', below, ...more });
  expect(await ask(bob)).toEqual({ ok: true, ch: [], floor: 'end' });
  expect(await ask(dan)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await ask(bob, { e: 'photos' })).toMatchObject({ ok: false, error: { code: 'invalid' } });
  expect(await ask(bob, { below: { key: 'x', id: photoId } })).toMatchObject({ ok: false, error: { code: 'invalid' } });
});

test('the log answers from a position it knows, and only from one', async () => {
  const { photoId } = await aPhoto();
  const topic = `photo/${photoId}`;
  const { engine } = world;
  for (const body of ['a', 'b', 'c']) await done(comment(engine, bob, photoId, body));
  const { epoch, v } = (await engine.heads([topic])).get(topic)!;
  expect((await engine.changes(topic, { epoch, v: v - 2 }))!.entries.map((entry) => entry.v)).toEqual([v - 1, v]);
  expect((await engine.changes(topic, { epoch, v }))!.entries).toEqual([]);
  expect((await engine.changes(topic, { epoch, v: 0 }, 2))!.entries.map((entry) => entry.v)).toEqual([1, 2]);
  expect(await engine.changes(topic, { epoch, v: v + 1 })).toBeUndefined();
  expect(await engine.changes(topic, { epoch: photoId, v: 1 })).toBeUndefined();
  expect(await engine.changes('site-photos/site', ORIGIN)).toEqual({ epoch: '', entries: [] });
  expect(await engine.heads(['site-photos/site'])).toEqual(new Map());
});

test('a trimmed log says how far back it reaches, and keeps what it must', async () => {
  const { photoId } = await aPhoto();
  const topic = `photo/${photoId}`;
  const { engine } = world;
  for (const body of ['a', 'b', 'c', 'd']) await done(comment(engine, bob, photoId, body));
  const { epoch, v } = (await engine.heads([topic])).get(topic)!;
  await engine.dataSource.query(`update change set at = now() - interval '9 days' where topic = $1`, [topic]);
  expect(await engine.trim(7, 2)).toBe(v - 2);
  expect(await engine.trim(7, 2)).toBe(0);
  expect((await engine.heads([topic])).get(topic)!.min).toBe(v - 1);
  expect((await engine.changes(topic, { epoch, v: v - 2 }))!.entries).toHaveLength(2);
  expect(await engine.changes(topic, { epoch, v: v - 3 })).toBeUndefined();
  expect(await engine.changes(topic, ORIGIN)).toBeUndefined();
  expect((await done(comment(engine, bob, photoId, 'e'))).at[0]!.v).toBe(v + 1);
});

test('counts reach the group by the gatherer, and the comment itself takes no lock there', async () => {
  const { groupId, photoId } = await aPhoto();
  const topic = `group-photos/${groupId}`;
  const ack = await done(comment(world.engine, bob, photoId, 'hello'));
  expect(ack.at.map((at) => at.t)).toEqual([`photo/${photoId}`]);
  await expect
    .poll(async () => (await replayed(world.engine, topic)).find((c) => c.e === 'tallies')?.row?.['comments'])
    .toBe(1);
});

test('a row that leaves a gathered topic is gathered there as gone', async () => {
  const { groupId, photoId } = await aPhoto();
  const topic = `group-photos/${groupId}`;
  const tallies = async () => (await replayed(world.engine, topic)).filter((change) => change.e === 'tallies').length;
  await expect.poll(tallies).toBe(1);
  await done(run(world.engine, alice, 'photos.shareWith', { id: photoId, audience: { to: 'friends' } }));
  await expect.poll(tallies).toBe(0);
  const friends = `friend-photos/${alice.id}`;
  await expect
    .poll(async () => JSON.stringify(await replayed(world.engine, friends)))
    .toBe(JSON.stringify(byId((await world.engine.snapshot(friends)).ch)));
  await done(run(world.engine, alice, 'photos.remove', { id: photoId }));
  await expect.poll(() => replayed(world.engine, friends)).toEqual([]);
});

test('what a node queued and did not gather, another sweeps up', async () => {
  const lazy = await world.another({ gatherDelayMs: 1_000_000 });
  const { groupId, photoId } = await aPhoto();
  const topic = `group-photos/${groupId}`;
  const count = async () => (await replayed(world.engine, topic)).find((c) => c.e === 'tallies')?.row?.['comments'];
  await expect.poll(count).toBe(0);
  await done(comment(lazy, bob, photoId, 'hello'));
  await lazy.dataSource.query(`update gather_queue set at = at - interval '2 seconds'`);
  await world.engine.sweep();
  expect(await count()).toBe(1);
});

test('a commit that nobody told is handed over once, with what it changed', async () => {
  const { photoId } = await aPhoto();
  const { engine } = world;
  const heard: string[] = [];
  while (await engine.relayOutbox(0, () => undefined));
  const ack = await done(comment(engine, bob, photoId, 'hello'));
  await engine.relayOutbox(0, (commit) => {
    for (const { t, epoch, entry } of commit.entries)
      if (t === ack.at[0]!.t)
        heard.push(JSON.stringify({ epoch, v: entry.v, ch: entry.ch, touched: Object.keys(commit.touched) }));
  });
  const { epoch, v } = ack.at[0]!;
  const touched = ack.ch.map((change) => `${change.e}/${change.id}`);
  expect(heard).toEqual([JSON.stringify({ epoch, v, ch: ack.ch, touched })]);
  let outboxId = '';
  const stop = engine.onCommit((commit) => (outboxId ||= commit.outboxId!));
  await done(comment(engine, bob, photoId, 'again'));
  stop();
  await engine.dropFromOutbox([outboxId]);
  let found = 0;
  await engine.relayOutbox(0, (commit) => (found += commit.outboxId === outboxId ? 1 : 0));
  expect(found).toBe(0);
});

test('an outbox in which nothing waits is asked about in one statement', async () => {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    expect(await world.engine.relayOutbox(60_000, () => undefined)).toBe(0);
    const isAboutIt = ([config]: readonly unknown[]) => JSON.stringify(config).includes('relay_outbox');
    const client = asked.mock.contexts[asked.mock.calls.findIndex(isAboutIt)];
    // On the same connection: others may be gathering meanwhile.
    expect(asked.mock.contexts.filter((one) => one === client)).toHaveLength(1);
  } finally {
    asked.mockRestore();
  }
});
