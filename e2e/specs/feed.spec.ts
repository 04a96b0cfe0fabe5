import { expect, type Page } from '@playwright/test';
import { expectPixels, printOf, prints } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';

/** So wide that a few of them are several screens. */
const COUNT = 18;

/** The distance of a print from the top of the window. */
const topOf = (page: Page, caption: string): Promise<number> =>
  printOf(page, caption).evaluate((print) => Math.round(print.getBoundingClientRect().top));

/**
 * By how many pixels a print in the middle of the window moves while the first day's heading, or the cover above the
 * grid, becomes 60 px taller; just after a scroll upwards, as under a finger that still moves.
 */
const growth = (page: Page, what: 'heading' | 'cover'): Promise<number> =>
  page.evaluate(async (grows) => {
    const frame = () => new Promise(requestAnimationFrame);
    const grid = document.querySelector<HTMLElement>('[role="list"][aria-label="Photos"]')!;
    const gridTop = () => grid.getBoundingClientRect().top + scrollY;
    scrollTo({ top: gridTop() + 500, behavior: 'instant' });
    await frame();
    scrollTo({ top: gridTop() + 300, behavior: 'instant' });
    await frame();
    await frame();
    const print = document.elementFromPoint(innerWidth / 2, innerHeight / 2)!.closest('[data-tile]')!;
    const before = print.getBoundingClientRect().top;
    const edgeAt = () => grid.getBoundingClientRect()[grows === 'heading' ? 'bottom' : 'top'] + scrollY;
    const edgeBefore = edgeAt();
    const taller = grows === 'heading' ? grid.querySelector<HTMLElement>('h2')! : document.querySelector('main')!;
    taller.style.paddingTop = '60px';
    while (edgeAt() < edgeBefore + 50) await frame();
    await frame();
    const moved = Math.abs(print.getBoundingClientRect().top - before);
    taller.style.paddingTop = '';
    while (edgeAt() > edgeBefore + 10) await frame();
    return moved;
  }, what);

test(
  'news waits for one who reads further down, and Back restores the place',
  { tag: ['@long', '@phones'] },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await alice.makeGroup('Coast path', bob);
    for (let at = 1; at <= COUNT; at++) {
      await alice.addPhoto(groupId, `Bay ${at}.`, await aPhotograph(`bay-${at}.jpg`, 900, 300));
    }
    const page = await bob.tab(`/g/${groupId}`);
    await expect(printOf(page, `Bay ${COUNT}.`)).toBeVisible();
    await test.step('what grows above moves nothing that is looked at', async () => {
      expect.soft(await growth(page, 'heading')).toBeLessThanOrEqual(1);
      expect.soft(await growth(page, 'cover')).toBeLessThanOrEqual(1);
    });
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

test('Back to Home finds the place that was left', { tag: '@long' }, async ({ stage }) => {
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

/** More than are asked for at first. */
const MANY = 130;
/** Home draws a few of them at first. */
const PLACES = ['Alder', 'Birch', 'Cedar', 'Elder', 'Hazel', 'Larch', 'Maple', 'Rowan'];

test('a reload restores the place, and so does Back after one', { tag: ['@long', '@phones'] }, async ({ stage }) => {
  test.setTimeout(240_000);
  const alice = await stage.person('alice');
  const bob = await stage.person('bob');
  for (const name of PLACES) await alice.addPhoto(await alice.makeGroup(name, bob), `${name} light`);
  // Newer than those: Home shows them when these were asked for.
  const groupId = await alice.makeGroup('Coast path', bob);
  for (let at = 1; at <= MANY; at++) {
    await alice.addPhoto(groupId, `Bay ${at}.`, await aPhotograph(`bay-${at}.jpg`, 300, 100));
  }
  const page = await bob.tab('/');

  const readTo = async (reading: string) => {
    await expect(async () => {
      const isSeen = await printOf(page, reading).evaluateAll(async ([print]) => {
        const { top = Infinity, height = 0 } = print?.getBoundingClientRect() ?? {};
        if (top < innerHeight) print?.scrollIntoView({ block: 'center', behavior: 'instant' });
        else scrollBy({ top: innerHeight / 2, behavior: 'instant' });
        // A place is noted with the frame that shows it.
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return Math.abs(top + height / 2 - innerHeight / 2) <= 2;
      });
      expect(isSeen, `${reading} stays in the middle`).toBe(true);
    }).toPass({ intervals: [100] });
    await expectPixels(printOf(page, reading));
  };
  for (const [where, address, reading] of [
    ['Home', '/', 'Cedar light'],
    ['a group, among the newest', `/g/${groupId}`, 'Bay 90.'],
    ['a group, far down', `/g/${groupId}`, 'Bay 5.'],
  ] as const) {
    await test.step(where, async () => {
      await page.goto(address);
      await readTo(reading);
      const before = await topOf(page, reading);
      const isThere = async () => {
        await expectPixels(printOf(page, reading));
        await expect.poll(async () => Math.abs((await topOf(page, reading)) - before)).toBeLessThanOrEqual(2);
      };
      await page.reload();
      await isThere();

      await printOf(page, reading).click();
      const photo = page.getByRole('complementary', { name: 'About this photo' });
      await expect(photo).toBeVisible();
      await page.reload();
      await expect(photo).toBeVisible();
      await page.goBack();
      await isThere();

      await page.goto('/api/docs');
      await page.goBack();
      await isThere();
    });
  }

  await test.step('a sign-out leaves nothing of it', async () => {
    const left = () => page.evaluate(() => JSON.stringify(sessionStorage));
    expect(await left()).toContain(bob.id);
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await left()).not.toContain(bob.id);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await left()).not.toContain('offsetPx');
  });
});
