import { expect } from '@playwright/test';
import { addPhotos, commentOf, composer, expectPixels, expectWord, prints, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { OTHER_HOST } from '#support/other-host.ts';
import { aPhotograph } from '#support/photographs.ts';

test('on a name other than localhost, where browsers trust pages less, everything works', async ({ ownStage }) => {
  const baseURL = `http://${OTHER_HOST}:${ownStage.server.port}`;
  const page = await (await ownStage.stranger({ baseURL })).newPage();
  await page.goto('/sign-up');
  expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto, 'clipboard' in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await page.getByLabel('Your name').fill('Carla');
  await page.getByLabel('Sign-in name').fill('carla');
  await page.getByLabel('Password').fill('a few words in a row');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expectWord(page, 'Live');

  await page.goto('/groups');
  await page.getByRole('button', { name: 'Make a group' }).click();
  await page.getByLabel('Name of the group').fill('Kitchen table');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kitchen table' })).toBeVisible();
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const invitation = await page.getByLabel('Invitation link').inputValue();
  expect(invitation).toContain(`${baseURL}/invite/`);
  await page.getByRole('button', { name: 'Copy the link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();

  await addPhotos(page, [await aPhotograph('bread.jpg')]);
  await expectPixels(prints(page));
  await prints(page).first().click();
  await say(page, 'Still warm.');
  await expect(commentOf(page, 'Still warm.')).toBeVisible();
  await expect(page.getByText('Waiting to be sent')).toHaveCount(0);
  await composer(page).focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(composer(page)).toHaveValue(invitation);

  const bob = await ownStage.person('bob', { baseURL });
  const joining = await bob.tab(invitation);
  await joining.getByRole('button', { name: 'Join Kitchen table' }).click();
  await expectPixels(prints(joining));
});
