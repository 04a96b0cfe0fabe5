import { afterAll, beforeAll, expect, test } from 'vitest';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { openSite, type Site } from './site.fixture.ts';

let site: Site;
beforeAll(async () => void (site = await openSite()));
afterAll(() => site.close());

const tokenOf = (url: string | undefined): string => url!.split('#')[1]!;

test('the administrator link makes one administrator, once; a newer link voids it', async () => {
  const { administrators } = site.accounts;
  const older = tokenOf(await administrators.ensureLink('http://localhost:3000'));
  const url = await administrators.ensureLink('http://localhost:3000');
  expect(url).toMatch(/^http:\/\/localhost:3000\/welcome#[\w-]{43}$/);
  const account = { login: 'alice', name: 'Alice', password: 'correct horse battery' };
  const browser = site.browser();
  const refused = await browser.post('/api/accounts/administrator', { token: older, account });
  expect(refused.status).toBe(410);
  expect(refused.json.code).toBe('link-used-up');
  const answer = await browser.post('/api/accounts/administrator', { token: tokenOf(url), account });
  expect(answer.json).toMatchObject({ login: 'alice', isAdmin: true });
  expect((await browser.get('/api/accounts/me')).json).toMatchObject({ login: 'alice', isAdmin: true });
  const bob = { ...account, login: 'bob' };
  const again = await site.browser().post('/api/accounts/administrator', { token: tokenOf(url), account: bob });
  expect(again.json.code).toBe('link-used-up');
  expect(await administrators.ensureLink('http://localhost:3000')).toBeUndefined();
  const nobody = await site.browser().post('/api/accounts/sign-in', bob);
  expect(nobody.json.code).toBe('wrong-password');
});

test('somebody who is signed in becomes administrator by the link; a visitor without an account does not', async () => {
  const other = await openSite();
  try {
    const token = tokenOf(await other.accounts.administrators.ensureLink('http://localhost:3000'));
    const visitor = await other.browser().post('/api/accounts/administrator', { token });
    expect(visitor.json.code).toBe('unauthenticated');
    const { browser } = await other.person('alice');
    expect((await browser.post('/api/accounts/administrator', { token })).json.isAdmin).toBe(true);
  } finally {
    await other.close();
  }
});

test('of two who take the administrator link at once one is administrator, and nothing is left of the other', async () => {
  const other = await openSite();
  try {
    const token = tokenOf(await other.accounts.administrators.ensureLink('http://localhost:3000'));
    const take = (login: string) =>
      other.browser().post('/api/accounts/administrator', {
        token,
        account: { login, name: login, password: 'correct horse battery' },
      });
    const answers = await Promise.all([take('alice'), take('bob')]);
    expect(new Set(answers.map(({ json }) => json.code ?? json.isAdmin))).toEqual(new Set([true, 'link-used-up']));
    const left = await other.accounts.rows.query(
      `select (select count(*)::int from credential) as credentials, (select count(*)::int from people) as people,
         (select count(*)::int from people where is_admin) as administrators`,
      [],
    );
    expect(left).toEqual([{ credentials: 1, people: 1, administrators: 1 }]);
  } finally {
    await other.close();
  }
});

test('who asks for a name that is taken may take the administrator link again', async () => {
  const other = await openSite();
  try {
    const { login } = await other.person('bob');
    const token = tokenOf(await other.accounts.administrators.ensureLink('http://localhost:3000'));
    const account = { login, name: 'Alice', password: 'correct horse battery' };
    const refused = await other.browser().post('/api/accounts/administrator', { token, account });
    expect(refused.json.code).toBe('login-taken');
    const browser = other.browser();
    const free = { ...account, login: 'alice' };
    expect((await browser.post('/api/accounts/administrator', { token, account: free })).json.isAdmin).toBe(true);
    expect((await browser.get('/api/accounts/me')).json).toMatchObject({ login: 'alice', isAdmin: true });
  } finally {
    await other.close();
  }
});

test('a reset link made by an administrator sets a password once and ends what was open', async () => {
  const admin = site.browser();
  await admin.post('/api/accounts/sign-in', { login: 'alice', password: 'correct horse battery' });
  const { json: me } = await admin.get('/api/accounts/me');
  const password = 'a new long password';
  const lost = site.browser();
  await lost.post('/api/accounts/sign-in', { login: 'alice', password: 'correct horse battery' });
  const link = await admin.post('/api/accounts/reset-links', { personId: me.personId }, { origin: site.url });
  expect(link.json.url).toMatch(`${site.url}/reset#`);
  const hours = (Date.parse(link.json.expiresAt) - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(24);
  const token = tokenOf(link.json.url);
  const fresh = site.browser();
  const short = await fresh.post('/api/accounts/reset', { token, password: 'short' });
  expect(short.json).toMatchObject({ code: 'invalid', fields: { password: 'too_small' } });
  expect((await fresh.post('/api/accounts/reset', { token, password })).json).toMatchObject({ login: 'alice' });
  expect((await lost.get('/api/accounts/me')).json).toMatchObject({ visitor: true, queueOf: me.personId });
  expect((await fresh.get('/api/accounts/me')).json).toMatchObject({ login: 'alice' });
  const again = await site.browser().post('/api/accounts/reset', { token, password: 'another password' });
  expect(again.json.code).toBe('link-used-up');
  const signIn = await site.browser().post('/api/accounts/sign-in', { login: 'alice', password });
  expect(signIn.status).toBe(200);
});

test('of two who use a reset link at once one succeeds', async () => {
  const [line] = await site.accounts.rows.query('select person_id from credential where login = $1', ['alice']);
  const { token } = await site.accounts.links.makeReset(line!['person_id']);
  const answers = await Promise.all(
    ['the first password', 'the other password'].map((password) =>
      site.browser().post('/api/accounts/reset', { token, password }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
});

test('an expired link is used up', async () => {
  const { token } = await site.accounts.links.makeReset(newId());
  await site.accounts.rows.query(`update one_time_link set expires_at = now() where used_at is null`, []);
  const answer = await site.browser().post('/api/accounts/reset', { token, password: 'a new long password' });
  expect(answer.json.code).toBe('link-used-up');
});

test('reset links are for administrators', async () => {
  const admin = site.browser();
  const { token } = await site.accounts.links.makeReset(
    (await site.accounts.rows.query('select person_id from credential where login = $1', ['alice']))[0]!['person_id'],
  );
  await admin.post('/api/accounts/reset', { token, password: 'correct horse battery' });
  await site.run((await admin.get('/api/accounts/me')).json.personId, editSite, { signUp: 'open' });
  const { browser, personId } = await site.person('bob');
  expect((await browser.post('/api/accounts/reset-links', { personId })).json.code).toBe('forbidden');
  expect((await site.browser().post('/api/accounts/reset-links', { personId })).json.code).toBe('unauthenticated');
  expect((await admin.post('/api/accounts/reset-links', { personId })).status).toBe(200);
  expect((await admin.post('/api/accounts/reset-links', { personId: newId() })).json.code).toBe('not-found');
});
