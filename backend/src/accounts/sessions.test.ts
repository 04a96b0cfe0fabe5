import { CALLER_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Announcements } from './announcements.port.ts';
import { openSite, type Site } from './site.fixture.ts';

/** A visitor of a site that has no administrator yet. */
const NOBODY = { visitor: true, isUnclaimed: true };
let site: Site;
beforeAll(async () => void (site = await openSite()));
afterAll(() => site.close());

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

async function signIn(login: string, password: string, userAgent: string) {
  const browser = site.browser();
  await browser.post('/api/accounts/sign-in', { login, password }, { 'user-agent': userAgent });
  return browser;
}
const recognised = async (browser: { get: (path: string) => Promise<{ json: any }> }): Promise<boolean> =>
  !(await browser.get('/api/accounts/me')).json.visitor;

test('sessions are listed with their devices and ended one by one', async () => {
  const { browser, login, password } = await site.person('alice');
  const phone = await signIn(login, password, IPHONE);
  const laptop = await signIn(login, password, FIREFOX);
  const { sessions } = (await phone.get('/api/accounts/sessions')).json;
  expect(sessions).toHaveLength(3);
  const onLaptop = sessions.find((session: any) => session.device === 'Firefox on Windows');
  const onPhone = sessions.find((session: any) => session.device === 'Safari on iPhone');
  expect(onPhone).toMatchObject({ isCurrent: true, createdAt: expect.any(String), lastSeenAt: expect.any(String) });
  expect(onLaptop.isCurrent).toBe(false);
  const ended: string[] = [];
  const stop = site.accounts.authentication.onSessionEnded((id) => ended.push(id));
  const answer = await phone.request('DELETE', `/api/accounts/sessions/${onLaptop.id}`);
  stop();
  expect(answer.json).toEqual({ done: true });
  expect(ended).toEqual([onLaptop.id]);
  expect(await Promise.all([phone, laptop, browser].map(recognised))).toEqual([true, false, true]);
  expect((await phone.request('DELETE', `/api/accounts/sessions/${onLaptop.id}`)).json.code).toBe('not-found');
});

test("nobody ends another's session, nor learns that it exists", async () => {
  const alice = await site.person('alice');
  const dan = await site.person('dan');
  const [session] = (await alice.browser.get('/api/accounts/sessions')).json.sessions;
  const forged = await dan.browser.request('DELETE', `/api/accounts/sessions/${session.id}`);
  const madeUp = await dan.browser.request('DELETE', '/api/accounts/sessions/not-an-id');
  expect(forged.status).toBe(404);
  expect(madeUp.json).toEqual(forged.json);
  expect(await recognised(alice.browser)).toBe(true);
});

test('a new password ends the other sessions and keeps this one', async () => {
  const { browser, login, password } = await site.person('bob');
  const other = await signIn(login, password, FIREFOX);
  const change = (given: string) =>
    browser.post('/api/accounts/change-password', { password: given, newPassword: 'the next long password' });
  expect((await change('not it')).json.code).toBe('wrong-password');
  expect(await recognised(other)).toBe(true);
  expect((await change(password)).json).toEqual({ done: true });
  expect(await recognised(other)).toBe(false);
  expect(await recognised(browser)).toBe(true);
  expect((await site.browser().post('/api/accounts/sign-in', { login, password })).json.code).toBe('wrong-password');
});

test('whose queue may wait is said once, to a device whose session a new password or its age ended', async () => {
  const { browser, personId, login, password } = await site.person('bob');
  const newPassword = 'the next long password';
  const whoIs = async (other: typeof browser) => (await other.get('/api/accounts/me')).json;
  const laptop = await signIn(login, password, FIREFOX);
  await browser.post('/api/accounts/change-password', { password, newPassword });
  expect(await whoIs(laptop)).toEqual({ ...NOBODY, queueOf: personId });
  expect(await whoIs(laptop)).toEqual(NOBODY);

  const old = await signIn(login, newPassword, FIREFOX);
  const { rows, sessions } = site.accounts;
  const { cookie } = old;
  const ageOf = (column: string, days: number) =>
    rows.query(
      `update session set ${column} = now() - $2 * interval '1 day' where id =
         (select id from session where person_id = $1 order by created_at desc limit 1)`,
      [personId, days],
    );
  await ageOf('last_seen_at', 401);
  expect(await sessions.ownerOfLapsed(cookie.split('=')[1]!)).toBe(personId);
  await browser.post('/api/accounts/change-password', { password: newPassword, newPassword: password });
  expect(await sessions.ownerOfLapsed(cookie.split('=')[1]!)).toBe(personId);
  await ageOf('ended_at', 8);
  expect(await sessions.ownerOfLapsed(cookie.split('=')[1]!)).toBeUndefined();
});

