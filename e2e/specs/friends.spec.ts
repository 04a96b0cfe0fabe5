import { expect } from '@playwright/test';
import { addPhotos, composer, expectPixels, prints } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

test('a photo for friends is seen by the friend and not by one who only shares a group', async ({ stage }) => {
  const alice = await stage.person('alice');
  const bob = await stage.person('bob');
  const dan = await stage.person('dan');
  const groupId = await alice.makeGroup('Choir', bob, dan);

  const own = await alice.tab(`/g/${groupId}/people`);
  await own.getByRole('link', { name: 'bob' }).click();
  await own.getByRole('button', { name: 'Ask to be friends' }).click();
  await expect(own.getByRole('button', { name: 'Asked. Take back' })).toBeVisible();
  const friend = await bob.tab('/friends');
  await expect(friend.getByRole('heading', { name: 'Would like to be friends' })).toBeVisible();
  await friend.getByRole('button', { name: 'Accept' }).click();
  await expect(friend.getByRole('heading', { name: 'Your friends' })).toBeVisible();
  await expect(own.getByRole('button', { name: 'Friends', exact: true })).toBeVisible();

  const [home, strange] = [await bob.tab('/'), await dan.tab(`/people/${alice.id}`)];
  await expect(home.getByText('Nothing here yet')).toBeVisible();
  await expect(strange.getByRole('heading', { name: 'For friends only' })).toBeVisible();
  await own.goto('/');
  await addPhotos(own, [await aPhotograph('garden.jpg')], 'My friends');
  const shown = home.getByRole('main').getByRole('link', { name: /^Photo by alice/u });
  await expectPixels(shown);
  const address = (await shown.getAttribute('href'))!;

  await expect(strange.getByRole('heading', { name: 'For friends only' })).toBeVisible();
  await expect(prints(strange)).toHaveCount(0);
  await strange.goto('/');
  await expect(strange.getByText('Nothing here yet')).toBeVisible();
  await strange.goto(address);
  await expect(strange.getByRole('heading', { name: 'This photo is not here' })).toBeVisible();
  const bytes = `${address.replace('/p/', '/photos/')}/w320.webp`;
  expect([(await bob.fetch(bytes)).status, (await dan.fetch(bytes)).status]).toEqual([200, 404]);
});

test(
  'a photo that was opened before its owner became a friend opens by itself once they are',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const page = await bob.tab(`/p/${await alice.addPhoto('friends', 'The garden')}`);
    await expect(page.getByRole('heading', { name: 'This photo is not here' })).toBeVisible();
    await alice.befriend(bob);
    await expect(composer(page)).toBeVisible();
    await expect(page.getByText('The garden').first()).toBeVisible();
  },
);
