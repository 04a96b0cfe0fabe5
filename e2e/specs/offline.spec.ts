import { expect } from '@playwright/test';
import { commentOf, comments, composer, expectWord, printOf, prints, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'one who was offline for a while misses nothing and has nothing twice',
  { tag: '@phones-long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Night train', bob);
    const photoId = await alice.addPhoto(groupId, 'Platform nine');
    await alice.comment(photoId, 'Five minutes late.');
    const context = await bob.context();
    const list = await bob.tab(`/g/${groupId}`);
    const talk = await bob.tab(`/p/${photoId}`);
    await expectWord(list, 'Live');
    await expect(printOf(list, 'Platform nine')).toBeVisible();
    await expect(commentOf(talk, 'Five minutes late.')).toBeVisible();
    // A reload would be another document.
    for (const page of [list, talk]) await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));

    await context.setOffline(true);
    await expectWord(list, 'Offline');
    await say(talk, 'I can see it from here.');
    await expect(commentOf(talk, 'I can see it from here.')).toContainText('Waiting to be sent');
    await expect(composer(talk)).toHaveValue('');
    for (const caption of ['The dining car', 'Somewhere in the dark', 'Dawn']) await alice.addPhoto(groupId, caption);
    await alice.comment(photoId, 'Now it moves.');
    await alice.comment(photoId, 'Are you on it?');
    await expect(prints(list)).toHaveCount(1);

    await context.setOffline(false);
    await expectWord(list, 'Live');
    await expect(commentOf(talk, 'Are you on it?')).toBeVisible();
    await expect(commentOf(talk, 'I can see it from here.')).not.toContainText('Waiting to be sent');
    await expect(comments(talk)).toHaveCount(4);
    await list.bringToFront();
    await expect(prints(list)).toHaveCount(4);
    for (const caption of ['Platform nine', 'The dining car', 'Somewhere in the dark', 'Dawn']) {
      await expect(printOf(list, caption)).toHaveCount(1);
    }
    for (const page of [list, talk]) expect(await page.evaluate(() => 'isFirstDocument' in window)).toBe(true);

    const own = await alice.tab(`/p/${photoId}`);
    await expect(comments(own)).toHaveCount(4);
    await expect(commentOf(own, 'I can see it from here.')).toHaveCount(1);
  },
);
