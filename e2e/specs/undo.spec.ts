import { expect } from '@playwright/test';
import { commentOf, expectPixels, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'a deleted photo can be taken back, and is gone for all when it was not',
  { tag: ['@phones', '@long'] },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Orchard', bob);
    await alice.addPhoto(groupId, 'The ladder');
    await alice.addPhoto(groupId, 'The basket');
    const page = await alice.tab(`/g/${groupId}`);
    const other = await bob.tab(`/g/${groupId}`);
    const remove = async () => {
      await printOf(page, 'The ladder').click();
      await page.getByRole('region', { name: 'Photo' }).getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
    };
    await expectPixels(printOf(other, 'The ladder'));

    await test.step('taken back, it is where it was, and nobody else saw it leave', async () => {
      await remove();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.goto(`/g/${groupId}`);
      await expectPixels(printOf(page, 'The ladder'));
      await expect(printOf(other, 'The ladder')).toBeVisible();
    });

    await test.step('a reload within the ten seconds loses nothing', async () => {
      await remove();
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
      await page.goto(`/g/${groupId}`);
      await expectPixels(printOf(page, 'The basket'));
      await expect(printOf(page, 'The ladder')).toHaveCount(0);
      await expect(printOf(other, 'The ladder')).toHaveCount(0);
    });
  },
);

test(
  'a photo that is deleted while the network is away is deleted by the next page',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Mill', bob);
    await alice.addPhoto(groupId, 'The wheel');
    const page = await alice.tab(`/g/${groupId}`);
    const other = await bob.tab(`/g/${groupId}`);
    await expectPixels(printOf(other, 'The wheel'));
    const context = await alice.context();
    await printOf(page, 'The wheel').click();
    await page.getByRole('region', { name: 'Photo' }).getByRole('button', { name: 'More' }).click();
    await context.setOffline(true);
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await page.close();
    await context.setOffline(false);
    await expect(printOf(other, 'The wheel')).toBeVisible();
    await alice.tab('/');
    await expect(printOf(other, 'The wheel')).toHaveCount(0);
  },
);

test(
  'two that are deleted one after the other are both taken back; an invitation link comes back, too',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Orchard');
    await alice.invite(groupId);
    const photoId = await alice.addPhoto(groupId, 'The ladder');
    await alice.comment(photoId, 'Mind the third rung');
    await alice.comment(photoId, 'And the fifth');
    const page = await alice.tab(`/p/${photoId}`);
    for (const body of ['Mind the third rung', 'And the fifth'])
      await commentOf(page, body).getByRole('button', { name: 'Delete' }).click();
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect(undo).toHaveCount(2);
    await undo.first().click();
    await undo.first().click();
    await expect(commentOf(page, 'Mind the third rung')).toBeVisible();
    await page.reload();
    for (const body of ['Mind the third rung', 'And the fifth']) await expect(commentOf(page, body)).toBeVisible();

    await page.goto(`/g/${groupId}/people`);
    const link = page.getByRole('listitem').filter({ hasText: 'Until it is taken back' });
    await link.getByRole('button', { name: 'Take back' }).click();
    await expect(link).toHaveCount(0);
    await undo.click();
    await expect(link).toBeVisible();
  },
);

test(
  'whoever declines a friend may think again; to be signed out elsewhere is asked first',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    await bob.ask(alice);
    const page = await alice.tab('/friends');
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect(page.getByRole('button', { name: 'Accept' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();

    const { login, password } = alice.account;
    await stage.api.request('POST', '/api/accounts/sign-in', { body: { login, password } });
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Sign out there' }).first().click();
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await page.getByRole('button', { name: 'Sign out there' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out there' }).click();
    await expect(page.getByRole('button', { name: 'Sign out there' })).toHaveCount(0);
  },
);
