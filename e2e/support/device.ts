// What the app keeps on a device, where it has a service worker.
import { expect, type Page } from '@playwright/test';

/** For a browser in which the worker may be. */
export const INSTALLED = { serviceWorkers: 'allow' } as const;

/** Waits until the worker stands between the page and the server. */
export const expectControlled = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

/** A newer build stands ready: another address is another worker to the browser, as another build is. */
export async function offerNewVersion(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.register('/worker.js?next'));
  await expect(page.getByText('A new version is ready')).toBeVisible();
}

type Store = 'owner' | 'topics' | 'unsent';

/** What is written down, in one store of IndexedDB. */
const keptIn = (page: Page, store: Store): Promise<readonly { key: string; value: any }[]> =>
  page.evaluate(async (name) => {
    const device = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('zoetrope-kept');
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
    });
    const found = await new Promise<{ key: string; value: unknown }[]>((resolve) => {
      const all: { key: string; value: unknown }[] = [];
      const asked = device.transaction(name).objectStore(name).openCursor();
      asked.addEventListener('success', () => {
        const at = asked.result;
        if (!at) return resolve(all);
        all.push({ key: String(at.key), value: at.value });
        return at.continue();
      });
    });
    device.close();
    return found;
  }, store);

export const keptKeys = async (page: Page, store: Store): Promise<string[]> =>
  (await keptIn(page, store)).map(({ key }) => key);

/** What somebody wrote and nobody has answered. */
export const unsentTexts = async (page: Page): Promise<string[]> =>
  (await keptIn(page, 'unsent')).map(({ value }) => value.input.body);
