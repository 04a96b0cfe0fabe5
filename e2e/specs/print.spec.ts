// What stands on paper, and in a page that is saved.
import { expect, type Page } from '@playwright/test';
import { commentOf, composer, expectPixels, printOf, prints } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

/** As the browser does before it draws the paper. */
async function beginPrinting(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}
async function endPrinting(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
}

test(
  'a photo is printed with its words and its conversation, and saved with them',
  { tag: '@long' },
  async ({ stage }) => {
    const [alice, bob] = [await stage.person('alice'), await stage.person('bob')];
    const groupId = await alice.makeGroup('Harbour', bob);
    const photoId = await alice.addPhoto(groupId, 'Low tide');
    for (let at = 1; at <= 12; at++) await bob.comment(photoId, `It smelled of salt, ${at} times.`);
    const page = await alice.tab(`/p/${photoId}`);
    const photo = page.getByRole('region', { name: 'Photo' });
    await expectPixels(photo);
    await expect(commentOf(page, 'salt, 12 times.')).toBeVisible();
    await beginPrinting(page);
    for (const what of [page.getByText('Low tide'), page.getByText('bob').first(), page.locator('time').first()])
      await expect(what).toBeVisible();
    await expect(photo.locator('img').first()).toBeVisible();
    // Everything is on the paper, and not in a box that scrolls.
    const isWhole = () => page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    expect(await isWhole()).toBe(true);
    await expect(composer(page)).toBeHidden();
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(255, 255, 255)');
    await endPrinting(page);
    await expect(composer(page)).toBeVisible();

    const session = await (await alice.context()).newCDPSession(page);
    const { data } = await session.send('Page.captureSnapshot', { format: 'mhtml' });
    expect(data).toContain('It smelled of salt');
    expect(data).toMatch(/Content-Type: image\/(avif|webp|jpeg)/u);
  },
);

test(
  'a group is printed as its photos under their days, all of them, without what can be pressed',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Harbour');
    const COUNT = 40;
    await Promise.all(Array.from({ length: COUNT }, (_, at) => alice.addPhoto(groupId, `Bay ${at + 1}.`)));
    const page = await alice.tab(`/g/${groupId}`);
    await expect(page.getByText(`1 person, ${COUNT} photos`)).toBeVisible();
    await expect(prints(page).first()).toBeVisible();
    expect(await prints(page).count()).toBeLessThan(COUNT);
    await beginPrinting(page);
    await expect(prints(page)).toHaveCount(COUNT);
    await expect(page.getByRole('heading', { name: 'Harbour' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
    await endPrinting(page);
    await expect.poll(() => prints(page).count()).toBeLessThan(COUNT);
  },
);

test(
  'Home has in the document what is near the screen, and all of it on paper',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    for (let at = 1; at <= 9; at++) await alice.addPhoto(await alice.makeGroup(`Bay ${at}`), `Low tide ${at}.`);
    const page = await alice.tab('/');
    await expect(printOf(page, 'Low tide 9.').first()).toBeVisible();
    // The page grows while its parts are measured, so that its end is not where it was.
    await expect(async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await expect(printOf(page, 'Low tide 9.')).toHaveCount(0, { timeout: 500 });
    }).toPass();
    await expect(printOf(page, 'Low tide 1.').first()).toBeVisible();
    await beginPrinting(page);
    await expect(printOf(page, 'Low tide 9.')).toHaveCount(1);
    await endPrinting(page);
    await page.evaluate(() => scrollTo(0, 0));
    await expect(printOf(page, 'Low tide 9.')).toBeVisible();
    await expect(printOf(page, 'Low tide 1.')).toHaveCount(0);
  },
);
