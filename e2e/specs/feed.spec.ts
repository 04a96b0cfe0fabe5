import { expect, type Page } from '@playwright/test';
import { expectPixels, printOf, prints } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

/** So wide that a few of them are several screens. */
const COUNT = 18;

/** The distance of a print from the top of the window. */
const topOf = (page: Page, caption: string): Promise<number> =>
  printOf(page, caption).evaluate((print) => Math.round(print.getBoundingClientRect().top));

test(
  'news waits for one who reads further down, and Back restores the place',
  { tag: '@phones' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Coast path', bob);
    for (let at = 1; at <= COUNT; at++) {
      await alice.addPhoto(groupId, `Bay ${at}.`, await aPhotograph(`bay-${at}.jpg`, 900, 300));
    }
    const page = await bob.tab(`/g/${groupId}`);
    await expect(printOf(page, `Bay ${COUNT}.`)).toBeVisible();
    const reading = 'Bay 5.';
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
    // In the middle, where nothing lies over it.
    await printOf(page, reading).evaluate((print) => print.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await expectPixels(printOf(page, reading));
    const before = await topOf(page, reading);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(200);

    await test.step('two photos come; the page does not move', async () => {
      await alice.addPhoto(groupId, 'The lighthouse');
      await alice.addPhoto(groupId, 'The ferry');
      await expect(page.getByRole('button', { name: 'alice added 2 photos' })).toBeVisible();
      expect(Math.abs((await topOf(page, reading)) - before)).toBeLessThanOrEqual(1);
    });

    await test.step('Back from a photo finds the same place', async () => {
      await printOf(page, reading).click();
      await expect(page.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
      await page.goBack();
      await expectPixels(printOf(page, reading));
      await expect.poll(async () => Math.abs((await topOf(page, reading)) - before)).toBeLessThanOrEqual(2);
    });

    await test.step('at the top the news is there', async () => {
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      await expectPixels(printOf(page, 'The ferry'));
      await expectPixels(printOf(page, 'The lighthouse'));
    });

    await test.step('a press on the pill leads to what it promises', async () => {
      await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
      await expect(printOf(page, 'Bay 1.')).toBeVisible();
      await alice.addPhoto(groupId, 'The last bus');
      await page.getByRole('button', { name: 'alice added a photo' }).click();
      await expectPixels(printOf(page, 'The last bus'));
      expect(await page.evaluate(() => scrollY)).toBeLessThan(40);
      await expect(prints(page).first()).toBeVisible();
    });
  },
);

test('Back to Home finds the place that was left', async ({ stage }) => {
  const alice = await stage.person('alice');
  const bob = await stage.person('bob');
  for (const name of ['Spring', 'Summer', 'Autumn', 'Winter']) {
    await alice.addPhoto(await alice.makeGroup(name, bob), `${name} light`);
  }
  const page = await bob.tab('/');
  const reading = 'Summer light';
  await expectPixels(printOf(page, 'Winter light'));
  await printOf(page, reading).evaluate((print) => print.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await expectPixels(printOf(page, reading));
  const before = await topOf(page, reading);
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(400);
  await printOf(page, reading).click();
  await expect(page.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
  await page.goBack();
  await expectPixels(printOf(page, reading));
  await expect.poll(async () => Math.abs((await topOf(page, reading)) - before)).toBeLessThanOrEqual(1);
});
