// The states of pages that have nothing to show: while they load, when they failed, without a network, before there is
// anything, and when it is over. A page that is added to the app belongs here as well as in places.ts.
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { composer, expectPixels } from '#support/gestures.ts';
import { at, open, type Places, press, shows } from '#support/ways.ts';

/** While rows are asked for and do not come. */
export const placesThatLoad = (groupId: string, photoId: string): Places =>
  Object.fromEntries(
    [
      ['home', '/', 'Loading your feed'],
      ['group', `/g/${groupId}`, 'Loading photos'],
      ['people', `/g/${groupId}/people`, 'Loading the group'],
      ['about', `/g/${groupId}/about`, 'Loading the group'],
      ['photo', `/p/${photoId}`, 'Loading the photo'],
      ['groups', '/groups', 'Loading your groups'],
      ['friends', '/friends', 'Loading your friends'],
    ].map(([name, address, words]) => [
      `${name}, loading`,
      async (page: Page) => {
        await page.goto(address!);
        await expect(page.getByRole('status').filter({ hasText: words! }).first()).toBeAttached();
      },
    ]),
  );

/** While the server answers with a proxy's words. */
export const placesThatFailed = (groupId: string, photoId: string): Places => ({
  'home, failed': at('/', 'This did not load'),
  'group, failed': at(`/g/${groupId}`, 'This did not load'),
  'people, failed': at(`/g/${groupId}/people`, 'This did not load'),
  'about, failed': at(`/g/${groupId}/about`, 'This did not load'),
  'photo, failed': at(`/p/${photoId}`, 'This did not load'),
  'groups, failed': at('/groups', 'This did not load'),
  'friends, failed': at('/friends', 'This did not load'),
  'settings, failed': at('/settings', 'The server cannot be reached right now.'),
  'a part of the app, failed': async (page) => {
    await page.route(/\/assets\/groups-page-[\w-]+\.js/u, (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto('/groups');
    await shows(page, 'A part of the app did not come.');
  },
});

/** On a device without a network where these were seen before. */
export const placesOffline = (groupId: string, otherId: string): Places => ({
  'home, offline': at('/', /^Offline · as of \d/u),
  'group, offline': at(`/g/${groupId}`, /^Offline · as of \d/u),
  'people who are not on the device': at(`/g/${otherId}/people`, /^Offline · as of \d/u),
  'settings, offline': at('/settings', /^Offline · as of \d/u),
  'home, offline, explained': async (page) => {
    await page.goto('/');
    await press(page, 'Offline');
    await open(page, 'dialog');
  },
});

/** For somebody who has neither a group nor a friend. */
export const PLACES_OF_NEWCOMER: Places = {
  'home, alone': at('/', 'Begin with a group'),
  'groups, none': at('/groups', 'No groups yet'),
  'friends, none': at('/friends', 'No friends here yet'),
};

/** What stands on pages that were open when it was over. `remove` ends it. */
export async function expectGone(
  context: BrowserContext,
  groupId: string,
  photoId: string,
  remove: () => Promise<void>,
) {
  const [group, photo] = [await context.newPage(), await context.newPage()];
  await group.goto(`/g/${groupId}`);
  await photo.goto(`/p/${photoId}`);
  await expect(composer(photo)).toBeVisible();
  await expectPixels(group.getByRole('list', { name: 'Photos' }).getByRole('link').first());
  await remove();
  await expect(group.getByRole('heading', { name: /^You are no longer in/u })).toBeVisible();
  await expect(photo.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
  return { group, photo };
}
