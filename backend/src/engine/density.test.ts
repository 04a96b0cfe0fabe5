// The promise of the log under strain: two nodes, sixteen writers, commits that fail at the last moment, and deadlocks.
import { newId } from '@zoetrope/contract/ids.ts';
import { ORIGIN, type Ack, type Change, type CommandMessage } from '@zoetrope/contract/kernel/wire.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { addPhoto, join, makeGroup, openWorld, run, type Person, type World } from './world.fixture.ts';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
const WRITERS = 16;
const COMMANDS = 25;
/** On a busy machine each commit waits for the disk. */
const PATIENCE_MS = 90_000;

let world: World;
let engines: Engine[];
let people: Person[];
let groupId: string;
let photoIds: string[];

beforeAll(async () => {
  console.log(`density: TEST_SEED=${seed}`);
  world = await openWorld({ gatherDelayMs: 20 });
  engines = [world.engine, await world.another()];
  people = await Promise.all(['Alice', 'Bob', 'Carla'].map((name) => join(world.engine, name)));
  groupId = await makeGroup(world.engine, people[0]!, people.slice(1));
  photoIds = await Promise.all([1, 2, 3, 4].map(() => addPhoto(world.engine, people[0]!, { to: 'group', groupId })));
});
afterAll(() => world.close());

/** mulberry32 */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A fifth of the commits fail after the heads were bumped, at the very COMMIT. */
async function makeCommitsFail(isOn: boolean): Promise<void> {
  const { dataSource } = world.engine;
  if (!isOn) return void (await dataSource.query('drop trigger planted on receipt'));
  await dataSource.query(`create or replace function planted() returns trigger language plpgsql as $$
    begin if random() < 0.2 then raise exception 'planted' using errcode = '40001'; end if; return null; end $$`);
  await dataSource.query(`create constraint trigger planted after insert on receipt
    deferrable initially deferred for each row execute function planted()`);
}

/** Takes a head and then a row, the other way round than commands do, until told to stop. */
async function provokeDeadlocks(isOver: () => boolean): Promise<number> {
  let deadlocks = 0;
  while (!isOver()) {
    const photoId = photoIds[deadlocks % photoIds.length]!;
    const runner = world.engine.dataSource.createQueryRunner();
    await runner.connect();
    await runner.query('begin');
    try {
      await runner.query(`set local deadlock_timeout = '10ms'`);
      await runner.query('select 1 from topic_head where topic = $1 for update', [`photo/${photoId}`]);
      await runner.query('select 1 from tallies where id = $1 for update', [photoId]);
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
      deadlocks++;
    }
    await runner.query('rollback');
    await runner.release();
  }
  return deadlocks;
}

/** A command of one of the kinds that people mix: adding, editing and removing comments, asking and unfriending. */
function nextCommand(random: () => number, mine: string[]): { name: string; input: object } {
  const roll = random();
  const photoId = photoIds[Math.floor(random() * photoIds.length)]!;
  if (roll < 0.5 || !mine.length) {
    const id = newId();
    mine.push(id);
    return { name: 'comments.add', input: { id, photoId, body: `${roll}` } };
  }
  const id = mine[Math.floor(random() * mine.length)]!;
  if (roll < 0.65) return { name: 'comments.edit', input: { id, body: `${roll}` } };
  if (roll < 0.8) return { name: 'comments.remove', input: { id } };
  const personId = people[Math.floor(random() * people.length)]!.id;
  return { name: roll < 0.9 ? 'friends.ask' : 'friends.remove', input: { personId } };
}

async function logOf(engine: Engine, topic: string) {
  const entries = (await engine.changes(topic, ORIGIN, 100_000))!.entries;
  const rows = new Map<string, Change>();
  for (const { ch } of entries)
    for (const change of ch) {
      const known = rows.get(`${change.e}/${change.id}`);
      // Two changes of a row at one version would leave it to chance which is kept.
      if (!known || known.rv < change.rv) rows.set(`${change.e}/${change.id}`, change);
    }
  return { versions: entries.map((entry) => entry.v), rows: sorted([...rows.values()].filter((change) => change.row)) };
}
const sorted = (changes: readonly Change[]): string[] => changes.map((change) => JSON.stringify(change)).toSorted();

