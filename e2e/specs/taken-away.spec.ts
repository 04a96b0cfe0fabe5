// What is taken away by others while somebody is about to do something with it, and what cannot be done at all.
import { expect } from '@playwright/test';
import { commentOf, comments, composer } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test(
  'the text of a comment that is deleted while it is edited goes on as the draft of a new one',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const photoId = await alice.addPhoto(await alice.makeGroup('Harbour', bob), 'The lighthouse');
    await bob.comment(photoId, 'How high?');
    const [page, hers] = [await bob.tab(`/p/${photoId}`), await alice.tab(`/p/${photoId}`)];
    await commentOf(page, 'How high?').getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Edit the comment' }).fill('How high is it, at low tide?');
    await commentOf(hers, 'How high?').getByRole('button', { name: 'Delete' }).click();
    await hers.goto('/');
    await expect(page.getByText('The comment was deleted while you edited it.')).toBeVisible();
    await expect(comments(page)).toHaveCount(0);
    await expect(composer(page)).toHaveValue('How high is it, at low tide?');
    await expect(composer(page)).toBeFocused();
  },
);

test('an empty comment is not sent, and that is said', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const photoId = await alice.addPhoto(await alice.makeGroup('Harbour'), 'The lighthouse');
  const page = await alice.tab(`/p/${photoId}`);
  await composer(page).fill('   ');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('Write something first.')).toBeVisible();
  await expect(composer(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(composer(page)).toBeFocused();
  await composer(page).fill('Here.');
  await expect(page.getByText('Write something first.')).toBeHidden();
  // A quick finger has sent it with its first press.
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  await expect(commentOf(page, 'Here.')).toBeVisible();
  await expect(page.getByText('Write something first.')).toBeHidden();
});

test(
  'somebody leaves a group while they are about to be removed, and the focus stays among the people',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob, carla] = [await stage.person('alice'), await stage.person('bob'), await stage.person('carla')];
    const groupId = await alice.makeGroup('Harbour', bob, carla);
    const page = await alice.tab(`/g/${groupId}/people`);
    const askToRemove = async (name: string) => {
      await page.getByRole('button', { name: `What may be done about ${name}` }).click();
      await page.getByRole('menuitem', { name: 'Remove from Harbour' }).click();
      await expect(page.getByRole('alertdialog')).toContainText('An invitation link that still works');
    };
    const people = page.getByRole('list', { name: 'People' });
    await askToRemove('bob');
    await bob.leave(groupId);
    await expect(page.getByRole('alertdialog')).toBeHidden();
    await expect(people).toBeFocused();
    await askToRemove('carla');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(people.getByRole('listitem')).toHaveCount(1);
    await expect(people).toBeFocused();
  },
);
