// `npm start` as people and their machines treat it: twice at once, killed, with a wrong setting. Needs the build.
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GIVE_UP_MS, hasEnded, Household, until } from './household.mjs';

vi.setConfig({ testTimeout: 4 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

let household;
beforeEach(async () => {
  household = await Household.open();
});
afterEach(() => household.close());

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s ends the server and the database, and that is no failure',
  async (signal) => {
    const run = await household.startAndWait();
    const exited = once(run.child, 'exit');
    run.child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await household.isListening()).toBe(false);
    expect(household.hasDatabase()).toBe(false);
  },
);

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

test('a second start on the same data is refused in one line, and the first goes on', async () => {
  const first = await household.startAndWait();
  const second = household.start({ env: { PORT: '0' } });
  const [code] = await once(second.child, 'close');
  expect(code).not.toBe(0);
  expect(second.output.trim()).toMatch(/^zoetrope: The database in .* is already in use by process \d+; [^\n]*$/u);
  expect(hasEnded(first.child)).toBe(false);
  expect(await household.answers()).toBe(true);
});

test('a wrong setting is named in one sentence, and nothing stays behind', async () => {
  fs.writeFileSync(path.join(household.dataDir, 'file'), '');
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const wrong = [
    [{ PUBLIC_URL: 'photos.example.org' }, /PUBLIC_URL must be an http or https address without a path/u],
    [{ PORT: String(taken.address().port) }, /PORT \d+ is taken: another program listens there/u],
    [{ HOST: '192.0.2.1' }, /HOST 192\.0\.2\.1 is no address of this machine/u],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /DATABASE_URL names a database that cannot be used/u],
    [
      { DATA_DIR: path.join(household.dataDir, 'file', 'below') },
      /DATA_DIR .* is no folder that this user can write to/u,
    ],
  ];
  for (const [env, sentence] of wrong) {
    const run = household.start({ env });
    const [code] = await once(run.child, 'close');
    expect(code).not.toBe(0);
    expect(run.output.trim()).toMatch(sentence);
    expect(run.output.trim().split('\n')).toHaveLength(1);
  }
  taken.close();
  expect(household.hasDatabase()).toBe(false);
});
