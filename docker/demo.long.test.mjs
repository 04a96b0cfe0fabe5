// `npm run demo`: a site that is full and moving, for this machine alone, away from real accounts. Needs the build.
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GIVE_UP_MS, Household, isListening, until } from './household.mjs';

vi.setConfig({ testTimeout: 8 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

/** What the demo promises a newcomer. */
const NEWS_WITHIN_MS = 60_000;
const JSON_BODY = { 'content-type': 'application/json' };

let household;
beforeEach(async () => {
  household = await Household.open();
});
afterEach(() => household.close());

/** As the demo starts when nobody has said where it listens. */
const startDemo = (env = {}) => household.startAndWait({ word: 'demo', env: { HOST: undefined, ...env } });

async function refusalOf(env) {
  const run = household.start({ word: 'demo', env });
  const [code] = await once(run.child, 'close');
  expect(code).not.toBe(0);
  expect(await household.isListening()).toBe(false);
  return run.output.trim();
}

async function ask(path, { cookie = '', body } = {}) {
  const response = await fetch(household.url + path, {
    headers: { ...JSON_BODY, cookie },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.ok, `${path} answered ${response.status}`).toBe(true);
  return response.json();
}

/** Addresses of this machine that others may know; the second of loopback stands for them where there is no network. */
function otherAddresses() {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const ofNetworks = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  return ['127.0.0.2', ...ofNetworks.map(({ address }) => address)];
}

test('the demo keeps away from a database that holds a real account, and says so in one line', async () => {
  const run = await household.startAndWait();
  const [, token] = await until('the link is printed', () => /\/welcome#([\w-]+)/u.exec(run.output));
  const account = { login: 'alice', name: 'Alice', password: 'a few words in a row' };
  await ask('/api/accounts/administrator', { body: { token, account } });
  await household.stop();

  expect(await refusalOf()).toMatch(
    /^zoetrope: the demo keeps away from this database: it holds real accounts\.[^\n]*$/u,
  );
});

test('who made an account in the demo is told how to begin it anew, and a first demo says nothing of failed sign-ins', async () => {
  const run = await startDemo();
  // The site is open until its people have settled.
  const account = { login: 'newcomer', name: 'Newcomer', password: 'a few words in a row' };
  await ask('/api/accounts/sign-up', { body: account });
  await until('photos are there', async () => (await readFeed()).photos.length > 0, 4 * GIVE_UP_MS);
  expect(run.output).not.toContain('A sign-in failed.');
  await household.stop();
  expect(await refusalOf()).toMatch(
    new RegExp(
      `^zoetrope: the demo keeps away from this database: [^\\n]*: to begin it anew delete ${household.dataDir}, [^\\n]*$`,
      'u',
    ),
  );
});

test('the demo is not for the Internet, and says so in one line', async () => {
  const line = await refusalOf({ PUBLIC_URL: 'https://photos.example.org' });
  expect(line).toMatch(/^zoetrope: PUBLIC_URL must be localhost for the demo[^\n]*$/u);
  // Nor has anything been made.
  expect(fs.readdirSync(household.dataDir)).toEqual([]);
});

test('unless HOST says otherwise the demo listens on this machine alone', async () => {
  await startDemo();
  for (const address of otherAddresses()) {
    expect(await isListening(household.port, address), address).toBe(false);
  }
  await household.stop();
  await startDemo({ HOST: '0.0.0.0' });
  for (const address of otherAddresses()) {
    expect(await isListening(household.port, address), address).toBe(true);
  }
});

test('a demo that is stopped in its first second, and again while it fills, is whole after the next start', async () => {
  await startDemo();
  await household.stop();
  await startDemo();
  await until('photos are there', async () => (await readFeed()).photos.length > 0, 4 * GIVE_UP_MS);
  await household.stop();
  await startDemo();
  const { photos } = await readFeed();
  await until('there are more', async () => (await readFeed()).photos.length > photos.length, 4 * GIVE_UP_MS);
  const page = await (await fetch(`${household.url}/demo`)).text();
  const logins = [...page.matchAll(/<button data-login="([^"]+)"/gu)].map(([, login]) => login);
  const cookie = await signInByClick(page, logins);
  const me = await ask('/api/accounts/me', { cookie });
  const rowsOf = async (...topics) => {
    const at = Object.fromEntries(topics.map((key) => [key, null]));
    const { batches } = await ask('/api/sync', { cookie, body: { at } });
    return batches.flatMap(({ ch }) => ch);
  };
  const own = await rowsOf(`me/${me.personId}`);
  const memberships = own.filter(({ e }) => e === 'members').map(({ row }) => `group/${row.groupId}`);
  const groups = (await rowsOf(...memberships)).filter(({ e }) => e === 'groups');
  expect(groups.map(({ row }) => [row.name, row.memberCount]).toSorted()).toEqual([
    ['Grandparents', 3],
    ['Lake house', 6],
    ['Mina & Theo, 6 June', 7],
    ['Running club', 4],
  ]);
  const friends = own.filter(({ e }) => e === 'friends').map(({ row }) => row.acceptedAt !== null);
  expect([friends.filter(Boolean).length > 1, friends.filter((isFriend) => !isFriend).length]).toEqual([true, 1]);
});

test('one click signs in, photos and what people say about them arrive, and it does not stand still', async () => {
  await startDemo();
  // Everything is painted one after the other and takes some minutes; that it grows is seen sooner.
  const count = async () => (await readFeed()).photos.length;
  const first = await until('photos are there', count, 4 * GIVE_UP_MS);
  await until('there are more', async () => (await count()) > first, 2 * GIVE_UP_MS);
  await until('there are still more', async () => (await count()) > first + 1, 2 * GIVE_UP_MS);

  const page = await (await fetch(`${household.url}/demo`)).text();
  const logins = [...page.matchAll(/<button data-login="([^"]+)"/gu)].map(([, login]) => login);
  expect(logins.length).toBeGreaterThan(4);
  const cookie = await signInByClick(page, logins);
  expect(await ask('/api/accounts/me', { cookie })).toMatchObject({ visitor: false, login: logins[0] });

  const isCommented = async () => (await readFeed()).photos.some(({ comments }) => comments > 0);
  await until('somebody has said something', isCommented, 4 * GIVE_UP_MS);
  const hasReaction = async () => {
    const at = Object.fromEntries((await readFeed()).photos.map(({ id }) => [`photo/${id}`, null]));
    const { batches } = await ask('/api/sync', { cookie, body: { at } });
    return batches.some(({ ch }) => ch?.some(({ e }) => e === 'reactions'));
  };
  await until('somebody has reacted', hasReaction, 4 * GIVE_UP_MS);

  const { at } = await readFeed();
  const isNews = async () => {
    const { batches } = await ask('/api/sync', { cookie, body: { at, waitMs: 5_000 } });
    return batches.some(({ ch }) => ch?.length > 0);
  };
  await until('something new has arrived', isNews, NEWS_WITHIN_MS);
});

const readFeed = () => ask('/api/feed/public?limit=100');

/** Presses the first button of the page, whose script runs here as it would there. Returns the cookie. */
async function signInByClick(page, logins) {
  let cookie;
  const buttons = logins.map((login) => ({ dataset: { login } }));
  const site = {
    document: { querySelectorAll: () => buttons },
    fetch: async (path, init) => {
      const response = await fetch(household.url + path, init);
      cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return response;
    },
    location: '/demo',
  };
  vm.runInNewContext(/<script>(.*)<\/script>/su.exec(page)[1], site);
  await buttons[0].onclick();
  expect([site.location, buttons[0].textContent]).toEqual(['/', undefined]);
  return cookie;
}
