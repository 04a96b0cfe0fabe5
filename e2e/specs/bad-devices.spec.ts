// Devices that are wrong or full, and browsers that forbid: the page stays usable, and says what to do.
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { INSTALLED } from '#support/device.ts';
import { addPhotos, commentOf, expectPixels, expectWord, prints, say, tray } from '#support/gestures.ts';
import { type Guest, test } from '#support/journeys.ts';
import { aHeavyPhotograph } from '#support/photographs.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

for (const [kind, offMs] of [
  ['a day behind', -DAY_MS],
  ['a day ahead', DAY_MS],
] as const) {
  test(`on a device whose clock is ${kind}, times are told as they are`, { tag: '@long' }, async ({ stage }) => {
    const [alice, bob] = [await stage.person('Alice'), await stage.person('Bob')];
    const groupId = await alice.makeGroup('Lake house', bob);
    const photoId = await bob.addPhoto(groupId, 'The jetty at six');
    await bob.comment(photoId, 'Was it cold?');
    await (
      await alice.context()
    ).addInitScript((off) => {
      const Right = Date;
      const now = () => Right.now() + off;
      globalThis.Date = new Proxy(Right, {
        construct: (target, given) => (given.length === 0 ? new target(now()) : Reflect.construct(target, given)),
        apply: () => new Right(now()).toString(),
        get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
      });
    }, offMs);
    const page = await alice.tab(`/g/${groupId}`);
    await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible();
    await page.goto(`/p/${photoId}`);
    await expect(commentOf(page, 'Was it cold?').getByRole('time')).toHaveText('now');
    await expect(page.getByRole('complementary').getByText(/^Today, \d\d:\d\d$/u)).toBeVisible();
    await say(page, 'Very.');
    await expect(commentOf(page, 'Very.').getByRole('time')).toHaveText('now');
    await expect(commentOf(page, 'Very.').getByRole('button', { name: 'Edit' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Comments' }).getByRole('listitem').last()).toContainText('Very.');

    await page.goto(`/g/${groupId}`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('The link works').selectOption('For a day');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Invitation link').inputValue();
    const other = await (await stage.stranger()).newPage();
    await other.goto(link);
    await expect(other.getByRole('heading', { name: 'Join Lake house' })).toBeVisible();
    await page.goto(`/g/${groupId}/people`);
    await expect(page.getByText(/^Until \d/u)).toBeVisible();
  });
}

/** As where a person blocks all that sites keep: each door throws when it is touched. */
async function forbidStorage(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'caches']) {
      Object.defineProperty(globalThis, name, { configurable: true, get: refuse });
    }
    IDBFactory.prototype.open = refuse;
    LockManager.prototype.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    globalThis.BroadcastChannel = new Proxy(BroadcastChannel, { construct: refuse });
  });
}

/** As on a device that is full: what is there can be read, and nothing is added. */
async function fillStorage(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const full = (): never => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    Storage.prototype.setItem = full;
    Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    IDBObjectStore.prototype.put = full;
    IDBObjectStore.prototype.add = full;
  });
}

/** The main job, without a page error. */
async function shareAndTalk(guest: Guest, other: Guest, promise: string): Promise<Page> {
  const groupId = await guest.makeGroup('Lake house', other);
  const page = await guest.tab(`/g/${groupId}`);
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const theirs = await other.tab(`/g/${groupId}`);
  await expectWord(page, 'Live');
  const slow = await page.context().newCDPSession(page);
  await slow.send('Network.enable');
  const narrow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200 * 1024 };
  await slow.send('Network.emulateNetworkConditions', narrow);
  await addPhotos(page, [await aHeavyPhotograph('jetty.jpg', 1_200)]);
  await expect(tray(page).getByText(promise)).toBeVisible();
  await slow.send('Network.emulateNetworkConditions', { ...narrow, uploadThroughput: -1 });
  await expect(tray(page).getByRole('heading', { name: 'A photo added to Lake house' })).toBeVisible();
  await expectPixels(prints(theirs));
  await prints(page).first().click();
  await say(page, 'The jetty.');
  await expect(commentOf(page, 'The jetty.')).toBeVisible();
  await prints(theirs).first().click();
  await expect(commentOf(theirs, 'The jetty.')).toBeVisible();
  await page.goto('/settings');
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Aussehen' })).toBeVisible();
  await page.getByLabel('Sprache').selectOption('English');
  expect(errors).toEqual([]);
  return page;
}

test(
  'where a browser forbids storage everything works while the tab is open, and it says so',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('Alice', INSTALLED), await stage.person('Bob')];
    await forbidStorage(await alice.context());
    await shareAndTalk(alice, bob, 'This browser keeps nothing for later, as in private windows. Keep the tab open.');
  },
);

test(
  'on a device that is full everything works while the tab is open, and it says so',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('Alice', INSTALLED), await stage.person('Bob')];
    await fillStorage(await alice.context());
    const page = await shareAndTalk(
      alice,
      bob,
      'This device has no room to keep these until they are there. Keep the tab open.',
    );
    await page.goto('/');
    await expectPixels(page.getByRole('main'));
  },
);

/** The browser says yes to every cookie and keeps none. */
async function dropCookies(context: BrowserContext): Promise<void> {
  await context.route('**/api/**', async (route) => {
    const answer = await route.fetch().catch(() => undefined);
    await context.clearCookies();
    if (!answer) return route.abort();
    const { 'set-cookie': _, ...headers } = answer.headers();
    return route.fulfill({ response: answer, headers });
  });
}

const SENTENCE = /^This browser keeps no cookies of 127\.0\.0\.1:\d+, and without one nobody stays signed in\./u;

test('where cookies are blocked, signing in says so and what to do', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice');
  const groupId = await alice.makeGroup('Lake house');
  const context = await stage.stranger();
  await dropCookies(context);
  const page = await context.newPage();
  const signIn = async () => {
    await page.getByLabel('Sign-in name').fill(alice.account.login);
    await page.getByLabel('Password').fill(alice.account.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await page.goto('/sign-in');
  await expect(page.getByText(SENTENCE)).toHaveCount(0);
  await signIn();
  await expect(page.getByRole('alert').filter({ hasText: SENTENCE })).toBeVisible();
  await expect(page.getByLabel('Sign-in name')).toHaveValue(alice.account.login);

  await page.goto(`/invite/${await alice.invite(groupId)}`);
  await page.getByLabel('Your name').fill('Bob');
  await page.getByLabel('Sign-in name').fill(`bob-${Date.now()}`);
  await page.getByLabel('Password').fill('a few words in a row');
  await page.getByRole('button', { name: 'Join Lake house' }).click();
  await expect(page.getByText(SENTENCE)).toBeVisible();

  // Allowed now, and loaded anew as the sentence says.
  await context.unroute('**/api/**');
  await page.goto('/sign-in');
  await signIn();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
});

test(
  'where the browser itself says that it keeps no cookies, nobody fills in a form in vain',
  { tag: '@long' },
  async ({ stage }) => {
    const context = await stage.stranger();
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false });
    });
    const page = await context.newPage();
    await page.goto('/sign-up');
    await expect(page.getByText(SENTENCE)).toBeVisible();
  },
);
