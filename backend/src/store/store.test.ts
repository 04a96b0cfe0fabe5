import { registry } from '@zoetrope/contract/registry.ts';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Store } from './store.ts';
import { testDatabase } from './test-database.fixture.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let store: Store;
beforeAll(async () => {
  database = await testDatabase();
  store = await Store.open({ databaseUrl: database.url, registry, pool: 2 });
});
afterAll(async () => {
  await store.close();
  await database.close();
});

test('a connection that PostgreSQL ends while nobody listens to it does not end the process, and is replaced', async () => {
  const { master: pool } = store.source.driver as unknown as { readonly master: Pool };
  // As between two of its owners: the pool listens to those that are idle, TypeORM to those that it uses.
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const fell: Error[] = [];
  let stop = (): void => {};
  const fall = (error: Error) => {
    fell.push(error);
    stop();
  };
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', fall);
  try {
    // Not `once` of events, which listens to errors as well.
    const ended = new Promise<void>((resolve) => client.once('end', (stop = resolve)));
    await store.source.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    await ended;
    client.release(true);
  } finally {
    process.off('uncaughtException', fall);
    for (const other of others) process.on('uncaughtException', other);
  }
  expect(fell).toEqual([]);
  const answers = await Promise.all([1, 2].map((n) => store.source.query('select $1::int as n', [n])));
  expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }]]);
});
