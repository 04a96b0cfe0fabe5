import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { joinSite, makeAdministrator } from '@zoetrope/contract/features/people.ts';
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
