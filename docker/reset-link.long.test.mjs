// `npm run reset-link`, for somebody who forgot their password: beside a site that runs, and without one. Needs the build.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GIVE_UP_MS, Household } from './household.mjs';

vi.setConfig({ testTimeout: 4 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

let household;
beforeEach(async () => {
  household = await Household.open();
});
afterEach(() => household.close());

test('a forgotten password is set anew by a link from the command, on a site that runs and on one that does not', async () => {
  const site = await household.startAndWait();
  const post = (route, body) =>
    fetch(`${household.url}/api/accounts/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
    }).then(async (answer) => [answer.status, await answer.json()]);
  const anna = { login: 'anna', name: 'Anna', password: 'the password that anna forgot' };
  expect(await post('sign-up', anna)).toMatchObject([200, {}]);

  const ask = async (args, env) => {
    const run = household.start({ word: 'reset-link', args, env });
    const [code] = await once(run.child, 'close');
    return { code, lines: run.output.trim().split('\n') };
  };
  const tokenOf = ({ code, lines }) => {
    expect([code, lines.length]).toEqual([0, 2]);
    const [, token] = /^http:\/\/127\.0\.0\.1:\d+\/reset#([\w-]+)$/u.exec(lines[1]);
    return token;
  };
  for (const [args, env, sentence] of [
    [['nobody'], {}, /^zoetrope: nobody here signs in as "nobody"\.$/u],
    [[], {}, /^zoetrope: name somebody: /u],
    [
      ['anna'],
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      /^zoetrope: DATABASE_URL names a database that/u,
    ],
    [['anna'], { DATA_DIR: path.join(household.dataDir, 'other') }, /^zoetrope: npm start has made no database in /u],
  ]) {
    const { code, lines } = await ask(args, env);
    expect([code, lines]).toEqual([1, [expect.stringMatching(sentence)]]);
  }

  const DATABASE_URL = fs.readFileSync(path.join(household.dataDir, 'database-url'), 'utf8');
  const external = await ask([' Anna '], { DATABASE_URL, DATA_DIR: path.join(household.dataDir, 'other') });
  const token = tokenOf(external);
  const password = 'a password that anna knows';
  expect(await post('reset', { token, password })).toMatchObject([200, { login: 'anna' }]);
  expect(await post('reset', { token, password })).toMatchObject([410, { code: 'link-used-up' }]);
  expect(await post('sign-in', { login: 'anna', password })).toMatchObject([200, {}]);
  expect(tokenOf(await ask(['anna']))).not.toBe(token);

  const exited = once(site.child, 'exit');
  site.child.kill('SIGTERM');
  await exited;
  tokenOf(await ask(['anna']));
  expect(household.hasDatabase()).toBe(false);
});