test(
  'versions are dense in every snapshot, receipts are as many as successes, and the log leads to the rows',
  { timeout: PATIENCE_MS },
  async () => {
    const before = await world.engine.dataSource.query('select count(*)::int as count from receipt');
    await makeCommitsFail(true);
    let isOver = false;
    const answers: { person: Person; message: CommandMessage; ack: Ack }[] = [];
    const writers = Array.from({ length: WRITERS }, async (_, i) => {
      const random = randomOf(seed + i);
      const mine: string[] = [];
      const person = people[i % people.length]!;
      for (let n = 0; n < COMMANDS; n++) {
        const engine = engines[Math.floor(random() * 2)]!;
        const message = { id: newId(), ...nextCommand(random, mine) };
        const ack = await engine.run(person, message);
        answers.push({ person, message, ack });
        if (ack.ok && random() < 0.1)
          expect(await engines[Math.floor(random() * 2)]!.run(person, message)).toEqual(ack);
      }
    });
    const looking = (async () => {
      let looks = 0;
      while (!isOver) {
        const torn = await engines[1]!.dataSource.query(`select h.topic from topic_head h join change c using (topic)
        group by h.topic, h.version having count(*) <> h.version or max(c.version) <> h.version or min(c.version) <> 1`);
        expect(torn).toEqual([]);
        looks++;
      }
      return looks;
    })();
    const deadlocking = provokeDeadlocks(() => isOver);
    await Promise.all(writers).finally(() => (isOver = true));
    expect(await looking).toBeGreaterThan(10);
    console.log(`density: ${await deadlocking} deadlocks provoked`);
    await makeCommitsFail(false);

    const codes = answers.map(({ ack }) => (ack.ok ? 'ok' : ack.error.code));
    expect(world.reports).toEqual([]);
    for (const code of new Set(codes))
      expect(['ok', 'conflict', 'already-friends', 'not-found', 'invalid', 'unavailable']).toContain(code);
    const done = answers.filter(({ ack }) => ack.ok);
    expect(done.length).toBeGreaterThan(answers.length / 3);
    const after = await world.engine.dataSource.query('select count(*)::int as count from receipt');
    expect(after[0].count - before[0].count).toBe(done.length);

    await expect
      .poll(
        async () => (await world.engine.dataSource.query('select count(*)::int as count from gather_queue'))[0].count,
      )
      .toBe(0);
    const topics = [
      `group-photos/${groupId}`,
      ...photoIds.map((id) => `photo/${id}`),
      ...people.map(({ id }) => `me/${id}`),
    ];
    for (const topic of topics) {
      const log = await logOf(engines[0]!, topic);
      expect(log.versions).toEqual(log.versions.map((_, i) => i + 1));
      const snapshot = await engines[1]!.snapshot(topic);
      const inWindow = new Set(snapshot.ch.map((change) => `${change.e}/${change.id}`));
      const rows = log.rows.filter(
        (row) => inWindow.has(keyOf(row)) || Object.values(snapshot.floors).every((f) => f === 'end'),
      );
      expect(rows).toEqual(sorted(snapshot.ch));
    }
  },
);

const keyOf = (text: string): string => {
  const { e, id } = JSON.parse(text) as Change;
  return `${e}/${id}`;
};

test('counts are right in the end', async () => {
  const [{ wrong }] = await world.engine.dataSource.query(`select count(*)::int as wrong from tallies t
    where t.comments <> (select count(*) from comments c where c.photo_id = t.id)`);
  expect(wrong).toBe(0);
});

test('a natural key that many make and take away at once is there once or not at all, and the log agrees', async () => {
  const [alice, bob] = people as [Person, Person];
  const random = randomOf(seed);
  const codes = await Promise.all(
    Array.from({ length: 120 }, (_, i) => {
      const [me, other] = i % 2 ? [alice, bob] : [bob, alice];
      const name = random() < 0.5 ? 'friends.ask' : 'friends.remove';
      return run(engines[i % 3 ? 0 : 1]!, me, name, { personId: other.id });
    }),
  );
  const refusals = ['conflict', 'already-friends', 'not-found', 'unavailable'];
  for (const ack of codes) if (!ack.ok) expect(refusals).toContain(ack.error.code);
  const log = await logOf(world.engine, `me/${alice.id}`);
  expect(log.rows).toEqual(sorted((await world.engine.snapshot(`me/${alice.id}`)).ch));
});
