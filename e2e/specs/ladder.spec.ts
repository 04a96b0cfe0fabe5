import { expect, type BrowserContext, type Page } from '@playwright/test';
import { addPhotos, commentOf, comments, expectPixels, expectWord, printOf, say } from '#support/gestures.ts';
import { Front } from '#support/front.ts';
import { type Guest, type Stage, test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

/** Both directions of both things that people do, from the page that hears by the narrow way. */
async function expectEverything(stage: Stage, bob: Guest, page: Page): Promise<void> {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Allotment', bob);
  const photoId = await alice.addPhoto(groupId, 'First beans');
  const own = await alice.tab(`/p/${photoId}`);
  await page.goto(`/g/${groupId}`);
  await expect(printOf(page, 'First beans')).toBeVisible();
  await alice.addPhoto(groupId, 'Second beans');
  await expectPixels(printOf(page, 'Second beans'));
  await addPhotos(page, [await aPhotograph('marrow.jpg')]);
  await expect(page.getByText('3 photos').first()).toBeVisible();
  await page.goto(`/p/${photoId}`);
  await say(page, 'They have grown.');
  await expect(commentOf(own, 'They have grown.')).toBeVisible();
  await say(own, 'Overnight!');
  await expect(commentOf(page, 'Overnight!')).toBeVisible();
  await expect(comments(page)).toHaveCount(2);
  await page.goBack();
}

async function openWord(page: Page, word: string): Promise<void> {
  await page.getByRole('button', { name: word, exact: true }).click();
}

const withoutWebSocket = (context: BrowserContext) =>
  context.routeWebSocket(/\/socket\.io\//u, (socket) => void socket.close());
const withoutSocketIo = async (context: BrowserContext) => {
  await withoutWebSocket(context);
  await context.route(/\/socket\.io\//u, (route) => route.abort());
};

test(
  'where WebSocket is blocked everything works, and the frame says Slower',
  { tag: ['@phones', '@long'] },
  async ({ stage }) => {
    const bob = await stage.person('bob');
    await withoutWebSocket(await bob.context());
    const page = await bob.tab('/');
    await expectWord(page, 'Slower');
    await openWord(page, 'Slower');
    await expect(page.getByText('news can take a second or two')).toBeVisible();
    await expectEverything(stage, bob, page);
    await expectWord(page, 'Slower');
  },
);

test(
  'where all of Socket.IO is blocked everything works, and the frame says Slower',
  { tag: '@phones-long' },
  async ({ stage }) => {
    const bob = await stage.person('bob');
    await withoutSocketIo(await bob.context());
    const page = await bob.tab('/');
    await expectWord(page, 'Slower');
    await expectEverything(stage, bob, page);
    await expectWord(page, 'Slower');
  },
);

test(
  'one who chose to stay on polling stays on it over a reload, and the frame says Checking',
  { tag: '@long' },
  async ({ stage }) => {
    const bob = await stage.person('bob');
    const page = await bob.tab('/settings');
    await expectWord(page, 'Live');
    await page.getByRole('switch', { name: 'Stay on polling' }).click();
    await expectWord(page, 'Checking every 5 s');
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.reload();
    await expectWord(page, 'Checking every 5 s');
    await openWord(page, 'Checking every 5 s');
    await expect(page.getByText(/as you chose in the settings\. Next check in [0-5] s\./u)).toBeVisible();
    await expect(page.getByText(/^Heard from the server (just now|\d s ago)$/u)).toBeVisible();
    await page.keyboard.press('Escape');
    await expectEverything(stage, bob, page);
    expect(sockets).toEqual([]);
    await page.goto('/settings');
    await page.getByRole('switch', { name: 'Stay on polling' }).click();
    await expectWord(page, 'Live');
  },
);

test(
  'a page that was Live falls when the way gets narrow, and climbs back by itself when it is wide again',
  { tag: '@long' },
  async ({ stage }) => {
    const front = await Front.before(stage.server.port);
    const bob = await stage.person('bob', { baseURL: front.url });
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Staircase', bob);
    const page = await bob.tab(`/g/${groupId}`);
    await expectWord(page, 'Live');
    front.faults = { stripsUpgrade: true };
    front.cut();
    await expectWord(page, 'Slower');
    await alice.addPhoto(groupId, 'On the landing');
    await expectPixels(printOf(page, 'On the landing'));
    front.faults = {};
    await expectWord(page, 'Live');
    await alice.addPhoto(groupId, 'At the top');
    await expectPixels(printOf(page, 'At the top'));
    await front.close();
  },
);
