// What people do and look for on the pages, in the words that stand there.
import { expect, type Locator, type Page } from '@playwright/test';
import type { ChosenFile } from '#support/photographs.ts';

/** The prints of a grid, as far as they are drawn. */
export const prints = (page: Page): Locator => page.getByRole('list', { name: 'Photos' }).getByRole('link');
export const printOf = (page: Page, caption: string | RegExp): Locator => page.getByRole('link', { name: caption });
export const comments = (page: Page): Locator => page.getByRole('region', { name: 'Comments' }).getByRole('listitem');
export const commentOf = (page: Page, body: string): Locator => comments(page).filter({ hasText: body });
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Write a comment' });
export const tray = (page: Page): Locator => page.getByRole('region', { name: 'Uploads' });

/** Waits until the frame says how news comes. */
export async function expectWord(
  page: Page,
  word: 'Live' | 'Slower' | 'Checking every 5 s' | 'Offline',
): Promise<void> {
  await expect(page.getByRole('button', { name: word, exact: true })).toBeVisible({ timeout: 45_000 });
}

/** Waits until its pixels are there, not only its place. */
export async function expectPixels(place: Locator): Promise<void> {
  const picture = place.locator('img').first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0)))
    .toBeGreaterThan(0);
}

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Chooses files in the app's own dialog, by the system's. The group's page or Home must be open. */
export async function choosePhotos(page: Page, files: readonly ChosenFile[]): Promise<Locator> {
  await page.getByRole('button', { name: 'Add photos' }).filter({ visible: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add photos' });
  const choosing = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose photos' }).click();
  await (await choosing).setFiles([...files]);
  return dialog;
}

export async function addPhotos(page: Page, files: readonly ChosenFile[], to?: string): Promise<void> {
  const dialog = await choosePhotos(page, files);
  if (to !== undefined) await dialog.getByLabel('Who sees them').selectOption({ label: to });
  await dialog.getByRole('button', { name: /^Add (a photo|\d+ photos)$/u }).click();
}
