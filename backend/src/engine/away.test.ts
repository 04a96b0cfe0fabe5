import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import {
  addPhoto,
  codeOf,
  comment,
  done,
  join,
  makeGroup,
  openWorld,
  type Person,
  type World,
} from './world.fixture.ts';

let world: World;
let admin: pg.Client;
let alice: Person;
let photoId: string;
let name: string;
beforeAll(async () => {
  world = await openWorld();
  admin = new pg.Client({ connectionString: process.env['TEST_DATABASE_ADMIN_URL'] });
  await admin.connect();
  alice = await join(world.engine, 'Alice');
  photoId = await addPhoto(world.engine, alice, { to: 'group', groupId: await makeGroup(world.engine, alice) });
  [{ name }] = await world.engine.dataSource.query('select current_database() as name');
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

const cutOff = () => admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);

test('connections that are cut in the middle cost an answer of unavailable at most, and nothing is done twice', async () => {
  for (let round = 0; round < 5; round++) {
    const messages = Array.from({ length: 8 }, (_, i) => ({
      id: `${round} ${i}`,
      name: 'comments.add',
      input: { id: crypto.randomUUID(), photoId, body: `${round} ${i}` },
    }));
    const first = Promise.all(messages.map((message) => world.engine.run(alice, message)));
    await cutOff();
    for (const ack of await first) expect(['ok', 'unavailable']).toContain(codeOf(ack));
    await expect.poll(async () => codeOf(await world.engine.run(alice, messages[0]!))).toBe('ok');
    for (const message of messages) await done(world.engine.run(alice, message));
  }
  const [{ count }] = await world.engine.dataSource.query('select count(*)::int as count from comments');
  expect(count).toBe(40);
  expect(world.reports).toEqual([]);
});

test('while PostgreSQL is away everything says unavailable, and works again when it is back', async () => {
  const { engine } = world;
  await admin.query(`alter database ${name} allow_connections false`);
  try {
    await cutOff();
    const away = { body: { code: 'unavailable', kind: 'unavailable' } };
    await expect.poll(async () => codeOf(await comment(engine, alice, photoId, 'x'))).toBe('unavailable');
    engine.forget();
    await expect(engine.judge(alice, `photo/${photoId}`)).rejects.toMatchObject(away);
    await expect(engine.snapshot(`photo/${photoId}`)).rejects.toMatchObject(away);
    await expect(engine.heads([`photo/${photoId}`])).rejects.toMatchObject(away);
    await expect(engine.sweep()).rejects.toMatchObject(away);
  } finally {
    await admin.query(`alter database ${name} allow_connections true`);
  }
  await done(comment(engine, alice, photoId, 'back'));
  expect(world.reports).toEqual([]);
});
