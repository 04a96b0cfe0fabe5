// Loading, empty, failed, gone, not yours, offline and stale are different states, and each page says which one it is in.
// SHOTS names a folder for pictures of each: phone and desktop, light and dark.
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { failRows, holdRows, ROWS } from '#support/away.ts';
import { expectControlled, INSTALLED, keptKeys } from '#support/device.ts';
import { expectPixels, expectWord, printOf } from '#support/gestures.ts';
import { type Guest, type Stage, test } from '#support/journeys.ts';

const shots = process.env['SHOTS'];
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  for (const [size, box] of Object.entries(SIZES)) {
    await page.setViewportSize(box);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(shots, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** One address, and what stands there in a state. */
type Expected = readonly (readonly [name: string, address: string, text: string | RegExp])[];
async function expectAt(page: Page, state: string, places: Expected): Promise<void> {
  for (const [name, address, text] of places)
    await test.step(`${state}: ${name}`, async () => {
      await page.goto(address);
      await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
      await shoot(page, `${state}-${name}`);
    });
}

/** Alice's group with one photo, which bob is in. */
async function aHarbour(stage: Stage, bob: Guest) {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Harbour', bob);
  const photoId = await alice.addPhoto(groupId, 'The last boat');
  return { alice, groupId, photoId };
}

const loading = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });

test('what is loading says so, and never that there is nothing', { tag: '@long' }, async ({ stage }) => {
  const bob = await stage.person('bob');
  const { groupId, photoId } = await aHarbour(stage, bob);
  await holdRows(await bob.context());
  const page = await bob.tab('/settings');
  await expect(page.getByText('Signed in on')).toBeVisible();
  for (const [name, address, words] of [
    ['home', '/', 'Loading your feed'],
    ['group', `/g/${groupId}`, 'Loading photos'],
    ['photo', `/p/${photoId}`, 'Loading the photo'],
    ['groups', '/groups', 'Loading your groups'],
    ['friends', '/friends', 'Loading your friends'],
  ] as const) {
    await page.goto(address);
    await expect(loading(page, words)).toHaveCount(1);
    await expect(page.getByText(/yet$|is not here|did not load/u)).toHaveCount(0);
    await shoot(page, `loading-${name}`);
  }
});

test('what is empty says what will be there, with one way on', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const page = await alice.tab('/');
  await expectAt(page, 'empty', [
    ['home', '/', 'Begin with a group'],
    ['groups', '/groups', 'No groups yet'],
    ['friends', '/friends', 'No friends here yet'],
  ]);
  const groupId = await alice.makeGroup('Attic');
  await expectAt(page, 'empty', [
    ['group', `/g/${groupId}`, 'Nothing here yet'],
    ['home-of-one', '/', 'Nothing here yet'],
  ]);
});

test(
  'a group that was just made does not move its buttons when its photos are answered',
  { tag: '@long' },
  async ({ stage }) => {
    const page = await (await stage.person('alice')).tab('/groups');
    await page.getByRole('button', { name: 'Make a group' }).first().click();
    await page.getByLabel('Name of the group').fill('Attic');
    // Where it stands in each frame, as long as it stands somewhere.
    const tops = await page.evaluateHandle(() => {
      const seen = new Set<number>();
      const look = () => {
        const invite = [...document.querySelectorAll('button')].find((button) => button.textContent === 'Invite');
        if (invite) seen.add(Math.round(invite.getBoundingClientRect().top));
        requestAnimationFrame(look);
      };
      look();
      return seen;
    });
    await page.getByRole('button', { name: 'Make the group' }).click();
    await expect(page.getByText('Nothing here yet')).toBeVisible();
    expect(await tops.evaluate((seen) => [...seen])).toHaveLength(1);
  },
);

test('what failed says so and asks on; it opens when the server answers again', { tag: '@long' }, async ({ stage }) => {
  const bob = await stage.person('bob');
  const { groupId, photoId } = await aHarbour(stage, bob);
  const context = await bob.context();
  await failRows(context);
  await context.route('**/api/accounts/sessions', (route) => route.fulfill({ status: 503, body: 'away' }));
  const page = await bob.tab(`/g/${groupId}`);
  // A tab each: whether it failed is known after seconds.
  const failed: Expected = [
    ['settings', '/settings', 'The server cannot be reached right now.'],
    ['home', '/', 'This did not load'],
    ['photo', `/p/${photoId}`, 'This did not load'],
    ['groups', '/groups', 'This did not load'],
    ['friends', '/friends', 'This did not load'],
  ];
  await page.clock.install();
  await Promise.all([
    expectAt(page, 'failed', [['group', `/g/${groupId}`, 'This did not load']]),
    ...failed.map(async (place) => expectAt(await context.newPage(), 'failed', [place])),
  ]);
  await expect(page.getByText('not on this device')).toHaveCount(0);
  // The pages' own time stands still: they do not ask on before the press.
  await page.clock.pauseAt(Date.now() + 1_000);
  await context.unrouteAll();
  await Promise.all([page.waitForRequest(ROWS), page.getByRole('button', { name: 'Try again' }).click()]);
  await page.clock.resume();
  await expectPixels(printOf(page, 'The last boat'));
  await expect(page.getByText('This did not load')).toHaveCount(0);
});

