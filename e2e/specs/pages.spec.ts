import { expect } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Answer } from '#support/api.ts';
import { test } from '#support/journeys.ts';

/** What a messenger's card would show. */
const cardOf = ({ text }: Answer): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/<meta property="(og:[\w:]+)" content="([^"]*)"/gu)].map((m) => [m[1]!, m[2]!]));
const titleOf = ({ text }: Answer): string | undefined => /<title>([^<]*)<\/title>/u.exec(text)?.[1];

test('the addresses that people send each other say what they are before any script', async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Bread & salt');
  const forAll = await alice.addPhoto('everyone', 'Market day');
  const forGroup = await alice.addPhoto(groupId, 'Only for us');
  const token = await alice.invite(groupId);
  const get = (address: string, headers = {}) => stage.api.request('GET', address, { headers });

  for (const [address, title] of [
    ['/', /./u],
    [`/p/${forAll}`, /^Market day$/u],
    [`/invite/${token}`, /^Join Bread &amp; salt$/u],
  ] as const) {
    const page = await get(address);
    expect(page.status).toBe(200);
    expect(titleOf(page)).toMatch(title);
    expect(cardOf(page)['og:title']).toMatch(title);
    const etag = page.headers.get('etag');
    expect(etag, address).toBeTruthy();
    expect(page.headers.get('cache-control'), address).toBeTruthy();
    // A proxy that compresses makes the tag weak; a cache may name several.
    for (const tags of [etag!, `W/${etag}`, `"another", ${etag}`]) {
      const again = await get(address, { 'if-none-match': tags });
      expect([again.status, again.text], `${address} with ${tags}`).toEqual([304, '']);
    }
  }

  const card = cardOf(await get(`/p/${forAll}`));
  expect(card['og:image']).toContain(`/photos/${forAll}/`);
  const picture = await get(new URL(card['og:image']!).pathname);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect((await get('/')).text).toContain(`/p/${forAll}`);
  for (const address of ['/', `/p/${forAll}`, `/invite/${token}`]) {
    const { text } = await get(address);
    expect(text.match(/<noscript>/gu), address).toHaveLength(1);
    expect(text, 'what can be read needs no script, and does not say that it does').not.toContain('Zoetrope needs');
  }

  const hidden = await get(`/p/${forGroup}`);
  expect(hidden.text).toBe((await get(`/p/${randomUUID()}`)).text);
  expect(hidden.text).not.toContain('Only for us');
  expect((await alice.fetch(`/p/${forGroup}`)).text).toContain('Only for us');
  const mark = cardOf(await get(`/invite/${token}`))['og:image'];
  expect((await get(new URL(mark!).pathname)).status, 'an invite has the site’s mark').toBe(200);
  const madeUp = await get(`/invite/${token.replaceAll(/./gu, 'a')}`);
  expect(madeUp.text).not.toContain('Bread');
});

test('the app’s files are compressed and kept for good, and its page is asked for anew', async ({ stage }) => {
  const page = await stage.api.request('GET', '/settings', { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  for (const text of [page.text, (await (await stage.person('alice')).fetch('/')).text])
    expect(text, 'a page that is all script says so').toMatch(/<noscript><p>[^<]*JavaScript/u);
  const script = /src="(\/assets\/[^"]+\.js)"/u.exec(page.text)?.[1];
  for (const [accepted, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const file = await stage.api.request('GET', script!, { headers: { 'accept-encoding': accepted } });
    expect([file.status, file.headers.get('content-encoding')]).toEqual([200, encoding]);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  }
  const again = await stage.api.request('GET', '/settings', {
    headers: { accept: 'text/html', 'if-none-match': page.headers.get('etag')! },
  });
  expect(again.status).toBe(304);
  expect((await stage.api.request('GET', '/assets/gone-12345678.js')).status).toBe(404);
});
