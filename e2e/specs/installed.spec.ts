// The app without a network, and what stays of it on a device that is not its owner's any more.
import { expect, type Page } from '@playwright/test';
import { expectControlled, INSTALLED, keptKeys, offerNewVersion } from '#support/device.ts';
import { expectPixels, printOf, commentOf, composer } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

/** What is on the device: topics in IndexedDB, addresses in the caches of pictures, shells. */
async function whatIsKept(page: Page) {
  const [topics, owners] = [await keptKeys(page, 'topics'), await keptKeys(page, 'owner')];
  const files = await page.evaluate(async () => {
    const names = await caches.keys();
    const pictures: string[] = [];
    for (const name of names.filter((known) => known.startsWith('pictures:'))) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) pictures.push(new URL(url).pathname);
    }
    return { shells: names.filter((name) => name.startsWith('shell:')).length, pictures };
  });
  return { ...files, topics, owners };
}

/** Waits until the worker rules the page, and a reload has brought the photo's pixels through it. */
async function keep(page: Page, caption: string, topic: string, photoId: string) {
  await expectControlled(page);
  await page.reload();
  await expectPixels(printOf(page, caption));
  await expect
    .poll(() => whatIsKept(page))
    .toMatchObject({ topics: expect.arrayContaining([topic]), shells: 1, owners: ['owner'] });
  await expect.poll(async () => (await whatIsKept(page)).pictures.join()).toContain(photoId);
}

test(
  'without a network the app opens with what was seen lately, and says how old that is',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice', INSTALLED);
    const groupId = await alice.makeGroup('Harbour');
    const neverOpenedId = await alice.makeGroup('Attic');
    const photoId = await alice.addPhoto(groupId, 'The last boat');
    await alice.comment(photoId, 'It was late.');
    const { headers } = await alice.fetch('/worker.js');
    expect(headers.get('cache-control')).toBe('no-cache');
    const page = await alice.tab(`/g/${groupId}`);
    await keep(page, 'The last boat', `group-photos/${groupId}`, photoId);
    await printOf(page, 'The last boat').click();
    await expect(commentOf(page, 'It was late.')).toBeVisible();
    await expect.poll(async () => (await whatIsKept(page)).topics).toContain(`photo/${photoId}`);

    const context = await alice.context();
    await context.setOffline(true);
    const other = await context.newPage();
    await other.goto(`/g/${groupId}`);
    await expect(other.getByText(/^Offline · as of \d/u)).toBeVisible();
    await expectPixels(printOf(other, 'The last boat'));
    await printOf(other, 'The last boat').click();
    await expect(commentOf(other, 'It was late.')).toBeVisible();
    await other.reload();
    await expect(commentOf(other, 'It was late.')).toBeVisible();
    const never = await context.newPage();
    await never.goto(`/g/${neverOpenedId}`);
    await expect(never.getByText('This page is not on this device yet')).toBeVisible();
    await never.goto('/');
    await expectPixels(printOf(never, 'The last boat'));
    await never.close();

    await alice.comment(photoId, 'And then it came.');
    await context.setOffline(false);
    await expect(commentOf(other, 'And then it came.')).toBeVisible();
    await expect(other.getByText(/^Offline · as of/u)).toHaveCount(0);
  },
);

test('who signs out leaves nothing on the device', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice', INSTALLED);
  const groupId = await alice.makeGroup('Harbour');
  const photoId = await alice.addPhoto(groupId, 'The last boat');
  const page = await alice.tab(`/g/${groupId}`);
  await keep(page, 'The last boat', `group-photos/${groupId}`, photoId);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect.poll(() => whatIsKept(page)).toMatchObject({ pictures: [], topics: [], owners: [] });
});

test(
  'who was removed from a group while away loses it from the device, and keeps the others',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob', INSTALLED);
    const lostId = await alice.makeGroup('Harbour', bob);
    const lostPhoto = await alice.addPhoto(lostId, 'The last boat');
    const keptId = await alice.makeGroup('Lake', bob);
    const keptPhoto = await alice.addPhoto(keptId, 'Ice');
    const page = await bob.tab(`/g/${lostId}`);
    await keep(page, 'The last boat', `group-photos/${lostId}`, lostPhoto);
    await page.goto(`/g/${keptId}`);
    await keep(page, 'Ice', `group-photos/${keptId}`, keptPhoto);
    await page.close();

    await alice.removeFrom(lostId, bob);
    const back = await bob.tab(`/g/${keptId}`);
    await expectPixels(printOf(back, 'Ice'));
    await expect.poll(async () => JSON.stringify(await whatIsKept(back))).not.toContain(lostId);
    const rest = await whatIsKept(back);
    expect(rest.pictures.join()).not.toContain(lostPhoto);
    expect(rest.pictures.join()).toContain(keptPhoto);
    expect(rest.topics).toContain(`group-photos/${keptId}`);
  },
);

test('a session that was ended elsewhere is purged from the device', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice', INSTALLED);
  const groupId = await alice.makeGroup('Harbour');
  const photoId = await alice.addPhoto(groupId, 'The last boat');
  const page = await alice.tab(`/g/${groupId}`);
  await keep(page, 'The last boat', `group-photos/${groupId}`, photoId);
  const answer = await stage.api.request('POST', '/api/accounts/sign-out', { cookie: alice.cookie });
  expect(answer.status).toBeLessThan(300);
  await expect.poll(() => whatIsKept(page)).toMatchObject({ pictures: [], topics: [], owners: [] });
});

test(
  'a new version asks before it takes over, and loses nothing that is typed',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice', INSTALLED);
    const groupId = await alice.makeGroup('Harbour');
    const photoId = await alice.addPhoto(groupId, 'The last boat');
    const page = await alice.tab(`/p/${photoId}`);
    await expectControlled(page);
    await expect(page.getByText('Nobody has said anything yet.')).toBeVisible();
    await composer(page).fill('I was about to say');
    await offerNewVersion(page);
    await expect(composer(page)).toHaveValue('I was about to say');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByText('A new version is ready')).toHaveCount(0);
    await expect(composer(page)).toHaveValue('I was about to say');
  },
);
