import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { tray } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

/** A small PNG unlike any other of the same folder. */
const aDot = (number: number): Promise<Buffer> =>
  sharp({
    create: {
      width: 90,
      height: 60,
      channels: 3,
      background: { r: number % 256, g: number >> 8, b: Date.now() % 256 },
    },
  })
    .png()
    .toBuffer();

/** Drops a file or folder of this machine on the middle of the page, as its file manager would. */
async function dropOn(page: Page, files: readonly string[]): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const at = { x: 400, y: 400, data: { items: [], files: [...files], dragOperationsMask: 1 } };
  // A page takes what is dropped as soon as it has had time for it; then it says so.
  await expect(async () => {
    await browser.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
    await browser.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
    await expect(page.getByText(/^Drop to add /u)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await browser.send('Input.dispatchDragEvent', { type: 'drop', ...at });
}

test(
  'a dropped folder of 300 is one batch to the others, arrives complete, and the page stays usable',
  {
    tag: '@long',
  },
  async ({ stage }, info) => {
    test.setTimeout(360_000);
    const folder = info.outputPath('lake');
    await fs.mkdir(path.join(folder, 'deep', 'deeper'), { recursive: true });
    await fs.writeFile(path.join(folder, 'notes.txt'), 'not a picture');
    for (let i = 0; i < 300; i += 1) {
      const below = i < 250 ? '' : i < 280 ? 'deep' : 'deep/deeper';
      await fs.writeFile(path.join(folder, below, `${1000 + i}.png`), await aDot(i));
    }
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Wedding', bob);
    const [page, others] = [await alice.tab(`/g/${groupId}`), await bob.tab(`/g/${groupId}`)];
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 20 * 1024 };
    await network.send('Network.emulateNetworkConditions', slow);

    await expect(page.getByRole('heading', { name: 'Wedding', exact: true })).toBeVisible();
    await dropOn(page, [folder]);
    const dialog = page.getByRole('dialog', { name: 'Add photos' });
    await expect(dialog.getByText('One file is no picture and was left out: notes.txt.')).toBeVisible();
    await page.evaluate(() => {
      const seen = globalThis as unknown as { longest: number };
      seen.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
      }).observe({ type: 'longtask' });
    });
    await dialog.getByRole('button', { name: 'Add 300 photos' }).click();
    await expect(tray(page).getByRole('heading', { name: 'Adding 300 photos to Wedding' })).toBeVisible();
    await expect(others.getByRole('list', { name: 'Photos' }).getByText('alice is adding 300 photos')).toBeVisible({
      timeout: 60_000,
    });
    await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Wedding', exact: true })).toBeVisible();
    // Counted by the server, photo by photo: none is missing and none came twice.
    await expect(others.getByText('2 people, 300 photos')).toBeVisible({ timeout: 240_000 });
    await expect(tray(page).getByRole('heading', { name: '300 photos added to Wedding' })).toBeVisible();
    // Nothing is left that says otherwise, neither a place nor words that only a screen reader finds.
    await expect(others.getByText('is adding')).toHaveCount(0);
    await expect(others.getByRole('button', { name: /on its way$/ })).toHaveCount(0);
    const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
    info.annotations.push({ type: 'longest task', description: `${longest} ms` });
    if (process.env.PRINT_TASKS) console.log(`longest task while 300 files were added: ${longest} ms`);
  },
);

test(
  'pictures are dropped on every page, and those of one name are all added',
  { tag: '@long' },
  async ({ stage }, info) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Wedding');
    const photoId = await alice.addPhoto(groupId, 'The cake');
    const changed = new Date('2026-06-06T12:00:00Z');
    const files: string[] = [];
    for (const [place, red] of [
      ['left', 40],
      ['right', 90],
    ] as const) {
      const folder = info.outputPath(place);
      await fs.mkdir(folder, { recursive: true });
      const file = path.join(folder, 'page1.tif');
      // Without compression, as scanners write: of one length.
      await fs.writeFile(
        file,
        await sharp({ create: { width: 9, height: 6, channels: 3, background: { r: red, g: 9, b: 9 } } })
          .tiff({ compression: 'none' })
          .toBuffer(),
      );
      await fs.utimes(file, changed, changed);
      files.push(file);
    }
    const page = await alice.tab('/');
    const dialog = page.getByRole('dialog', { name: 'Add photos' });
    for (const address of ['/', '/friends', `/g/${groupId}/people`, `/p/${photoId}`]) {
      await page.goto(address);
      await dropOn(page, files.slice(0, 1));
      await expect(dialog.getByRole('button', { name: 'Add a photo' })).toBeVisible();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(page).toHaveURL(address);
    }
    await page.goto(`/g/${groupId}`);
    await dropOn(page, files);
    await dialog.getByRole('button', { name: 'Add 2 photos' }).click();
    await expect(page.getByText('1 person, 3 photos')).toBeVisible();
  },
);