test('a front page whose server is away asks on by itself', { tag: '@long' }, async ({ stage }) => {
  const context = await stage.stranger();
  await context.route('**/api/**', (route) => route.abort());
  const page = await context.newPage();
  await expectAt(page, 'failed', [['front', '/', 'The server does not answer']]);
  await context.unrouteAll();
  await expect(page.getByText('Photos with your people, as they happen.')).toBeVisible();
});

test('what is over is another thing than what never was one’s own', { tag: '@long' }, async ({ stage }) => {
  const [bob, dan] = [await stage.person('bob'), await stage.person('dan')];
  const { alice, groupId, photoId } = await aHarbour(stage, bob);
  const notYours: Expected = [
    ['group', `/g/${groupId}`, 'This group is not here'],
    ['photo', `/p/${photoId}`, 'This photo is not here'],
    ['friends', `/people/${alice.id}`, 'For friends only'],
  ];
  await expectAt(await dan.tab('/'), 'not-yours', notYours);
  const [group, photo] = [await bob.tab(`/g/${groupId}`), await bob.tab(`/p/${photoId}`)];
  await expect(photo.getByText('The last boat')).toBeVisible();
  await expect(printOf(group, 'The last boat')).toBeVisible();
  await alice.removeFrom(groupId, bob);
  await expect(group.getByRole('heading', { name: 'You are no longer in Harbour' })).toBeVisible();
  await expect(photo.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
  await shoot(group, 'gone-group');
  await shoot(photo, 'gone-photo');
  // Who comes later is told no more than a stranger.
  await expectAt(group, 'not-yours', notYours.slice(0, 2));
});

test(
  'without a network what was seen is shown with its age, and what was not says so',
  { tag: '@long' },
  async ({ stage }) => {
    const bob = await stage.person('bob', INSTALLED);
    const { groupId, photoId } = await aHarbour(stage, bob);
    const otherId = await bob.makeGroup('Attic');
    const page = await bob.tab(`/g/${groupId}`);
    await expectControlled(page);
    await page.reload();
    await expectPixels(printOf(page, 'The last boat'));
    await expectWord(page, 'Live');
    await page.goto('/friends');
    await expect(page.getByText('No friends here yet')).toBeVisible();
    await page.goto('/');
    await expectPixels(printOf(page, 'The last boat').first());
    await expect.poll(() => keptKeys(page, 'topics')).toContain(`group-photos/${groupId}`);
    const context = await bob.context();
    await context.setOffline(true);
    // What a device without a network says of itself; the emulated one does not always.
    await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
    const asOf = /^Offline · as of \d/u;
    await expectAt(page, 'stale', [
      ['home', '/', asOf],
      ['group', `/g/${groupId}`, asOf],
      ['friends', '/friends', asOf],
      ['settings', '/settings', asOf],
    ]);
    // Who is there is not known; that nobody is would be a guess.
    await page.goto('/');
    await expect(page.getByText('Who is here is known while the connection is live.')).toBeVisible();
    await page.goto(`/g/${groupId}`);
    await expectPixels(printOf(page, 'The last boat'));
    // One word for one state, from the first moment on.
    await expect(page.getByText('Connecting')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Offline', exact: true })).toBeVisible();
    await expectAt(page, 'offline', [
      ['group', `/g/${otherId}/people`, asOf],
      ['photo', `/p/${photoId}`, /The last boat|not on this device yet/u],
    ]);
  },
);

test(
  'a device without a network on which nothing is kept says that it is offline, and opens by itself',
  { tag: '@long' },
  async ({ stage }) => {
    const context = await stage.stranger(INSTALLED);
    const page = await context.newPage();
    await page.goto('/');
    await expectControlled(page);
    await expect(page.getByText('Photos with your people, as they happen.')).toBeVisible();
    await context.setOffline(true);
    const other = await context.newPage();
    // What a device without a network says of itself; the emulated one does not always.
    await other.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
    await expectAt(other, 'offline', [['front', '/', 'You are offline']]);
    await context.setOffline(false);
    await expect(other.getByText('Photos with your people, as they happen.')).toBeVisible();
  },
);

test(
  'after a deploy the missing part of the app is fetched by loading it anew, once and without a press',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const page = await alice.tab('/');
    await expect(page.getByText('Begin with a group')).toBeVisible();
    const context = await alice.context();
    const missing = /\/assets\/friends-page-[\w-]+\.js/u;
    let asked = 0;
    await context.route(missing, (route) =>
      asked++ === 0 ? route.fulfill({ status: 404, body: '' }) : route.continue(),
    );
    await page.getByRole('link', { name: 'Friends' }).first().click();
    await expect(page.getByText('No friends here yet')).toBeVisible();

    // A build that lacks it for good is not loaded for ever.
    await context.unrouteAll();
    await page.goto('/');
    await context.route(missing, (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByRole('link', { name: 'Friends' }).first().click();
    await expect(page.getByText('A part of the app did not come.')).toBeVisible();
    await shoot(page, 'failed-part');
  },
);
