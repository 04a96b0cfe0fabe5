import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AVATAR_BYTES } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { aPicture } from '#media/made-pictures.fixture.ts';
import { Avatars } from './avatars.ts';
import type { Rows } from './rows.ts';
import { openSite, type Browser, type Site } from './site.fixture.ts';

let site: Site;
beforeAll(async () => void (site = await openSite()));
afterAll(() => site.close());

const put = (browser: Browser, bytes: Uint8Array) =>
  browser.request('PUT', '/api/accounts/avatar', new Uint8Array(bytes), { 'content-type': 'image/jpeg' });
const look = (avatarId: string, headers: Record<string, string> = {}) =>
  fetch(`${site.url}/api/avatars/${avatarId}`, { headers });

test('a picture becomes a small square face that everybody who has its id can fetch', async () => {
  const { browser, personId } = await site.person('alice');
  const { status, json } = await put(browser, await aPicture('jpeg'));
  expect(status).toBe(200);
  expect((await site.accounts.rows.find(Person, personId))?.avatarId).toBe(json.avatarId);
  const face = await look(json.avatarId);
  expect(face.status).toBe(200);
  expect(Object.fromEntries(face.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=300',
    'x-content-type-options': 'nosniff',
  });
  expect(
    Buffer.from(await face.arrayBuffer())
      .subarray(8, 12)
      .toString(),
  ).toBe('WEBP');
  expect((await look(json.avatarId, { 'if-none-match': face.headers.get('etag')! })).status).toBe(304);
});

test('the picture before is gone after a change and after a removal', async () => {
  const { browser, personId } = await site.person('bob');
  const first = (await put(browser, await aPicture('png'))).json.avatarId;
  const second = (await put(browser, await aPicture('webp'))).json.avatarId;
  expect((await look(first)).status).toBe(404);
  expect((await look(second)).status).toBe(200);
  expect((await browser.request('DELETE', '/api/accounts/avatar')).json).toEqual({ avatarId: null });
  expect((await look(second)).status).toBe(404);
  expect((await site.accounts.rows.find(Person, personId))?.avatarId).toBeNull();
});

test('of four pictures that come at once one stays, and after a removal none is there', async () => {
  const { browser, personId } = await site.person('ben');
  const picture = await aPicture('jpeg');
  const answers = await Promise.all([1, 2, 3, 4].map(() => put(browser, picture)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const ids: string[] = answers.map(({ json }) => json.avatarId);
  const statuses = async () => Promise.all(ids.map(async (id) => [id, (await look(id)).status]));
  const kept = (await site.accounts.rows.find(Person, personId))!.avatarId;
  expect(await statuses()).toEqual(ids.map((id) => [id, id === kept ? 200 : 404]));
  await browser.request('DELETE', '/api/accounts/avatar');
  expect(await statuses()).toEqual(ids.map((id) => [id, 404]));
});

test('a picture whose row had no answer is kept where the row names it, and gone after a while where not', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zoetrope-faces-'));
  try {
    const { personId } = await site.person('emma');
    const { rows } = site.accounts;
    const avatarOf = async () => (await rows.find(Person, personId))!.avatarId;
    /** A database whose answer does not come, to a command that was done or not. */
    const unanswered = (isDone: boolean): Avatars => {
      const lost = Object.assign(Object.create(rows) as Rows, {
        runFor: async (...command: Parameters<Rows['runFor']>) => {
          if (isDone) await rows.runFor(...command);
          throw new Refusal('unavailable');
        },
      });
      return new Avatars(lost, { folder, render: async (bytes) => bytes });
    };
    const avatars = new Avatars(rows, { folder, render: async (bytes) => bytes });
    const first = await avatars.change(personId, Buffer.from('the first'));
    expect(await readdir(folder)).toEqual([`${first}.webp`]);
    for (const isDone of [true, false]) {
      await expect(unanswered(isDone).change(personId, Buffer.from(`done: ${isDone}`))).rejects.toThrow('unavailable');
    }
    const kept = (await avatarOf())!;
    expect(String(await avatars.find(kept))).toBe('done: true');
    // Whoever is writing just now is left alone.
    await avatars.sweep(new Date(0));
    expect(await readdir(folder)).toHaveLength(3);
    await avatars.sweep(new Date(Date.now() + 60_000));
    expect(await readdir(folder)).toEqual([`${kept}.webp`]);
    expect(String(await avatars.find(kept))).toBe('done: true');
    await avatars.remove(personId);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what is no picture, is damaged or is too large is refused and changes nothing', async () => {
  const { browser, personId } = await site.person('carla');
  const kept = (await put(browser, await aPicture('jpeg'))).json.avatarId;
  const whole = await aPicture('jpeg');
  const text = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const codes = [];
  for (const bytes of [text, whole.subarray(0, whole.length / 2), Buffer.alloc(0), Buffer.alloc(AVATAR_BYTES + 1)])
    codes.push((await put(browser, bytes)).json.code);
  expect(codes).toEqual(['photo-not-an-image', 'photo-damaged', 'photo-empty', 'too-large']);
  expect((await site.accounts.rows.find(Person, personId))?.avatarId).toBe(kept);
});

test('a body of unknown length is cut off at the limit', async () => {
  const { browser } = await site.person('dan');
  let left = 2 * (AVATAR_BYTES / 1024 / 1024);
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array(1024 * 1024)) : controller.close()),
  });
  const answer = await fetch(`${site.url}/api/accounts/avatar`, {
    method: 'PUT',
    body,
    headers: { cookie: browser.cookie },
    duplex: 'half',
  });
  expect(answer.status).toBe(413);
  await answer.body?.cancel();
});

test('a visitor changes nothing, and a made-up id leads nowhere', async () => {
  expect((await put(site.browser(), await aPicture('jpeg'))).json.code).toBe('unauthenticated');
  for (const id of [newId(), 'x', '..%2f..%2fsecret']) expect((await look(id)).status).toBe(404);
});
