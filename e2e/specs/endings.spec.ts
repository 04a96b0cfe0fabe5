// What people may end: a group, for all who are in it, and what they themselves have put into one.
import { expect } from '@playwright/test';
import { test } from '#support/journeys.ts';

test(
  'a group that its owner deletes is gone from every open page at once, and its bytes with it',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob, dan] = [await stage.person('alice'), await stage.person('bob'), await stage.person('dan')];
    const groupId = await alice.makeGroup('Book club', bob);
    const photoId = await alice.addPhoto(groupId, 'The last chapter');
    const bytes = `/photos/${photoId}/w320.webp`;
    const [groupPage, aboutPage, photoPage, groupsPage] = await Promise.all([
      bob.tab(`/g/${groupId}`),
      bob.tab(`/g/${groupId}/about`),
      bob.tab(`/p/${photoId}`),
      bob.tab('/groups'),
    ]);
    await expect(photoPage.getByText('The last chapter')).toBeVisible();
    await expect(groupsPage.getByText('2 people, 1 photo')).toBeVisible();
    await expect(aboutPage.getByRole('button', { name: 'Leave the group' })).toBeVisible();
    await expect(aboutPage.getByText('Delete the group')).toBeHidden();
    await expect(groupPage.getByRole('heading', { name: 'Book club' })).toBeVisible();
    expect((await bob.fetch(bytes)).status).toBe(200);

    const own = await alice.tab(`/g/${groupId}/about`);
    await expect(own.getByText('hand it over to somebody under People, or delete it')).toBeVisible();
    await own.getByRole('button', { name: 'Delete the group' }).click();
    const question = own.getByRole('alertdialog', { name: 'Delete Book club?' });
    await expect(question).toContainText('Its photo and what was said about it go with it.');
    await expect(question).toContainText('for all 2 people in it');
    const really = question.getByRole('button', { name: 'Delete' });
    await expect(really).toBeDisabled();
    await question.getByLabel('Type the name of the group').fill('  book CLUB ');
    await really.click();

    await expect(own).toHaveURL('/groups');
    await expect(own.getByText('Book club is deleted.')).toBeVisible();
    await expect(own.getByText('No groups yet')).toBeVisible();
    for (const page of [groupPage, aboutPage])
      await expect(page.getByRole('heading', { name: 'You are no longer in Book club' })).toBeVisible();
    await expect(aboutPage.getByText('It was deleted, or somebody took you out of it.')).toBeVisible();
    await expect(photoPage.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
    await expect(groupsPage.getByText('No groups yet')).toBeVisible();
    expect((await bob.fetch(bytes)).status).toBe(404);
    const status = await photoPage.evaluate(async (address) => (await fetch(address)).status, bytes);
    expect(status).toBe(404);
    // Whoever comes later is told what a stranger is told.
    for (const page of [await bob.tab(`/g/${groupId}`), await dan.tab(`/g/${groupId}`)])
      await expect(page.getByRole('heading', { name: 'This group is not here' })).toBeVisible();
  },
);

test(
  'whoever leaves a group leaves their photos there, unless they take them along',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob, carla] = [await stage.person('alice'), await stage.person('bob'), await stage.person('carla')];
    const groupId = await alice.makeGroup('Harbour', bob, carla);
    const [his, hers] = [await bob.addPhoto(groupId, 'The ferry'), await carla.addPhoto(groupId, 'The gulls')];
    const page = await alice.tab(`/g/${groupId}`);
    const open = await alice.tab(`/p/${his}`);
    await expect(open.getByText('The ferry')).toBeVisible();
    const leave = async (who: typeof bob, takesPhotos: boolean) => {
      const about = await who.tab(`/g/${groupId}/about`);
      await about.getByRole('button', { name: 'Leave the group' }).click();
      const question = about.getByRole('alertdialog', { name: 'Leave Harbour?' });
      const choice = question.getByRole('checkbox', { name: 'Take my photos along' });
      await expect(choice).not.toBeChecked();
      if (takesPhotos) await choice.check();
      await question.getByRole('button', { name: 'Leave' }).click();
      await expect(about).toHaveURL('/groups');
    };
    await leave(carla, false);
    await expect(page.getByText('2 people, 2 photos')).toBeVisible();
    await leave(bob, true);
    await expect(page.getByText('1 person, 1 photo')).toBeVisible();
    await expect(open.getByRole('heading', { name: 'This photo is gone' })).toBeVisible();
    await expect(page.locator(`a[href="/p/${his}"]`)).toHaveCount(0);
    await expect(page.locator(`a[href="/p/${hers}"]`)).toBeVisible();
    expect((await alice.fetch(`/photos/${his}/w320.webp`)).status).toBe(404);
  },
);
