// What was written without a network, over a tab that is closed.
import { expect } from '@playwright/test';
import { expectControlled, INSTALLED, unsentTexts } from '#support/device.ts';
import { commentOf, comments, composer, expectWord, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'a comment that was written offline outlives its tab, and is sent once when the network is back',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob', INSTALLED)];
    const groupId = await alice.makeGroup('Harbour', bob);
    const photoId = await alice.addPhoto(groupId, 'The last boat');
    const page = await bob.tab(`/p/${photoId}`);
    await expect(composer(page)).toBeVisible();
    await expectControlled(page);
    await page.reload();
    await expectWord(await bob.tab(`/g/${groupId}`), 'Live');
    await expect(page.getByText('Nobody has said anything yet.')).toBeVisible();
    const context = await bob.context();
    await expect.poll(() => page.evaluate(() => caches.keys()).then((names) => names.join())).toContain('shell:');

    await context.setOffline(true);
    await say(page, 'Wait for me.');
    await expect(commentOf(page, 'Wait for me.')).toContainText('Waiting to be sent');
    await expect.poll(() => unsentTexts(page)).toEqual(['Wait for me.']);
    for (const tab of context.pages()) await tab.close();

    // Elsewhere in the app, still without a network: nothing is lost, and nothing is said twice.
    const back = await context.newPage();
    await back.goto('/');
    await expect(back.getByText(/^Offline · as of \d/u)).toBeVisible();
    await context.setOffline(false);
    const own = await alice.tab(`/p/${photoId}`);
    await expect(commentOf(own, 'Wait for me.')).toBeVisible({ timeout: 45_000 });
    await expect.poll(() => unsentTexts(back)).toEqual([]);
    await back.goto(`/p/${photoId}`);
    await expect(comments(back)).toHaveText([/Wait for me\./u]);
    await expect(composer(back)).toHaveValue('');
  },
);

test('what was written and not sent is gone after a sign-out, in every tab', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice', INSTALLED);
  const photoId = await alice.addPhoto(await alice.makeGroup('Harbour'), 'The last boat');
  const [page, other] = [await alice.tab(`/p/${photoId}`), await alice.tab('/settings')];
  await composer(page).fill('Between you and me');
  await other.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('You signed out on this device.')).toBeVisible();
  await expect(page.getByText('what you typed is kept')).toHaveCount(0);
  const left = () => page.evaluate(() => JSON.stringify(sessionStorage));
  await expect.poll(left).not.toContain('Between you and me');
});
