// A page that stayed open over an update of the site.
import { expect, type BrowserContext } from '@playwright/test';
import { commentOf, comments, composer, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

/** In the head of a request, and in the first packet of a socket. */
const VERSION = 'x-zoetrope-contract';
const older = (version: string): string => String(Number(version) - 1);
const withOlder = (packet: string): string =>
  packet.replace(/("x-zoetrope-contract":")(\d+)/u, (_, name: string, version: string) => name + older(version));

interface Release {
  /** From now on the server finds what this browser says a version old. */
  leaveBehind(isBehind: boolean): Promise<void>;
}

/** Puts the version of the page on the wire, by request and by packet: the page itself stays what it is. */
async function standBetween(context: BrowserContext): Promise<Release> {
  let isBehind = false;
  const cuts = new Set<() => Promise<void>>();
  await context.routeWebSocket(/\/socket\.io\//u, (page) => {
    const server = page.connectToServer();
    page.onMessage((message) => server.send(isBehind ? withOlder(String(message)) : message));
    cuts.add(() => page.close());
  });
  await context.route(/\/(api|socket\.io)\//u, async (route) => {
    const request = route.request();
    if (!isBehind) return route.continue();
    if (new URL(request.url()).pathname === '/api/first') {
      // Asked by the page's HTML, which names no version: the answer does.
      const response = await route.fetch();
      const answer = (await response.json()) as { contract: number };
      return route.fulfill({ response, json: { ...answer, contract: answer.contract + 1 } });
    }
    const body = request.postData();
    const { [VERSION]: version, ...headers } = request.headers();
    return route.continue({
      headers: version === undefined ? headers : { ...headers, [VERSION]: older(version) },
      ...(body === null ? {} : { postData: withOlder(body) }),
    });
  });
  return {
    leaveBehind: async (next) => {
      isBehind = next;
      for (const cut of cuts) await cut();
      cuts.clear();
    },
  };
}

test(
  'a page older than its server says so once and loses nothing typed, also when it is reloaded too early',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Night train', bob);
    const photoId = await alice.addPhoto(groupId, 'Platform nine');
    const release = await standBetween(await bob.context());
    const [own, page] = [await alice.tab(`/p/${photoId}`), await bob.tab(`/p/${photoId}`)];
    await say(page, 'Before the update.');
    await expect(commentOf(own, 'Before the update.')).toBeVisible();
    await composer(page).pressSequentially('Half a sen');

    await release.leaveBehind(true);
    await expect(page.getByText('The site was updated. Reload to go on; what you typed is kept.')).toHaveCount(1);
    await composer(page).pressSequentially('tence');
    await expect(composer(page)).toHaveValue('Half a sentence');

    // The new build is not everywhere yet.
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByRole('heading', { name: 'The site was updated' })).toBeVisible();
    await expect(page.getByText('The server does not answer')).toHaveCount(0);

    await release.leaveBehind(false);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(composer(page)).toHaveValue('Half a sentence');
    await expect(page.getByText('The site was updated')).toHaveCount(0);
    await composer(page).press('End');
    await composer(page).pressSequentially(', whole.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(commentOf(own, 'Half a sentence, whole.')).toBeVisible();
    await expect(comments(page)).toHaveText([/Before the update\./u, /Half a sentence, whole\./u]);
  },
);

test(
  'a comment that was written on an outdated page is sent once by the reloaded one',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Ferry', bob);
    const photoId = await alice.addPhoto(groupId, 'On deck');
    const release = await standBetween(await bob.context());
    const [own, page] = [await alice.tab(`/p/${photoId}`), await bob.tab(`/p/${photoId}`)];
    await expect(own.getByText('Nobody has said anything yet.')).toBeVisible();
    await expect(page.getByText('Nobody has said anything yet.')).toBeVisible();

    await release.leaveBehind(true);
    await expect(page.getByText('The site was updated. Reload to go on; what you typed is kept.')).toHaveCount(1);
    await say(page, 'Wind from the west.');
    await expect(commentOf(page, 'Wind from the west.')).toContainText('Waiting to be sent');

    await release.leaveBehind(false);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(commentOf(own, 'Wind from the west.')).toBeVisible();
    await expect(comments(page)).toHaveText([/Wind from the west\./u]);
    await expect(page.getByText('Waiting to be sent')).toHaveCount(0);
    await expect(composer(page)).toHaveValue('');
  },
);
