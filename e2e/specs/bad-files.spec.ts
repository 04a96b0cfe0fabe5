import { expect } from '@playwright/test';
import { textNamedJpg, truncatedJpeg } from '#support/bad-pictures.ts';
import { addPhotos, expectPixels, printOf, prints, tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

test('files that are no photos say so in the tray, and the others go on', async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Attic');
  const page = await alice.tab(`/g/${groupId}`);
  const mimeType = 'image/jpeg';
  await addPhotos(page, [
    { name: 'diary.jpg', mimeType, buffer: textNamedJpg() },
    { name: 'half.jpg', mimeType, buffer: await truncatedJpeg() },
    { name: 'nothing.jpg', mimeType, buffer: Buffer.alloc(0) },
    await aPhotograph('window.jpg'),
  ]);
  const line = (name: string) => tray(page).getByRole('listitem').filter({ hasText: name });
  await expect(line('diary.jpg')).toContainText('This is not a picture that we can read.');
  await expect(line('nothing.jpg')).toContainText('The file is empty.');
  await expect(line('window.jpg')).toContainText('Added');
  await expect(line('half.jpg')).toContainText('The picture is damaged; a part of it is missing.');
  await expectPixels(prints(page));
  await expect(page.getByText('1 person, 1 photo')).toBeVisible();
  await expect(printOf(page, /^Photo by you/u)).toHaveCount(1);
  await line('diary.jpg').getByRole('button', { name: 'Take out diary.jpg' }).click();
  await expect(line('diary.jpg')).toHaveCount(0);
});
