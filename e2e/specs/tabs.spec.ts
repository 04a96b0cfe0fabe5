import { expect } from '@playwright/test';
import { commentOf, comments, composer, printOf, say } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'two tabs of one person show the same, and a quick finger says a thing once',
  { tag: '@phones-long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Two desks');
    const photoId = await alice.addPhoto(groupId, 'Left and right');
    const [left, right] = [await alice.tab(`/p/${photoId}`), await alice.tab(`/p/${photoId}`)];

    await composer(left).fill('Said once.');
    await left.getByRole('button', { name: 'Send', exact: true }).dblclick();
    await expect(commentOf(right, 'Said once.')).toBeVisible();
    await say(right, 'Said on the right.');
    await expect(commentOf(left, 'Said on the right.')).toBeVisible();
    for (const tab of [left, right]) await expect(comments(tab)).toHaveText([/Said once\./u, /Said on the right\./u]);

    await left.getByRole('button', { name: 'More' }).click();
    await left.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(left.getByRole('button', { name: 'Undo' })).toBeVisible();
    // Leaving answers the question.
    await left.goto(`/g/${groupId}`);
    await expect(right.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
    await expect(left.getByText('1 person, 0 photos')).toBeVisible();
    await expect(printOf(left, 'Left and right')).toHaveCount(0);
  },
);

test('what was typed is still there after a reload, and is sent once', { tag: '@phones-long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const photoId = await alice.addPhoto(await alice.makeGroup('Draughts'), 'The board');
  const page = await alice.tab(`/p/${photoId}`);
  await composer(page).fill('Half a thought, and');
  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thought, and');
  await say(page, 'Half a thought, and the other half.');
  await expect(commentOf(page, 'the other half.')).not.toContainText('Waiting to be sent');
  await page.reload();
  await expect(comments(page)).toHaveText([/Half a thought, and the other half\./u]);
  await expect(composer(page)).toHaveValue('');
});
