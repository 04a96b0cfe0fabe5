// Accounts on the built server: the link that it prints, and what an ended session does to an open socket.
import { ACCOUNTS, LINK_PAGES, type SessionList } from '@zoetrope/contract/accounts.ts';
import { rename } from '@zoetrope/contract/features/people.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { type Farewell, WIRE } from '@zoetrope/contract/kernel/wire.ts';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '#support/api.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast, cookieOf, signUp } from '#support/world.ts';

/** The promise for sockets of a session that was ended. */
const ENDED_WITHIN_MS = 2_000;

let server: Server;
let cast: Cast;

beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
});
afterAll(() => server?.remove());

async function signInAgain(login: string, password: string): Promise<string> {
  const answer = await cast.api.request('POST', `${ACCOUNTS}/sign-in`, { body: { login, password } });
  return cookieOf(answer.headers);
}

test('a session that is ended closes its socket with a word, and no other', async () => {
  const { login, password, cookie } = cast.people.bob;
  const lost = await signInAgain(login, password);
  const open = (as: string) => io(server.url, { extraHeaders: { cookie: as }, reconnection: false, forceNew: true });
  const sockets = { lost: open(lost), kept: open(cookie) };
  await until('both are connected', async () => sockets.lost.connected && sockets.kept.connected);
  const farewell = new Promise<Farewell>((resolve) => sockets.lost.once(WIRE.farewell, resolve));
  const { sessions } = (await cast.api.request('GET', `${ACCOUNTS}/sessions`, { cookie: lost })).json as SessionList;
  const { id } = sessions.find(({ isCurrent }) => isCurrent)!;
  expect(outcomeOf(await cast.api.request('DELETE', `${ACCOUNTS}/sessions/${id}`, { cookie }))).toBe('ok');
  await until('the socket is closed', async () => !sockets.lost.connected, ENDED_WITHIN_MS);
  expect((await farewell).error.code).toBe('session-ended');
  expect(sockets.kept.connected).toBe(true);
  expect(outcomeOf(await cast.api.command(rename, { name: 'Mallory' }, lost))).toBe('session-ended');
  expect(outcomeOf(await cast.api.command(rename, { name: 'Bob' }, cookie))).toBe('ok');
  sockets.kept.disconnect();
});

test('the printed link makes one administrator, who then decides who may come', async () => {
  const edit = (signUpPolicy: string, cookie: string) =>
    cast.api.command(editSite, { signUp: signUpPolicy }, cookie).then(outcomeOf);
  expect(await edit('open', cast.people.alice.cookie)).toBe('forbidden');
  await cast.makeAdministrator();
  const refused = cast.api.request('POST', `${ACCOUNTS}/sign-up`, {
    body: { login: 'emma', name: 'Emma', password: 'emmas long password' },
  });
  expect(outcomeOf(await refused)).toBe('invite-needed');
  expect(await edit('open', cast.people.alice.cookie)).toBe('ok');
  await signUp(cast.api, 'emma');
  const token = new RegExp(`${LINK_PAGES.administrator}#([\\w-]+)`).exec(server.lines.join('\n'))![1];
  const again = await cast.api.request('POST', `${ACCOUNTS}/administrator`, {
    cookie: cast.people.dan.cookie,
    body: { token },
  });
  expect(outcomeOf(again)).toBe('link-used-up');
});

test('a restart knows everybody, and prints no second link', async () => {
  const printed = server.lines.length;
  await server.stop();
  await server.start();
  const me = await cast.api.request('GET', `${ACCOUNTS}/me`, { cookie: cast.people.carla.cookie });
  expect(me.json).toMatchObject({ visitor: false, personId: cast.people.carla.id });
  expect(server.lines.slice(printed).join('\n')).not.toContain(`${LINK_PAGES.administrator}#`);
});

test('one who only guesses is told when to come back', async () => {
  const guess = () =>
    cast.api.request('POST', `${ACCOUNTS}/sign-in`, {
      body: { login: cast.people.dan.login, password: 'not it' },
      headers: { 'x-forwarded-for': '192.0.2.7' },
    });
  const answers = [];
  for (let i = 0; i < 11; i++) answers.push(await guess());
  expect(answers.map(outcomeOf)).toEqual([...Array.from({ length: 10 }, () => 'wrong-password'), 'slow-down']);
  const last = answers.at(-1)!;
  expect(last.status).toBe(429);
  expect(last.json.retryAfterMs).toBeGreaterThan(0);
  expect(Number(last.headers.get('retry-after'))).toBe(Math.ceil(last.json.retryAfterMs / 1_000));
});
