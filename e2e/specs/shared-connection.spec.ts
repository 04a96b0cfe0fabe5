// The tabs of one browser, and how many connections the server has from them.
import { expect, type Page } from '@playwright/test';
import { commentOf, comments, composer, expectWord, printOf, say } from '#support/gestures.ts';
import { Front } from '#support/front.ts';
import { test } from '#support/journeys.ts';
import { OTHER_HOST } from '#support/other-host.ts';

/** Notes in which of the pages a WebSocket is open. */
function watchSockets(pages: readonly Page[]): () => Page[] {
  const open = new Map<Page, number>(pages.map((page) => [page, 0]));
  for (const page of pages) {
    page.on('websocket', (socket) => {
      open.set(page, open.get(page)! + 1);
      socket.on('close', () => open.set(page, open.get(page)! - 1));
    });
  }
  return () => pages.filter((page) => open.get(page)! > 0);
}

for (const [ground, name, hasLocks] of [
  ['with the locks of a trusted page @long', '127.0.0.1', true],
  ['by word on plain http from another device', OTHER_HOST, false],
] as const) {
  test(`three tabs have one connection, and another tab takes over when its tab is closed, ${ground}`, async ({
    stage,
  }) => {
    const front = await Front.before(stage.server.port);
    const baseURL = front.url.replace('127.0.0.1', name);
    const bob = await stage.person('bob', { baseURL });
    const alice = await stage.person('alice');
    const photoId = await alice.addPhoto(await alice.makeGroup('Three windows', bob), 'The courtyard');
    const context = await bob.context();
    const pages = [await context.newPage(), await context.newPage(), await context.newPage()];
    const withSocket = watchSockets(pages);
    for (const page of pages) {
      await page.goto(`/p/${photoId}`);
      await expect(composer(page)).toBeVisible();
    }
    expect(await pages[0]!.evaluate(() => 'locks' in navigator)).toBe(hasLocks);
    await expect.poll(() => front.webSockets.size).toBe(1);
    await expect.poll(() => front.heldCount).toBe(0);
    expect(withSocket()).toHaveLength(1);

    await alice.comment(photoId, 'Who waters the lemons?');
    for (const [i, page] of pages.entries()) await say(page, `Not me, says window ${i}.`);
    for (const page of pages) {
      for (const body of ['Who waters the lemons?', 'window 0', 'window 1', 'window 2'])
        await expect(commentOf(page, body)).toHaveCount(1);
      await expect(page.getByText('Waiting to be sent')).toHaveCount(0);
    }
    expect(front.webSockets.size).toBe(1);

    const [leader] = withSocket();
    await leader!.close();
    const rest = pages.filter((page) => page !== leader);
    await alice.comment(photoId, 'Then I will.');
    for (const page of rest) await expect(commentOf(page, 'Then I will.')).toHaveCount(1);
    await expect.poll(() => front.webSockets.size).toBe(1);
    await say(rest[1]!, 'Thank you.');
    for (const page of rest) {
      await expect(commentOf(page, 'Thank you.')).toHaveCount(1);
      await expect(comments(page)).toHaveCount(6);
    }
    await front.close();
  });
}

test(
  'when another tab signs in as somebody else, this one shows nothing of theirs under the old name',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const hers = await alice.makeGroup('Her letters');
    await alice.addPhoto(hers, 'A sealed envelope');
    const his = await bob.makeGroup('His letters');
    const page = await alice.tab(`/g/${hers}`);
    await expectWord(page, 'Live');
    await expect(printOf(page, 'A sealed envelope')).toBeVisible();

    // The first tab's next question carries bob's cookie, and is not answered as if alice had asked.
    const refused = page.waitForResponse((response) => response.status() === 401, { timeout: 60_000 });
    const context = await alice.context();
    const [name = '', value = ''] = bob.cookie.split('=');
    await context.addCookies([{ name, value, url: stage.server.url, sameSite: 'Lax' }]);
    const other = await context.newPage();
    await other.goto(`/g/${his}`);
    await expect(other.getByRole('heading', { level: 1, name: 'His letters' })).toBeVisible();
    await expectWord(other, 'Live');

    await page.evaluate(() => dispatchEvent(new Event('online')));
    await refused;
    await expect(page.getByRole('heading', { name: /is not here/u })).toBeVisible();
    // Somebody is signed in; nothing of hers is kept.
    await expect(page.getByText('You were signed out on this device.')).toHaveCount(0);
  },
);
