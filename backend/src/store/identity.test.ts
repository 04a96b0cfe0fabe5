import type { Engine } from '#engine/engine.ts';
import { join, makeGroup, openWorld } from '#engine/world.fixture.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '#engine/world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const epochs = async (): Promise<string[]> =>
  (await world.engine.dataSource.query<{ epoch: string }[]>('select epoch from topic_head order by topic')).map(
    ({ epoch }) => epoch,
  );
/** Makes new connections, as every process does when the old ones have died. */
async function reconnect(...engines: readonly Engine[]): Promise<void> {
  const other = 'pid <> pg_backend_pid() and datname = current_database()';
  await engines[0]!.dataSource.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${other}`);
  const ask = ({ dataSource }: Engine) => dataSource.query('select pg_sleep(0.05)').catch(() => undefined);
  // The first ones may meet connections that are dead and do not know it yet.
  for (let i = 0; i < 3; i++) await Promise.all(engines.flatMap((engine) => [1, 2, 3].map(() => ask(engine))));
}

test('a database that is the same keeps its epochs, however often it is looked at', async () => {
  const alice = await join(world.engine, 'Alice');
  await makeGroup(world.engine, alice);
  const before = await epochs();
  await reconnect(world.engine);
  expect(await world.engine.wasReplaced()).toBe(false);
  const another = await world.another();
  expect(await another.wasReplaced()).toBe(false);
  expect(await epochs()).toEqual(before);
});

test('one that is another has new epochs for every topic, drawn by one of the processes and noticed by all', async () => {
  const another = await world.another();
  const before = await epochs();
  // As after a restored dump: what is written down is of another cluster.
  await world.engine.dataSource.query(`update database_identity set identity = 'elsewhere'`);
  await reconnect(world.engine, another);
  expect(await Promise.all([world.engine.wasReplaced(), another.wasReplaced()])).toEqual([true, true]);
  const after = await epochs();
  expect(after.filter((epoch) => before.includes(epoch))).toEqual([]);
  expect(new Set(after).size).toBe(before.length);
  await reconnect(world.engine, another);
  expect(await Promise.all([world.engine.wasReplaced(), another.wasReplaced()])).toEqual([false, false]);
  expect(await epochs()).toEqual(after);
});

test('a command that is sent again after that is answered from its receipt, without positions of the old epochs', async () => {
  const bob = await join(world.engine, 'Bob');
  const message = { id: newId(), name: 'groups.create', input: { id: newId(), name: 'Club' } };
  const first = await world.engine.run(bob, message);
  expect(first).toMatchObject({ ok: true });
  await world.engine.dataSource.query(`update database_identity set identity = 'elsewhere'`);
  await reconnect(world.engine);
  await world.engine.wasReplaced();
  expect(await world.engine.run(bob, message)).toMatchObject({ ok: true, at: [] });
});
