// Who is signed in on a device, as its other tabs see it, and the way back in for whoever is signed out.
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { composer, printOf } from '#support/gestures.ts';
import { type Guest, type Stage, test } from '#support/journeys.ts';

/** A note that says why nothing arrives any more. */
const isOut = (page: Page) => page.getByText(/You (were signed|signed) out on this device/u);

async function signIn(page: Page, { account }: Guest): Promise<void> {
  await page.getByLabel('Sign-in name').fill(account.login);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const endElsewhere = (stage: Stage, { cookie }: Guest) =>
  stage.api.request('POST', '/api/accounts/sign-out', { cookie });

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

test(
  'whoever is signed out from elsewhere finds the way in on the page itself, and what they typed after it',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const photoId = await alice.addPhoto(await alice.makeGroup('Harbour'), 'The lighthouse');
    const page = await alice.tab(`/p/${photoId}`);
    const caption = page.getByRole('textbox', { name: 'Caption' });
    const description = page.getByRole('textbox', { name: 'What is on this photo' });
    await page.getByRole('button', { name: 'Edit the caption' }).click();
    await caption.fill('The lighthouse at dusk');
    await page.getByRole('button', { name: 'Describe the photo' }).click();
    await description.fill('A white tower');
    await composer(page).fill('Half a thought');
    await endElsewhere(stage, alice);
    await expect(page.getByText('You were signed out on this device.')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).click();
    await signIn(page, alice);
    await expect(page).toHaveURL(`/p/${photoId}`);
    await expect(composer(page)).toHaveValue('Half a thought');
    await expect(isOut(page)).toHaveCount(0);
    await expect(description).toHaveValue('A white tower');
    await expect(caption).toHaveValue('The lighthouse at dusk');
    // What is saved or given up is no draft any more.
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.getByText('The lighthouse at dusk')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await expect(composer(page)).toHaveValue('Half a thought');
    await expect(page.getByText('The lighthouse at dusk')).toBeVisible();
    await expect(caption.or(description)).toHaveCount(0);
  },
);

test(
  'a member who opens a link while signed out can sign in there; of a photo that never was the same is said',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const photoId = await alice.addPhoto(await alice.makeGroup('Harbour'), 'The lighthouse');
    const context = await stage.stranger();
    const [page, none] = [await context.newPage(), await context.newPage()];
    await none.goto(`/p/${randomUUID()}`);
    await page.goto(`/p/${photoId}`);
    await expect(page.getByRole('heading', { name: 'This photo is not here' })).toBeVisible();
    await expect(none.getByRole('heading', { name: 'This photo is not here' })).toBeVisible();
    expect(await page.getByRole('main').innerText()).toBe(await none.getByRole('main').innerText());
    await none.close();
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await signIn(page, alice);
    await expect(page).toHaveURL(`/p/${photoId}`);
    await expect(composer(page)).toBeVisible();
  },
);
