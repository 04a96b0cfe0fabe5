// Who is signed in on a device, as its other tabs see it.
import { expect, type Page } from '@playwright/test';
import { composer, printOf } from '#support/gestures.ts';
import { type Guest, test } from '#support/journeys.ts';

/** A note that says why nothing arrives any more. */
const isOut = (page: Page) => page.getByText(/You (were signed|signed) out on this device/u);

async function signIn(page: Page, { account }: Guest): Promise<void> {
  await page.getByLabel('Sign-in name').fill(account.login);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test(
  'a visitor whose other tab signs in is here at once, and is told of no sign-out',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Harbour');
    await alice.addPhoto(groupId, 'The lighthouse');
    const context = await stage.stranger();
    const [page, other] = [await context.newPage(), await context.newPage()];
    await page.goto('/');
    await expect(page.getByRole('link', { name: 'Sign in', exact: true }).first()).toBeVisible();
    await other.goto('/sign-in');
    await signIn(other, alice);
    await expect(printOf(page, 'The lighthouse')).toBeVisible();
    await expect(isOut(page)).toHaveCount(0);
    // Its new connection is one of hers.
    await alice.addPhoto(groupId, 'The mole');
    await expect(printOf(page, 'The mole')).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(isOut(page)).toHaveCount(0);
  },
);

test(
  'a tab in which somebody is signed out comes back by itself when they sign in in another',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const photoId = await alice.addPhoto(await alice.makeGroup('Harbour', bob), 'The lighthouse');
    const [page, other] = [await alice.tab(`/p/${photoId}`), await alice.tab('/settings')];
    await composer(page).fill('Between you and me');
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(page.getByText('You signed out on this device.')).toBeVisible();
    await expect(page.getByText('what you typed is kept')).toHaveCount(0);

    await other.goto('/sign-in');
    await signIn(other, alice);
    await expect(composer(page)).toHaveValue('', { timeout: 4_000 });
    await expect(isOut(page)).toHaveCount(0);
    await bob.comment(photoId, 'News for both.');
    await expect(page.getByText('News for both.')).toBeVisible();
  },
);
