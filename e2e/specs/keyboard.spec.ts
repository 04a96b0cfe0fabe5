// One who has a keyboard and no pointer does everything that the product is about, and sees where they are.
import { expect } from '@playwright/test';
import { commentOf, comments, expectPixels, printOf, tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { pressOn, tabTo, typeInto } from '#support/keyboard.ts';
import { aPhotograph } from '#support/photographs.ts';

test(
  'by keyboard alone: sign up, make a group, add a photo, say something, delete and take back',
  { tag: '@long' },
  async ({ ownStage }) => {
    const page = await (await ownStage.stranger()).newPage();
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

    await test.step('makes an account', async () => {
      await page.goto(await ownStage.administratorLink());
      await typeInto(page, page.getByLabel('Your name'), 'Alice');
      await typeInto(page, page.getByLabel('Sign-in name'), 'alice');
      await typeInto(page, page.getByLabel('Password'), 'a few words in a row');
      await pressOn(page, button('Make an account'));
      await expect(page.getByText('Begin with a group')).toBeVisible();
    });

    await test.step('makes a group in a dialog that keeps the focus', async () => {
      await pressOn(page, page.getByRole('main').getByRole('link', { name: 'Make a group' }));
      await typeInto(page, page.getByLabel('Name of the group'), 'Lake house');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 1, name: 'Lake house' })).toBeVisible();
    });

    await test.step('adds a photo', async () => {
      await pressOn(page, page.getByRole('main').getByRole('button', { name: 'Add photos' }));
      const dialog = page.getByRole('dialog', { name: 'Add photos' });
      const choosing = page.waitForEvent('filechooser');
      await pressOn(page, dialog.getByRole('button', { name: 'Choose photos' }));
      await (await choosing).setFiles([await aPhotograph('jetty.jpg')]);
      await typeInto(page, dialog.getByLabel('Caption'), 'The jetty');
      await pressOn(page, dialog.getByRole('button', { name: 'Add a photo' }));
      await expect(tray(page).getByRole('heading', { name: 'A photo added to Lake house' })).toBeVisible();
      await expectPixels(printOf(page, 'The jetty'));
    });

    await test.step('opens it, says something, reacts', async () => {
      await pressOn(page, printOf(page, 'The jetty'));
      await expect(page.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
      await page.keyboard.press('c');
      await expect(page.getByRole('textbox', { name: 'Write a comment' })).toBeFocused();
      await page.keyboard.type('Brave.');
      await page.keyboard.press('Enter');
      await expect(commentOf(page, 'Brave.')).toBeVisible();
      await page.keyboard.press('Escape');
      await pressOn(page, button('React'));
      await pressOn(page, button('Beautiful'), 'Space');
      await expect(button('Beautiful, 1')).toBeVisible();
    });

    await test.step('takes a comment away and back', async () => {
      await pressOn(page, commentOf(page, 'Brave.').getByRole('button', { name: 'Delete' }));
      await expect(comments(page)).toHaveCount(0);
      await pressOn(page, button('Undo'));
      await expect(commentOf(page, 'Brave.')).toBeVisible();
    });

    await test.step('closes it, and stands where it was opened', async () => {
      await tabTo(page, button('More'), 'Shift+Tab');
      await page.keyboard.press('Escape');
      await expect(printOf(page, 'The jetty')).toBeFocused();
    });

    await test.step('deletes it by the menu, and takes that back', async () => {
      await page.keyboard.press('Enter');
      await pressOn(page, button('More'));
      await expect(page.getByRole('menu')).toBeVisible();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Photo deleted.')).toBeVisible();
      await pressOn(page, button('Undo'));
      await expectPixels(printOf(page, 'The jetty'));
    });
  },
);
