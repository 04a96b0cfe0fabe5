import { expect, type BrowserContext } from '@playwright/test';
import { addPhotos, commentOf, comments, expectPixels, prints, say, tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aHeavyPhotograph } from '#support/photographs.ts';

/** What a client of Engine.IO sends when it leaves HTTP polling for the WebSocket (its protocol, revision 4: "upgrade"). */
const UPGRADE = '5';

interface Between {
  /** Before it, commands do not go this way. */
  hasUpgraded(): boolean;
  /** Keeps from the page what the server answers, on every road: a plain request would tell it what the socket does not. */
  mute(isMuted: boolean): void;
}

/** Lets everything through to the server. */
async function listenBetween(context: BrowserContext): Promise<Between> {
  let isMuted = false;
  let hasUpgraded = false;
  await context.routeWebSocket(/\/socket\.io\//u, (page) => {
    const server = page.connectToServer();
    page.onMessage((message) => {
      hasUpgraded ||= message === UPGRADE;
      server.send(message);
    });
    server.onMessage((message) => {
      if (!isMuted) page.send(message);
    });
  });
  await context.route(/\/(api|socket\.io)\//u, (route) => (isMuted ? route.abort() : route.continue()));
  return { hasUpgraded: () => hasUpgraded, mute: (next) => void (isMuted = next) };
}

test(
  'a comment whose answer was lost with the server is there once when it is back',
  { tag: '@phones-long' },
  async ({ ownStage }) => {
    const alice = await ownStage.person('alice');
    const bob = await ownStage.person('bob');
    const groupId = await alice.makeGroup('Sail club', bob);
    const photoId = await alice.addPhoto(groupId, 'Before the storm');
    const between = await listenBetween(await bob.context());
    const [own, page] = [await alice.tab(`/p/${photoId}`), await bob.tab(`/p/${photoId}`)];
    await expect.poll(between.hasUpgraded).toBe(true);
    await say(page, 'All on board?');
    await expect(commentOf(own, 'All on board?')).toBeVisible();
    // Answered on that way: what follows goes on it, too.
    await expect(commentOf(page, 'All on board?')).not.toContainText('Waiting to be sent');

    between.mute(true);
    await say(page, 'Hold on.');
    await expect(commentOf(own, 'Hold on.')).toBeVisible();
    await expect(commentOf(page, 'Hold on.')).toContainText('Waiting to be sent');
    await ownStage.server.kill9();
    between.mute(false);
    await say(page, 'Here it comes.');
    await expect(commentOf(page, 'Here it comes.')).toContainText('Waiting to be sent');
    await ownStage.server.start();

    await expect(commentOf(own, 'Here it comes.')).toBeVisible({ timeout: 40_000 });
    await expect(page.getByText('Waiting to be sent')).toHaveCount(0);
    for (const side of [own, page]) {
      await expect(comments(side)).toHaveText([/All on board\?/u, /Hold on\./u, /Here it comes\./u]);
    }
  },
);

test(
  'an upload that was on its way when the server ended goes on and arrives once',
  { tag: ['@phones', '@long'] },
  async ({ ownStage }) => {
    const alice = await ownStage.person('alice');
    const bob = await ownStage.person('bob');
    const groupId = await alice.makeGroup('Long walk', bob);
    const [own, page] = [await alice.tab(`/g/${groupId}`), await bob.tab(`/g/${groupId}`)];
    await expect(own.getByText('2 people, 0 photos')).toBeVisible();
    const network = await (await bob.context()).newCDPSession(page);
    const sendAtMost = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await network.send('Network.enable');
    await sendAtMost(120 * 1024);

    await addPhotos(page, [await aHeavyPhotograph('summit.jpg', 1400)]);
    await expect(tray(page).getByText(/^(0\.[2-9]|[1-9](\.\d)?) MB of \d+(\.\d)? MB/u)).toBeVisible();
    await ownStage.server.kill9();
    await expect(tray(page).getByText(/^The connection dropped at \d+%/u)).toBeVisible();
    await sendAtMost(-1);
    await ownStage.server.start();

    await expect(tray(page).getByRole('heading', { name: 'A photo added to Long walk' })).toBeVisible({
      timeout: 40_000,
    });
    await expectPixels(prints(own));
    await expect(own.getByText('2 people, 1 photo')).toBeVisible();
    await expect(prints(own)).toHaveCount(1);
    await expect(prints(page)).toHaveCount(1);
  },
);
