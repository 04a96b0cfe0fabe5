import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { joinSite, makeAdministrator } from '@zoetrope/contract/features/people.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { openSite, type Answer, type Site } from './site.fixture.ts';
import { newToken } from './tokens.ts';

/** A visitor of a site that has no administrator yet. */
const NOBODY = { visitor: true, isUnclaimed: true };
let site: Site;
beforeAll(async () => void (site = await openSite()));
afterAll(() => site.close());

const alice = { login: 'Alice.B', name: 'Alice', password: 'correct horse battery' };

test('somebody signs up, is recognised, signs out, and signs in again', async () => {
  const browser = site.browser();
  expect((await browser.get('/api/accounts/me')).json).toEqual(NOBODY);
  const { status, json: account } = await browser.post('/api/accounts/sign-up', alice);
  expect(status).toBe(200);
  expect(account).toEqual({ personId: expect.any(String), login: 'alice.b', isAdmin: false });
  expect((await browser.get('/api/accounts/me')).json).toEqual({ visitor: false, ...account });
  const old = browser.cookie;
  expect((await browser.post('/api/accounts/sign-out', {})).json).toEqual({ done: true });
  expect(browser.cookie).toBe('');
  expect((await browser.get('/api/accounts/me', { cookie: old })).json).toEqual(NOBODY);
  expect((await browser.get('/api/accounts/sessions', { cookie: old })).json.code).toBe('session-ended');
  expect((await browser.post('/api/accounts/sign-in', { ...alice, login: ' ALICE.B ' })).json).toEqual(account);
});

test('a wrong password and a name that nobody has are answered alike', async () => {
  const browser = site.browser();
  const wrong = await browser.post('/api/accounts/sign-in', { login: 'alice.b', password: 'not it' });
  const nobody = await browser.post('/api/accounts/sign-in', { login: 'dan', password: 'not it' });
  expect(wrong.status).toBe(401);
  expect(wrong.json).toMatchObject({ code: 'wrong-password', kind: 'unauthenticated' });
  expect(nobody.json).toEqual(wrong.json);
  expect(browser.cookie).toBe('');
});

test('a name that is taken is a conflict, whatever its case', async () => {
  const answer = await site.browser().post('/api/accounts/sign-up', { ...alice, login: 'ALICE.b' });
  expect(answer.status).toBe(409);
  expect(answer.json).toMatchObject({ code: 'login-taken', fields: { login: 'taken' } });
});

