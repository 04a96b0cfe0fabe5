// `npm start` as people and their machines treat it: twice at once, killed, with a wrong setting. Needs the build.
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { GIVE_UP_MS, hasEnded, Household, until } from './household.mjs';

vi.setConfig({ testTimeout: 4 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

let household;
beforeAll(async () => {
  household = await Household.open();
});
// On the same data each time: people start a site once, and then again and again.
afterEach(() => household.stop());
afterAll(() => household.close());

test('a wrong setting is named in one sentence, before anything is made, and nothing stays behind', async () => {
  const file = path.join(os.tmpdir(), `zoetrope-file-${process.pid}`);
  fs.writeFileSync(file, '');
  const wrong = [
    [{ PUBLIC_URL: 'photos.example.org' }, /PUBLIC_URL must be an http or https address without a path/u],
    [{ HOST: 'http://here' }, /HOST must be a host name or an IP address/u],
    [{ PORT: '70000' }, /PORT must be a whole number from 0 to 65535/u],
    [{ TRUST_PROXY: 'perhaps' }, /TRUST_PROXY must be/u],
    [{ REDIS_URL: 'localhost:6379' }, /REDIS_URL must be a Redis address/u],
    [{ DATABASE_URL: 'localhost/zoetrope' }, /DATABASE_URL must be a PostgreSQL address/u],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /DATABASE_URL names a database that cannot be used/u],
    [{ DATA_DIR: path.join(file, 'below') }, /DATA_DIR must be a folder that this user can write to/u],
  ];
  for (const [env, sentence] of wrong) {
    expect(await household.refusalOf(env)).toMatch(sentence);
  }
  fs.rmSync(file);
  expect(fs.readdirSync(household.dataDir)).toEqual([]);
});

test('SIGTERM ends the server and the database, and that is no failure', async () => {
  const run = await household.startAndWait();
  expect(await household.endOf(run, 'SIGTERM')).toEqual([0, null]);
  expect(await household.isGone()).toBe(true);
});

test('a place to listen that cannot be had is named in one sentence, and the database ends', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const refusal = await household.refusalOf({ PORT: String(taken.address().port) });
  expect(refusal).toMatch(/PORT \d+ is taken: another program listens there/u);
  taken.close();
  expect(household.hasDatabase()).toBe(false);
});

test('when npm is killed without a word, everything ends', async () => {
  const run = await household.startAndWait({ through: 'npm' });
  run.child.kill('SIGKILL');
  await until('the server is gone', async () => !(await household.isListening()));
  await until('the database is gone', () => !household.hasDatabase());
});

test('after kill -9 the server is gone too, and the next start takes over the database that was left behind', async () => {
  const run = await household.startAndWait();
  run.child.kill('SIGKILL');
  await until('the server is gone', async () => !(await household.isListening()));
  expect(household.hasDatabase()).toBe(true);
  await household.startAndWait();
});

test('a second start on the same data is refused in one line, and the first goes on until its terminal closes', async () => {
  const first = await household.startAndWait();
  const second = household.start({ env: { PORT: '0' } });
  const [code] = await once(second.child, 'close');
  expect(code).not.toBe(0);
  expect(second.output.trim()).toMatch(/^zoetrope: The database in .* is already in use by process \d+; [^\n]*$/u);
  expect(hasEnded(first.child)).toBe(false);
  expect(await household.answers()).toBe(true);
  expect(await household.endOf(first, 'SIGHUP')).toEqual([0, null]);
  expect(await household.isGone()).toBe(true);
});
