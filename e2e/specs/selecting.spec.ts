import { expect, type Page } from '@playwright/test';
import { expectPixels, printOf, prints } from '#support/gestures.ts';
import { type Guest, test } from '#support/journeys.ts';
import { fingersOn, middleOf } from '#support/touch.ts';

const NAMES = ['One', 'Two', 'Three', 'Four', 'Five'];

/** Newest first: Five stands first. */
async function aGroupOfFive(alice: Guest, ...others: Guest[]): Promise<string> {
  const groupId = await alice.makeGroup('Harbour', ...others);
  for (const name of NAMES) await alice.addPhoto(groupId, name);
  return groupId;
}

const picked = (page: Page) => page.getByRole('checkbox', { checked: true });
const count = (page: Page, text: string) => page.getByRole('toolbar').getByText(text);

test('the keyboard picks, extends, deletes and takes back', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const bob = await stage.person('bob');
  const groupId = await aGroupOfFive(alice, bob);
  const page = await alice.tab(`/g/${groupId}`);
  const other = await bob.tab(`/g/${groupId}`);
  await expectPixels(printOf(other, 'One'));
  await expectPixels(printOf(page, 'Five'));
  await printOf(page, 'Five').focus();
  await page.keyboard.press('ArrowRight');
  await expect(printOf(page, 'Four')).toBeFocused();
  await page.keyboard.press(' ');
  await expect(count(page, '1 selected')).toBeVisible();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(picked(page)).toHaveCount(3);
  await expect(page.getByRole('checkbox', { name: 'Two' })).toBeFocused();

  await test.step('a photo that comes in moves neither the picks nor the focus', async () => {
    await bob.addPhoto(groupId, 'Six');
    await expect(page.getByRole('button', { name: 'bob added a photo' })).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'Two' })).toBeFocused();
    await expect(picked(page)).toHaveCount(3);
  });

  await test.step('all of them come home as one file', async () => {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the originals' }).click();
    expect((await coming).suggestedFilename()).toMatch(/\.zip$/u);
  });

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('3 photos deleted.')).toBeVisible();
  await expect(printOf(page, 'Three')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectPixels(printOf(page, 'Three'));
  await expect(printOf(other, 'Three')).toBeVisible();

  await test.step('Escape leaves, and Enter opens again', async () => {
    await printOf(page, 'Three').focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('toolbar')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'About this photo' })).toBeVisible();
  });
});

test(
  'a pressed mouse picks what it passes, and a member deletes only what is theirs',
  { tag: '@long' },
  async ({ stage }) => {
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const groupId = await aGroupOfFive(alice, bob);
    const page = await bob.tab(`/g/${groupId}`);
    await expectPixels(printOf(page, 'One'));
    const [from, to] = [await middleOf(printOf(page, 'Five')), await middleOf(printOf(page, 'Three'))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
    await expect(count(page, '3 selected')).toBeVisible();
    // It is said to be off, and says why when it is pressed all the same.
    await page.getByRole('button', { name: 'Delete' }).click({ force: true });
    await expect(page.getByText('Some of these are not yours to delete.')).toBeVisible();
    await expect(prints(page).or(page.getByRole('checkbox'))).toHaveCount(5);
  },
);

test(
  'a finger that rests picks, and picks on where it moves to',
  { tag: ['@long', '@phones-long'] },
  async ({ stage }) => {
    const alice = await stage.person('alice', { hasTouch: true, viewport: { width: 390, height: 844 } });
    const groupId = await aGroupOfFive(alice);
    const page = await alice.tab(`/g/${groupId}`);
    await expectPixels(printOf(page, 'Five'));
    await printOf(page, 'Five').scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo({ top: 1_000, behavior: 'instant' }));
    const before = await page.evaluate(() => scrollY);
    const fingers = await fingersOn(page);
    await fingers.down(await middleOf(printOf(page, 'Five')));
    await expect(count(page, '1 selected')).toBeVisible();
    await fingers.move(await middleOf(page.getByRole('checkbox', { name: 'Four' })));
    await expect(count(page, '2 selected')).toBeVisible();
    // In one breath, as on a page that is slow to hear of either: the tap is no part of the movement.
    const five = await middleOf(page.getByRole('checkbox', { name: 'Five' }));
    await Promise.all([fingers.up(), fingers.down(five), fingers.up()]);
    await expect(count(page, '1 selected')).toBeVisible();
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await page.getByRole('button', { name: 'Stop selecting' }).tap();
    await expect(printOf(page, 'Five')).toBeVisible();
  },
);

test('a picture that fails to load says so, and a press loads it', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Station');
  await alice.addPhoto(groupId, 'The clock');
  const context = await alice.context();
  await context.route('**/photos/**', (route) => route.abort());
  const page = await alice.tab(`/g/${groupId}`);
  const retry = page.getByRole('button', { name: 'Tap to load' });
  await expect(retry).toBeVisible();
  await context.unroute('**/photos/**');
  await retry.click();
  await expectPixels(printOf(page, 'The clock'));
  await expect(retry).toHaveCount(0);
});

test('by which day photos stand is told as a choice', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Station');
  await alice.addPhoto(groupId, 'The clock');
  const page = await alice.tab(`/g/${groupId}`);
  await page.getByRole('button', { name: 'Newest first' }).click();
  const entry = (name: string) => page.getByRole('menuitemradio', { name });
  await expect(entry('Newest first')).toBeChecked();
  await expect(entry('By day taken')).not.toBeChecked();
  const startOf = async (name: string) => (await entry(name).getByText(name).boundingBox())!.x;
  expect(await startOf('By day taken')).toBe(await startOf('Newest first'));
  await entry('By day taken').click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByRole('button', { name: 'By day taken' }).click();
  await expect(entry('By day taken')).toBeChecked();
});
