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

  // As in a terminal of its own, where nobody says again what the site was started with.
  const ask = async (args, env) => {
    const run = household.start({ word: 'reset-link', args, env: { HOST: undefined, PORT: undefined, ...env } });
    const [code] = await once(run.child, 'close');
    return { code, lines: run.output.trim().split('\n') };
  };
  const tokenOf = ({ code, lines }) => {
    expect([code, lines.length]).toEqual([0, 2]);
    const [, origin, token] = /^(http:\S+)\/reset#([\w-]+)$/u.exec(lines[1]);
    expect(origin).toBe(household.url);
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
  // With a database of one's own nothing is noted beside it: there the setting says where the site is.
  const elsewhere = { DATABASE_URL, DATA_DIR: path.join(household.dataDir, 'other'), PUBLIC_URL: household.url };
  const external = await ask([' Anna '], elsewhere);
  const token = tokenOf(external);
  const password = 'a password that anna knows';
  expect(await post('reset', { token, password })).toMatchObject([200, { login: 'anna' }]);
  expect(await post('reset', { token, password })).toMatchObject([410, { code: 'link-used-up' }]);
  expect(await post('sign-in', { login: 'anna', password })).toMatchObject([200, {}]);
  expect(tokenOf(await ask(['anna']))).not.toBe(token);
  const { lines } = await ask(['anna'], { PUBLIC_URL: 'https://photos.example.org' });
  expect(lines[1]).toMatch(/^https:\/\/photos\.example\.org\/reset#/u);

  const exited = once(site.child, 'exit');
  site.child.kill('SIGTERM');
  await exited;
  tokenOf(await ask(['anna']));
  expect(household.hasDatabase()).toBe(false);
});
