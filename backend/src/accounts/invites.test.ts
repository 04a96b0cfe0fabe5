import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { joinSite, makeAdministrator } from '@zoetrope/contract/features/people.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { whereOf } from '#errors.ts';
import { openSite, type Site } from './site.fixture.ts';
import { newToken, toTokenHash } from './tokens.ts';

let site: Site;
let alice: Awaited<ReturnType<Site['person']>>;
const groupId = newId();
beforeAll(async () => {
  site = await openSite();
  alice = await site.person('alice');
  await site.run(alice.personId, createGroup, { id: groupId, name: 'Lake house' });
});
afterAll(() => site.close());

async function anInvite(more: { usesLeft?: number; expiresAt?: string } = {}): Promise<string> {
  const token = newToken();
  const invite = { id: newId(), groupId, role: 'contributor', tokenHash: toTokenHash(token), expiresAt: null };
  await site.run(alice.personId, createInvite, { ...invite, usesLeft: null, ...more });
  return token;
}

test('who holds the token sees where it leads, and no id', async () => {
  const token = await anInvite();
  const { status, json, headers } = await site.browser().get(`/api/invites/${token}`);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(json).toEqual({ groupName: 'Lake house', memberCount: 1, inviterName: 'alice', role: 'contributor' });
});

test('a made-up, an expired and a used-up invite are told apart', async () => {
  const bob = await site.person('bob');
  const past = await anInvite({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
  const once = await anInvite({ usesLeft: 1 });
  expect((await bob.browser.post('/api/invites/accept', { token: once })).json).toEqual({ groupId, already: false });
  for (const [token, code] of [
    [newToken(), 'not-found'],
    ['..%2f', 'not-found'],
    [past, 'invite-expired'],
    [once, 'invite-used-up'],
  ] as const)
    expect((await site.browser().get(`/api/invites/${token}`)).json.code).toBe(code);
  const dan = await site.person('dan');
  for (const [token, code] of [
    [newToken(), 'not-found'],
    [past, 'invite-expired'],
    [once, 'invite-used-up'],
  ] as const)
    expect((await dan.browser.post('/api/invites/accept', { token })).json.code).toBe(code);
});

test('an invitation that was made up leaves one line, and no line holds a token', async () => {
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const past = await anInvite({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
    for (const token of [newToken(), past]) {
      const before = lines.length;
      const { json } = await site.browser().get(`/api/invites/${token}`);
      const printed = lines.slice(before).filter((line) => line.includes('refused'));
      expect(printed).toEqual([expect.stringContaining(`code=${json.code} where=GET /api/invites/…`)]);
    }
    expect(whereOf({ method: 'GET', url: `/invite/${past}?utm=1` })).toBe('GET /invite/…');
    expect(whereOf({ method: 'GET', url: `/photos/${groupId}/w320.jpg` })).toBe(`GET /photos/${groupId}/w320.jpg`);
  } finally {
    written.mockRestore();
  }
});

test('a member who opens the link again is led to the group, and nothing is used up', async () => {
  const token = await anInvite({ usesLeft: 2 });
  const carla = await site.person('carla');
  await carla.browser.post('/api/invites/accept', { token });
  const again = await carla.browser.post('/api/invites/accept', { token });
  expect(again.status).toBe(200);
  expect(again.json).toEqual({ groupId, already: true });
  const dan = await site.person('dan');
  expect((await dan.browser.post('/api/invites/accept', { token })).json.already).toBe(false);
});

test('a visitor does not get in', async () => {
  const answer = await site.browser().post('/api/invites/accept', { token: await anInvite() });
  expect(answer.status).toBe(401);
  expect(answer.json.code).toBe('unauthenticated');
});

test('an invite opens a site that takes invited people only, and its group', async () => {
  const admin = newId();
  await site.run(admin, joinSite, { name: 'Alice', isAdmin: false });
  await site.run(admin, makeAdministrator, {});
  const wanted = { login: 'emma', name: 'Emma', password: 'emmas long password' };
  expect((await site.browser().post('/api/accounts/sign-up', wanted)).json.code).toBe('invite-needed');
  const madeUp = await site.browser().post('/api/accounts/sign-up', { ...wanted, invite: newToken() });
  expect(madeUp.json.code).toBe('not-found');
  const invite = await anInvite({ usesLeft: 1 });
  const { status, json } = await site.browser().post('/api/accounts/sign-up', { ...wanted, invite });
  expect(status).toBe(200);
  expect(json.groupId).toBe(groupId);
  const next = { ...wanted, login: 'frank', invite };
  expect((await site.browser().post('/api/accounts/sign-up', next)).json.code).toBe('invite-used-up');
});

const fourAtOnce = (name: string, invite: string) =>
  Promise.all(
    [1, 2, 3, 4].map((number) =>
      site.browser().post('/api/accounts/sign-up', {
        login: `${name}-${number}`,
        name,
        password: 'four of them at once',
        invite,
      }),
    ),
  );
const remainsOf = (name: string) =>
  site.accounts.rows.query(
    `select (select count(*)::int from credential where starts_with(login, $1)) as credentials,
       (select count(*)::int from people where name = $1) as people`,
    [name],
  );

test('of four who sign up at once with the last use of an invite one is in, and nothing remains of the others', async () => {
  const invite = await anInvite({ usesLeft: 1 });
  const { memberCount } = (await site.browser().get(`/api/invites/${await anInvite()}`)).json;
  const answers = await fourAtOnce('gus', invite);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ json }) => json.code === 'invite-used-up')).toHaveLength(3);
  expect(answers.find(({ status }) => status === 200)!.json.groupId).toBe(groupId);
  expect(await remainsOf('gus')).toEqual([{ credentials: 1, people: 1 }]);
  expect((await site.browser().get(`/api/invites/${await anInvite()}`)).json.memberCount).toBe(memberCount + 1);
  // Whoever was refused comes back with the next invite, under the same name.
  const refused = answers.findIndex(({ status }) => status !== 200) + 1;
  const again = { login: `gus-${refused}`, name: 'gus', password: 'another password', invite: await anInvite() };
  expect((await site.browser().post('/api/accounts/sign-up', again)).json.groupId).toBe(groupId);
});

test('on an open site all four have their account, and one of them is in the group', async () => {
  const admin = newId();
  await site.run(admin, joinSite, { name: 'Alice', isAdmin: true });
  await site.run(admin, editSite, { signUp: 'open' });
  const answers = await fourAtOnce('hal', await anInvite({ usesLeft: 1 }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(answers.filter(({ json }) => json.groupId === groupId)).toHaveLength(1);
  expect(await remainsOf('hal')).toEqual([{ credentials: 4, people: 4 }]);
  await site.run(admin, editSite, { signUp: 'invited' });
});
