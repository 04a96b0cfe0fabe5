import { expect, type Page } from '@playwright/test';
import { expectNothingFound } from '#support/axe.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

test('axe finds nothing on the pages of somebody signed in', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice');
  const bob = await stage.person('Bob');
  const groupId = await alice.makeGroup('Lake house', bob);
  const photoId = await bob.addPhoto(groupId, 'The jetty at six');
  await bob.comment(photoId, 'Was it cold?');
  await alice.befriend(bob);
  const page = await alice.tab('/');
  await expect(page.getByText('The jetty at six')).toBeVisible();
  await expectNothingFound(page, 'home');
  await page.getByRole('button', { name: 'Live' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNothingFound(page, 'home, the connection explained');

  await page.goto(`/g/${groupId}`);
  await expect(page.getByRole('link', { name: /The jetty at six/u })).toBeVisible();
  await expectNothingFound(page, 'group');
  await page.getByRole('button', { name: 'Add photos' }).filter({ visible: true }).first().click();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles([await aPhotograph('hill.jpg')]);
  await expectNothingFound(page, 'group, adding photos');
  await page.getByRole('button', { name: 'Add a photo' }).click();
  await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('A photo added');
  await expectNothingFound(page, 'group, with the tray');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNothingFound(page, 'group, inviting');

  await page.goto(`/g/${groupId}/people`);
  await page.getByRole('button', { name: /Bob/u }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectNothingFound(page, 'people, with a menu');
  await page.goto(`/g/${groupId}/about`);
  await page.getByRole('button', { name: 'Delete the group' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectNothingFound(page, 'about, deleting');
  const his = await bob.tab(`/g/${groupId}/about`);
  await his.getByRole('button', { name: 'Leave the group' }).click();
  await expect(his.getByRole('alertdialog')).toBeVisible();
  await expectNothingFound(his, 'about, leaving');

  await page.goto(`/p/${photoId}`);
  await expect(page.getByText('Was it cold?')).toBeVisible();
  await expectNothingFound(page, 'photo');
  await visit(page, [
    ['/settings', 'Language'],
    ['/friends', 'Your friends'],
    ['/groups', 'Make a group'],
    [`/people/${bob.id}`, 'Nothing here yet'],
    [`/g/${photoId}`, 'This group is not here'],
    [`/p/${groupId}`, 'This photo is not here'],
    ['/nowhere', 'There is nothing at this address'],
  ]);
});

test('axe finds nothing where nobody is signed in', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice');
  const groupId = await alice.makeGroup('Lake house');
  const token = await alice.invite(groupId);
  const page = await (await stage.stranger()).newPage();
  await visit(page, [
    ['/', 'Photos with your people'],
    ['/sign-in', 'Sign-in name'],
    ['/sign-up', 'Your name'],
    [`/invite/${token}`, 'Join Lake house'],
    ['/invite/no-such', 'This link leads nowhere'],
  ]);
  await page.goto('/sign-in');
  await page.getByLabel('Sign-in name').fill('nobody');
  await page.getByLabel('Password').fill('not a password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('The sign-in name or the password is wrong.')).toBeVisible();
  await expectNothingFound(page, 'sign-in, refused');
});

/** Each address, once it shows its text. */
async function visit(page: Page, places: readonly (readonly [address: string, text: string])[]): Promise<void> {
  for (const [address, text] of places) {
    await page.goto(address);
    await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
    await expectNothingFound(page, address);
  }
}

test('a member says what is on a photo of somebody else, and everybody’s pictures carry it', async ({ stage }) => {
  const [alice, bob] = [await stage.person('Alice'), await stage.person('Bob')];
  const groupId = await alice.makeGroup('Lake house', bob);
  const photoId = await alice.addPhoto(groupId, 'Six!');
  const page = await bob.tab(`/p/${photoId}`);
  const other = await alice.tab(`/g/${groupId}`);
  await page.getByRole('button', { name: 'Describe the photo' }).click();
  await page.getByLabel('What is on this photo').fill('A jetty, and the sun over the lake');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('img', { name: 'A jetty, and the sun over the lake' })).toBeVisible();
  await expect(other.getByRole('link', { name: 'A jetty, and the sun over the lake' })).toBeVisible();
});