test('no queue waits on a device that somebody signed out, here or from elsewhere', async () => {
  const { browser, login, password } = await site.person('carla');
  const { cookie } = await signIn(login, password, IPHONE);
  const phone = site.browser();
  phone.cookie = cookie;
  const { sessions } = (await browser.get('/api/accounts/sessions')).json;
  const { id } = sessions.find((session: any) => !session.isCurrent);
  await browser.request('DELETE', `/api/accounts/sessions/${id}`);
  expect((await phone.get('/api/accounts/me')).json).toEqual(NOBODY);

  const other = await signIn(login, password, FIREFOX);
  const tab = site.browser();
  tab.cookie = other.cookie;
  await other.post('/api/accounts/sign-out', {});
  expect((await tab.get('/api/accounts/me')).json).toEqual(NOBODY);
});

test('a remembered session costs no query, and neither does an old cookie', async () => {
  const { browser } = await site.person('carla');
  const { authentication, rows, sessions } = site.accounts;
  const headers = { cookie: browser.cookie };
  const found = await authentication.authenticate(headers);
  const spy = vi.spyOn(rows, 'query');
  expect(authentication.remembered(headers)).toEqual(found);
  expect(await authentication.authenticate(headers)).toEqual(found);
  expect(authentication.remembered({})).toEqual({ caller: { kind: 'visitor' }, sessionId: undefined });
  expect(spy).not.toHaveBeenCalled();
  await sessions.end(found.sessionId!, (found.caller as { id: string }).id);
  spy.mockClear();
  expect(authentication.remembered(headers)).toBeUndefined();
  await expect(authentication.authenticate(headers)).rejects.toMatchObject({ body: { code: 'session-ended' } });
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});

test('a page that is for one person gets no answer for another who signed in beside it', async () => {
  const [alice, bob] = [await site.person('alice'), await site.person('bob')];
  const { authentication } = site.accounts;
  const asBob = (caller: string) => ({ cookie: bob.browser.cookie, [CALLER_HEADER]: caller });
  const own = asBob(`account:${bob.personId}`);
  expect((await authentication.authenticate(own)).caller).toEqual({ kind: 'account', id: bob.personId });
  expect(authentication.remembered(own)?.caller).toEqual({ kind: 'account', id: bob.personId });
  for (const caller of [`account:${alice.personId}`, 'visitor']) {
    expect(authentication.remembered(asBob(caller))).toBeUndefined();
    await expect(authentication.authenticate(asBob(caller))).rejects.toMatchObject({ body: { code: 'session-ended' } });
  }
  const signedOut = { [CALLER_HEADER]: `account:${bob.personId}` };
  await expect(authentication.authenticate(signedOut)).rejects.toMatchObject({ body: { code: 'session-ended' } });
});

test('a forged cookie is a session that is over', async () => {
  const headers = { cookie: `a=b; zoetrope_session=${'x'.repeat(43)}` };
  await expect(site.accounts.authentication.authenticate(headers)).rejects.toMatchObject({
    body: { code: 'session-ended', kind: 'unauthenticated' },
  });
});

test('another node hears of an end by announcement', async () => {
  const { announcements, deliver } = wire();
  const other = await site.another({ announcements });
  const { browser } = await site.person('alice');
  const headers = { cookie: browser.cookie };
  const { sessionId } = await other.accounts.authentication.authenticate(headers);
  const heard = new Promise((resolve) => other.accounts.authentication.onSessionEnded(resolve));
  deliver('session-ended', sessionId!);
  expect(await heard).toBe(sessionId);
  expect(other.accounts.authentication.remembered(headers)).toBeUndefined();
});

test('another node finds an end whose announcement was lost', async () => {
  const other = await site.another({ hasOtherNodes: true });
  const { browser } = await site.person('alice');
  const headers = { cookie: browser.cookie };
  const { sessionId } = await other.accounts.authentication.authenticate(headers);
  const heard = new Promise<void>((resolve) => {
    other.accounts.authentication.onSessionEnded((id) => id === sessionId && resolve());
  });
  await browser.post('/api/accounts/sign-out', {});
  await heard;
  await expect(other.accounts.authentication.authenticate(headers)).rejects.toMatchObject({
    body: { code: 'session-ended' },
  });
});

/** Announcements that the test delivers. */
function wire() {
  const listeners = new Map<string, (id: string) => void>();
  const announcements: Announcements = {
    publish: () => {},
    on: (kind, listener) => void listeners.set(kind, listener),
    onReplaced: () => {},
  };
  return { announcements, deliver: (kind: string, id: string) => listeners.get(kind)!(id) };
}