test('two who take the same name at once become one account and one conflict', async () => {
  const wanted = { login: 'carla', name: 'Carla' };
  const answers = await Promise.all(
    ['the first password', 'the other password'].map((password) =>
      site.browser().post('/api/accounts/sign-up', { ...wanted, password }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test('each wrong input is named', async () => {
  const answer = await site.browser().post('/api/accounts/sign-up', { login: 'x', name: ' ', password: 'short' });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({
    code: 'invalid',
    fields: { login: 'too_small', name: 'too_small', password: 'too_small' },
  });
});

test.each(['\0', 'x\0y', 'half \ud83c'])(
  'a text that cannot be stored is named, whoever sends it: %j',
  async (text) => {
    const { browser, password } = await site.person('eve');
    const long = `${text} of ten characters`;
    const account = { login: 'eve', name: 'Eve', password: 'long enough' };
    const token = newToken();
    for (const [route, body, field] of [
      ['sign-in', { login: text, password }, 'login'],
      ['sign-in', { login: 'eve', password: text }, 'password'],
      ['sign-up', { ...account, login: `eve${text}` }, 'login'],
      ['sign-up', { ...account, name: `Eve ${text}` }, 'name'],
      ['sign-up', { ...account, password: long }, 'password'],
      ['change-password', { password: text, newPassword: 'long enough' }, 'password'],
      ['change-password', { password, newPassword: long }, 'newPassword'],
      ['reset', { token, password: long }, 'password'],
      ['administrator', { token, account: { ...account, password: long } }, 'account.password'],
    ] as const) {
      const { status, json } = await browser.post(`/api/accounts/${route}`, body);
      expect([status, json.code, Object.keys(json.fields)], `${route} ${field}`).toEqual([400, 'invalid', [field]]);
    }
  },
);

test('the cookie is out of the reach of scripts and of other sites, and Secure over https alone', async () => {
  const plain = await site.browser().post('/api/accounts/sign-in', alice);
  expect(plain.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^zoetrope_session=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/),
  ]);
  const tls = await site.browser().post('/api/accounts/sign-in', alice, { 'x-forwarded-proto': 'https' });
  expect(tls.headers.getSetCookie()[0]).toMatch(/; Secure$/);
});

test('a request with effects from a page of another site is refused, from our own it is not', async () => {
  const foreign = await site.browser().post('/api/accounts/sign-in', alice, { origin: 'http://evil.example' });
  expect(foreign.status).toBe(403);
  expect(foreign.json.code).toBe('wrong-origin');
  expect((await site.browser().post('/api/accounts/sign-in', alice, { origin: site.url })).status).toBe(200);
});

test('a sign-up that stopped half-way goes on with the same password and makes one person', async () => {
  const person = newId();
  const given = { login: 'bob', name: 'Bob', password: 'bobs long password' };
  const { personId } = (await site.browser().post('/api/accounts/sign-up', given)).json;
  // What a crash before the person's command leaves: the credential alone.
  await site.accounts.rows.query('update credential set person_id = $1 where person_id = $2', [person, personId]);
  expect((await site.browser().post('/api/accounts/sign-in', given)).json.code).toBe('wrong-password');
  const other = await site.browser().post('/api/accounts/sign-up', { ...given, password: 'another password' });
  expect(other.json.code).toBe('login-taken');
  const again = await site.browser().post('/api/accounts/sign-up', given);
  expect(again.json).toMatchObject({ personId: person, login: 'bob' });
});

test('a reserved name without a person is free after a minute', async () => {
  const given = { login: 'forgotten', name: 'Bob', password: 'bobs long password' };
  const { personId } = (await site.browser().post('/api/accounts/sign-up', given)).json;
  await site.accounts.rows.query(
    `update credential set person_id = $1, created_at = now() - interval '61 seconds' where person_id = $2`,
    [newId(), personId],
  );
  const other = await site.browser().post('/api/accounts/sign-up', { ...given, password: 'another password' });
  expect(other.status).toBe(200);
});

test('whatever may be tried is tried so often from one address, and is then told when to come back', async () => {
  const { browser: signedIn, personId } = await site.person('ben');
  const { limits } = site.accounts;
  const token = newToken();
  const [address, other] = ['198.51.100.20', '198.51.100.21'];
  const from = { 'x-forwarded-for': address };
  // The attempts before are taken by themselves: each over HTTP would be a line in the log.
  const guess = () => limits.invite(address, () => Promise.reject(new Refusal('not-found'))).catch(() => {});
  const ways: readonly [string, number, () => unknown, () => Promise<Answer>][] = [
    ['sign up', 100, () => limits.signUp(address), () => site.browser().post('/api/accounts/sign-up', alice, from)],
    ['look', 60, guess, () => site.browser().get(`/api/invites/${token}`, from)],
    ['join', 0, () => {}, () => signedIn.post('/api/invites/accept', { token }, from)],
    [
      'use a reset link',
      20,
      () => limits.openLink(address),
      () => site.browser().post('/api/accounts/reset', { token, password: 'long enough' }, from),
    ],
    ['use the first link', 0, () => {}, () => site.browser().post('/api/accounts/administrator', { token }, from)],
    [
      'change a face',
      20,
      () => limits.changeAvatar(personId),
      () => signedIn.request('PUT', '/api/accounts/avatar', '', from),
    ],
  ];
  for (const [what, times, take, attempt] of ways) {
    for (let i = 0; i < times; i++) await take();
    const { status, json, headers } = await attempt();
    expect([status, json.code], what).toEqual([429, 'slow-down']);
    expect([json.retryAfterMs > 0, Number(headers.get('retry-after')) > 0], what).toEqual([true, true]);
  }
  const elsewhere = await site.browser().get(`/api/invites/${token}`, { 'x-forwarded-for': other });
  expect(elsewhere.json.code).toBe('not-found');
});

test('the policy of the site decides who may sign up once there is an administrator', async () => {
  const admin = newId();
  await site.run(admin, joinSite, { name: 'Alice', isAdmin: false });
  expect((await site.browser().get('/api/accounts/me')).json).toEqual(NOBODY);
  await site.run(admin, makeAdministrator, {});
  expect((await site.browser().get('/api/accounts/me')).json).toEqual({ visitor: true });
  const wants = (login: string) => ({ login, name: 'Dan', password: 'dans long password' });
  const refused = await site.browser().post('/api/accounts/sign-up', wants('dan-1'));
  expect(refused.status).toBe(403);
  expect(refused.json.code).toBe('invite-needed');
  await site.run(admin, editSite, { signUp: 'open' });
  expect((await site.browser().post('/api/accounts/sign-up', wants('dan-2'))).status).toBe(200);
  await site.run(admin, editSite, { signUp: 'closed' });
  expect((await site.browser().post('/api/accounts/sign-up', wants('dan-3'))).json.code).toBe('sign-up-closed');
  await site.run(admin, editSite, { signUp: 'open' });
});
