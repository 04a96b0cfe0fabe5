// axe finds nothing on any page in any state: each place of the table (support/places.ts) on a desktop and on a phone, in
// light and in dark; the main ones also on a tablet, whose frame is another.
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectNothingFound } from '#support/axe.ts';
import { failRows, holdRows } from '#support/away.ts';
import { expectControlled, INSTALLED, keptKeys, offerNewVersion } from '#support/device.ts';
import { expectWord } from '#support/gestures.ts';
import { type Stage, test } from '#support/journeys.ts';
import {
  expectGone,
  PLACES_OF_NEWCOMER,
  placesOffline,
  placesThatFailed,
  placesThatLoad,
} from '#support/page-states.ts';
import { placesOfAdministrator, placesOfMember, placesOfVideo, placesOfVisitor } from '#support/places.ts';
import { aVideo, findFfmpeg } from '#support/videos.ts';
import type { Places } from '#support/ways.ts';

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const TABLET = { width: 820, height: 1180 };
/** The pages themselves, as the table names them. */
const MAIN = {
  groups: ['home', 'groups', 'friends', 'a friend', 'group', 'group, empty', 'people', 'about'],
  photos: ['photo', 'settings'],
  visitor: ['front', 'sign-in', 'sign-up', 'an invitation', 'a photo for everyone'],
} as const;

/** These of a table. Errors: a name that it has not. */
function only(places: Places, names: readonly string[]): Places {
  const found = names.flatMap((name) => (places[name] ? [[name, places[name]] as const] : []));
  expect(found.map(([name]) => name)).toEqual(names);
  return Object.fromEntries(found);
}

/** Each place in a tab of its own, one after the other; one that cannot be reached does not hide those after it. */
async function lookAt(context: BrowserContext, places: Places): Promise<void> {
  for (const [name, reach] of Object.entries(places))
    await test.step(name, async () => {
      const page = await context.newPage();
      page.on('dialog', (dialog) => void dialog.accept());
      const blocked = await reach(page).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect.soft(blocked, `the way to: ${name}`).toBeUndefined();
      if (blocked === undefined) await expectNothingFound(page, name);
      await page.close();
    });
}

/** Alice's group with one photo, which Bob is in, and one that he has never opened. */
async function aHarbour(stage: Stage, options = {}) {
  const [alice, bob] = [await stage.person('Alice'), await stage.person('Bob', options)];
  const groupId = await alice.makeGroup('Harbour', bob);
  const otherId = await bob.makeGroup('Attic');
  const photoId = await alice.addPhoto(groupId, 'The last boat');
  return { alice, bob, groupId, otherId, photoId };
}

