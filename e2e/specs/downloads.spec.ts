import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { expectPixels, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

test('a whole group is taken home from its menu', { tag: ['@long', '@phones-long'] }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Orchard');
  const photoIds = [await alice.addPhoto(groupId, 'The ladder'), await alice.addPhoto(groupId, 'The basket')];
  const page = await alice.tab(`/g/${groupId}`);
  await expectPixels(printOf(page, 'The basket'));

  // Shown before its original is there; asked too early, the page would say that one is missing.
  for (const photoId of photoIds) await alice.untilOriginal(photoId);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const arriving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download all photos' }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe('Orchard.zip');
  const zip = await readFile(await download.path());
  // The end of the central directory counts the files (APPNOTE 4.3.16).
  expect([zip.readUInt32LE(0), zip.readUInt16LE(zip.length - 12)]).toEqual([0x0403_4b50, 2]);
  // The page stayed.
  await expect(printOf(page, 'The ladder')).toBeVisible();
});
