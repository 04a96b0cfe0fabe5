import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingMigrations } from './migrate.ts';
import { Store } from './store.ts';
import { testDatabase } from './test-database.fixture.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const stores: Store[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.close();
});

test('nodes that start together on an empty database all come up', async () => {
  const open = () => Store.open({ databaseUrl: database.url, registry, pool: 2 });
  stores.push(...(await Promise.all([open(), open(), open()])));
  const [{ count }] = await stores[0]!.source.query('select count(*)::int as count from site');
  expect(count).toBe(1);
});

test('the migrations make what the contract and the server tables declare, and nothing else is missing', async () => {
  expect(await missingMigrations(stores[0]!.source)).toEqual([]);
});

test('a column that no migration makes is noticed', async () => {
  const { source } = stores[0]!;
  await source.query('alter table "comments" drop column "edited_at"');
  const missing = await missingMigrations(source);
  expect(missing.some((sql) => sql.includes('edited_at'))).toBe(true);
});