for (const [size, viewport] of Object.entries(SIZES)) {
  test.describe(`axe finds nothing on a ${size}`, { tag: '@long' }, () => {
    test.describe.configure({ timeout: 600_000 });

    test('among the groups and friends of somebody signed in', async ({ stage }) => {
      const alice = await stage.person('Alice', { viewport });
      const { groups } = await placesOfMember(stage, alice);
      await lookAt(await alice.context(), groups);
    });

    test('among the photos of somebody signed in, and in their settings', async ({ stage }) => {
      const alice = await stage.person('Alice', { viewport });
      const { photos } = await placesOfMember(stage, alice);
      await lookAt(await alice.context(), photos);
    });

    test('on the page of a video', async ({ stage }) => {
      const ffmpeg = await findFfmpeg();
      test.skip(ffmpeg === undefined, 'no ffmpeg');
      const alice = await stage.person('Alice', { viewport });
      const groupId = await alice.makeGroup('Harbour');
      const photoId = await alice.addPhoto(groupId, 'The last boat', await aVideo(ffmpeg!, 'webm'));
      await alice.untilPlayable(photoId);
      await lookAt(await alice.context(), placesOfVideo(photoId));
    });

    test('where a new version is ready', async ({ stage }) => {
      const alice = await stage.person('Alice', { viewport, ...INSTALLED });
      const groupId = await alice.makeGroup('Harbour');
      await alice.addPhoto(groupId, 'The last boat');
      await lookAt(
        await alice.context(),
        Object.fromEntries(
          ['/', `/g/${groupId}`, '/settings'].map((address) => [
            `a new version, on ${address}`,
            async (page: Page) => {
              await page.goto(address);
              await expectControlled(page);
              await offerNewVersion(page);
            },
          ]),
        ),
      );
    });

    test('where nobody is signed in', async ({ stage }) => {
      await lookAt(await stage.stranger({ viewport }), await placesOfVisitor(stage));
    });

    test('where an administrator is', async ({ ownStage }) => {
      const context = await ownStage.stranger({ viewport });
      const page = await context.newPage();
      await page.goto(await ownStage.administratorLink());
      await page.getByRole('button', { name: 'Make an account' }).click();
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(3);
      await expectNothingFound(page, 'the first administrator, incomplete');
      await page.getByLabel('Your name').fill('Alice');
      await page.getByLabel('Sign-in name').fill('alice');
      await page.getByLabel('Password').fill('a few words in a row');
      await page.getByRole('button', { name: 'Make an account' }).click();
      await expect(page.getByText('Begin with a group')).toBeVisible();
      await page.goto('/settings');
      await page.getByLabel('Who may make an account').selectOption({ label: 'Anybody' });
      // The page says so before the server does, and a page that is closed sends no more.
      const site = async () => (await ownStage.api.request('GET', '/api/sync?t=site/site')).text;
      await expect.poll(site).toContain('"signUp":"open"');
      await page.close();
      const bob = await ownStage.person('Bob');
      await lookAt(context, placesOfAdministrator(bob.id));
    });

    test('where nothing is yet', async ({ stage }) => {
      const alice = await stage.person('Alice', { viewport });
      await lookAt(await alice.context(), PLACES_OF_NEWCOMER);
    });

    test('while it loads, and when it failed', async ({ stage }) => {
      const { bob, groupId, photoId } = await aHarbour(stage, { viewport });
      const context = await bob.context();
      await holdRows(context);
      await lookAt(context, placesThatLoad(groupId, photoId));
      await context.unrouteAll();
      await failRows(context);
      await context.route('**/api/accounts/sessions', (route) => route.fulfill({ status: 503, body: 'away' }));
      await lookAt(context, placesThatFailed(groupId, photoId));
      await context.route('**/api/**', (route) => route.abort());
      await lookAt(context, { 'a server that is away': reachesAwayServer });
    });

    test('when it is over', async ({ stage }) => {
      const { alice, bob, groupId, photoId } = await aHarbour(stage, { viewport });
      const context = await bob.context();
      const { group, photo } = await expectGone(context, groupId, photoId, () => alice.removeFrom(groupId, bob));
      await expectNothingFound(group, 'a group that is over');
      await expectNothingFound(photo, 'a photo that is over');
      await test.step('signed out from elsewhere', async () => {
        const page = await bob.tab('/groups');
        await expectWord(page, 'Live');
        await stage.api.request('POST', '/api/accounts/sign-out', { cookie: bob.cookie });
        await expect(page.getByText('You were signed out on this device.')).toBeVisible();
        await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
        await expectNothingFound(page, 'signed out from elsewhere');
      });
    });

    test('without a network', async ({ stage }) => {
      const { bob, groupId, otherId } = await aHarbour(stage, { viewport, ...INSTALLED });
      const context = await bob.context();
      await keepOnDevice(context, groupId);
      await context.setOffline(true);
      // What a device without a network says of itself; the emulated one does not always.
      await context.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
      await lookAt(context, placesOffline(groupId, otherId));
    });

    test('without a network, where nothing is kept', async ({ stage }) => {
      const context = await stage.stranger({ viewport, ...INSTALLED });
      await keepOnDevice(context);
      await context.setOffline(true);
      await context.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
      await lookAt(context, {
        'front, offline': async (page) => {
          await page.goto('/');
          await expect(page.getByText('You are offline')).toBeVisible();
        },
      });
    });
  });
}

test.describe('axe finds nothing on a tablet', { tag: '@long' }, () => {
  test.describe.configure({ timeout: 600_000 });

  test('on the main pages of somebody signed in', async ({ stage }) => {
    const alice = await stage.person('Alice', { viewport: TABLET });
    const { groups, photos } = await placesOfMember(stage, alice);
    await lookAt(await alice.context(), { ...only(groups, MAIN.groups), ...only(photos, MAIN.photos) });
  });

  test('on those of somebody who is not', async ({ stage }) => {
    const context = await stage.stranger({ viewport: TABLET });
    await lookAt(context, only(await placesOfVisitor(stage), MAIN.visitor));
  });
});

async function reachesAwayServer(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByText('The server does not answer')).toBeVisible();
}

/** Opens these until the worker has the app, and what they show of groups is on the device. */
async function keepOnDevice(context: BrowserContext, ...groupIds: readonly string[]): Promise<void> {
  const page = await context.newPage();
  await page.goto('/');
  await expectControlled(page);
  for (const groupId of groupIds) {
    await page.goto(`/g/${groupId}`);
    await expect.poll(() => keptKeys(page, 'topics')).toContain(`group-photos/${groupId}`);
  }
  await page.close();
}
