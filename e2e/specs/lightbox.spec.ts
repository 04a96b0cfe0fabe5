import { expect, type Page } from '@playwright/test';
import { commentOf, expectPixels, printOf } from '#support/gestures.ts';
import { type Guest, test } from '#support/journeys.ts';
import { aPhotograph } from '#support/photographs.ts';
import { fingersOn, middleOf } from '#support/touch.ts';

const NAMES = ['Dawn', 'Noon', 'Dusk'];

/** Newest first: Dusk stands first. Wide enough for every rendition that a phone's screen asks for. */
async function aDay(alice: Guest): Promise<{ groupId: string; ids: string[] }> {
  const groupId = await alice.makeGroup('A day');
  const ids: string[] = [];
  for (const name of NAMES) ids.push(await alice.addPhoto(groupId, name, await aPhotograph(`${name}.jpg`, 1600, 1200)));
  return { groupId, ids };
}

const talk = (page: Page) => page.getByRole('complementary', { name: 'About this photo' });
const stage = (page: Page) => page.getByRole('region', { name: 'Photo' });
/** The photo that is looked at; its neighbours stand beside it, out of reach. */
const shown = (page: Page, caption: string) => stage(page).getByRole('img', { name: caption });
/** By how much it is zoomed, as it is drawn. */
const scaleOf = (page: Page, caption: string) =>
  shown(page, caption).evaluate((image) => image.getBoundingClientRect().width / (image as HTMLElement).offsetWidth);
const isInView = (page: Page, caption: string) => expect(shown(page, caption)).toBeInViewport({ ratio: 0.5 });

test(
  'a photo opens from its tile, and the keys, the wheel and Back lead through it',
  { tag: '@long' },
  async ({ stage: theatre }) => {
    const alice = await theatre.person('alice', { reducedMotion: 'no-preference' });
    const { groupId, ids } = await aDay(alice);
    const page = await alice.tab(`/g/${groupId}`);
    await expectPixels(printOf(page, 'Noon'));
    await page.evaluate(() => {
      const start = document.startViewTransition.bind(document);
      Object.assign(globalThis, { movements: 0 });
      document.startViewTransition = (update) => {
        Object.assign(globalThis, { movements: (globalThis as unknown as { movements: number }).movements + 1 });
        return start(update);
      };
    });
    await printOf(page, 'Noon').click();
    await isInView(page, 'Noon');
    expect(page.url()).toContain(`/p/${ids[1]}`);

    await test.step('right is older, left is newer; Back leads to the group at once', async () => {
      await page.keyboard.press('ArrowRight');
      await isInView(page, 'Dawn');
      await page.keyboard.press('ArrowLeft');
      await isInView(page, 'Noon');
      await page.keyboard.press('ArrowLeft');
      await isInView(page, 'Dusk');
      await page.goBack();
      await expect(printOf(page, 'Dusk')).toBeFocused();
      // Once to the photo and once back: the picture moves from its tile and into it.
      expect(await page.evaluate(() => (globalThis as unknown as { movements: number }).movements)).toBe(2);
    });

    await test.step('the wheel zooms where it points, and 0 shows it whole', async () => {
      await page.keyboard.press('Enter');
      await isInView(page, 'Dusk');
      const { x, y } = await middleOf(shown(page, 'Dusk'));
      await page.mouse.move(x, y);
      // What listens to the wheel is fetched with the photo, and may come after it.
      const turned = async () => {
        await page.mouse.wheel(0, -300);
        return scaleOf(page, 'Dusk');
      };
      await expect.poll(turned).toBeGreaterThan(1.4);
      await page.keyboard.press('0');
      await expect.poll(() => scaleOf(page, 'Dusk')).toBeCloseTo(1, 1);
      await page.mouse.dblclick(x, y);
      await expect.poll(() => scaleOf(page, 'Dusk')).toBeGreaterThan(2);
      await page.keyboard.press('0');
    });

    await test.step('a slide show goes on by itself, without the conversation, and Escape ends it', async () => {
      await page.getByRole('button', { name: 'Play a slide show' }).click();
      await expect(talk(page)).toBeHidden();
      await isInView(page, 'Noon');
      await page.keyboard.press('Escape');
      await expect(talk(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expectPixels(printOf(page, 'Noon'));
    });
  },
);

test(
  'fingers swipe, zoom, close and draw the conversation up',
  { tag: ['@long', '@phones-long'] },
  async ({ stage: theatre }) => {
    const phone = { hasTouch: true, viewport: { width: 390, height: 844 }, deviceScaleFactor: 3 };
    const alice = await theatre.person('alice', phone);
    const { groupId, ids } = await aDay(alice);
    await alice.comment(ids[1]!, 'The best hour.');
    const page = await alice.tab(`/g/${groupId}`);
    await printOf(page, 'Noon').tap();
    await isInView(page, 'Noon');
    await expect(commentOf(page, 'The best hour.')).toBeVisible();
    const fingers = await fingersOn(page);
    const { x, y } = await middleOf(shown(page, 'Noon'));

    await test.step('it is as sharp as the screen, and its neighbours are loaded', async () => {
      for (const name of NAMES) {
        const image = stage(page)
          .locator(`.photo-slide img[src*="${ids[NAMES.indexOf(name)]}"]`)
          .last();
        await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.currentSrc)).toContain('/w1280.');
        await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
      }
    });

    await test.step('two fingers zoom, one moves, and a swipe inside does not leave', async () => {
      await fingers.down({ x: x - 40, y }, { x: x + 40, y });
      await fingers.move({ x: x - 120, y }, { x: x + 120, y });
      await fingers.up();
      await expect.poll(() => scaleOf(page, 'Noon')).toBeGreaterThan(2);
      await fingers.down({ x: x + 100, y });
      await fingers.move({ x: x - 100, y });
      await fingers.up();
      await expect(shown(page, 'Noon')).toBeInViewport();
    });

    await test.step('two taps show it whole again, and a swipe goes on', async () => {
      for (const _ of [1, 2]) {
        await fingers.down({ x, y });
        await fingers.up();
      }
      await expect.poll(() => scaleOf(page, 'Noon')).toBeCloseTo(1, 1);
      await fingers.down({ x: x + 120, y });
      await fingers.move({ x: x - 120, y });
      await fingers.up();
      await isInView(page, 'Dawn');
      await fingers.down({ x: x - 120, y });
      await fingers.move({ x: x + 120, y });
      await fingers.up();
      await isInView(page, 'Noon');
    });

    await test.step('the conversation is drawn up and down', async () => {
      const grab = page.getByRole('slider', { name: 'Height of the conversation' });
      const from = await middleOf(grab);
      await fingers.down(from);
      await fingers.move({ x: from.x, y: 120 });
      await fingers.up();
      await expect(grab).toHaveAttribute('aria-valuenow', '92');
      await grab.focus();
      await page.keyboard.press('ArrowDown');
      await expect(grab).toHaveAttribute('aria-valuenow', '58');
    });

    await test.step('drawn down, the photo closes', async () => {
      await fingers.down({ x, y: y - 40 });
      await fingers.move({ x, y: y + 200 });
      await fingers.up();
      await expectPixels(printOf(page, 'Noon'));
      expect(page.url()).toContain(`/g/${groupId}`);
    });
  },
);
