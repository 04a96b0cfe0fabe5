// More of `npm start` as people and their machines treat it; start.test.mjs has what is tried each time. Needs the build.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { GIVE_UP_MS, Household } from './household.mjs';

vi.setConfig({ testTimeout: 4 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

let household;
beforeAll(async () => {
  household = await Household.open();
});
afterEach(() => household.stop());
afterAll(() => household.close());

test.skipIf(!process.env.TEST_REDIS_URL)('a Redis that answers and refuses us is named in one sentence', async () => {
  const url = new URL(process.env.TEST_REDIS_URL);
  url.pathname = '/999999';
  const refusal = await household.refusalOf({ REDIS_URL: url.href });
  expect(refusal).toMatch(/REDIS_URL names a Redis that does not let us in: .*DB index/u);
});

test('an address that this machine does not have is named in one sentence, and the database ends', async () => {
  const refusal = await household.refusalOf({ HOST: '192.0.2.1' });
  expect(refusal).toMatch(/HOST 192\.0\.2\.1 is no address of this machine/u);
  expect(household.hasDatabase()).toBe(false);
});

test('Ctrl-C ends the server and the database, and that is no failure', async () => {
  const run = await household.startAndWait();
  expect(await household.endOf(run, 'SIGINT')).toEqual([0, null]);
  expect(await household.isGone()).toBe(true);
});
