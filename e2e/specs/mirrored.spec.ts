// From right to left as a picture: what stands where, in which order, with which letters. Drawn by one browser only, the one
// that comes from npm with the fonts of npm: another one draws other pixels.
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '#support/find-chromium.ts';
import { expectPixels, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
/** Of all pixels; letters may be drawn a shade differently. */
const TOLERANCE = { maxDiffPixelRatio: 0.01, threshold: 0.25 } as const;

/** A plain picture of two colours, the same each time. */
async function aPlate(name: string, sky: string, hill: string) {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="100%" height="100%" fill="${sky}"/><path d="M0 600V420L380 300L900 480V600z" fill="${hill}"/></svg>`;
  return { name, mimeType: 'image/png', buffer: await sharp(Buffer.from(drawing)).png().toBuffer() };
}

/** Waits until nothing is on its way, and hides what counts the time. */
async function settle(page: Page): Promise<void> {
  await page.addStyleTag({
    content: '*, ::before, ::after { animation: none !important; caret-color: transparent !important }',
  });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => [...document.images].every((one) => one.complete));
}

test(
  'Home, a group and a photo in Arabic look as they are stored, on a phone and on a desktop',
  { tag: '@long' },
  async ({ ownStage: stage }) => {
    const { executablePath } = await findChromium();
    const isBundled = /[\\/]\.cache[\\/]chromium-/u.test(executablePath);
    // oxlint-disable-next-line no-console -- what is not looked at must be said
    if (!isBundled)
      console.warn(
        `NOT LOOKED AT: the stored pictures in Arabic; they are of the Chromium from npm, not of ${executablePath}`,
      );
    test.skip(!isBundled, 'another Chromium than that of the pictures');

    const nura = await stage.person('نورة', { locale: 'ar-EG', timezoneId: 'UTC', colorScheme: 'light' });
    const anna = await stage.person('Anna Lindqvist');
    const groupId = await nura.makeGroup('بيت البحيرة', anna);
    const plates = [
      ['الرصيف عند السادسة', '#8fb7d8', '#27506e'],
      ['The ferry, 18:40', '#e8c39a', '#7a4a2c'],
      ['مساء هادئ', '#b9a5d6', '#40305f'],
    ] as const;
    let photoId = '';
    for (const [caption, sky, hill] of plates)
      photoId = await (caption.startsWith('The') ? anna : nura).addPhoto(
        groupId,
        caption,
        await aPlate('plate.png', sky, hill),
      );
    await anna.comment(photoId, 'See you at 7, Nura');
    await nura.comment(photoId, 'أراكم في السابعة (7 مساءً)');
    const page = await nura.tab('/');
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const [name, address] of [
        ['home', '/'],
        ['group', `/g/${groupId}`],
        ['photo', `/p/${photoId}`],
      ] as const) {
        await page.goto(address);
        if (name === 'photo') await expect(page.getByText('See you at 7')).toBeVisible();
        else await expectPixels(printOf(page, 'مساء هادئ'));
        await settle(page);
        await expect.soft(page).toHaveScreenshot(`${name}-${size}.png`, {
          ...TOLERANCE,
          scale: 'css',
          animations: 'disabled',
          // Moments, colours that follow from an account's id, and the sign that may be on its way to another state.
          mask: [page.locator('time, .lately-words .z-meta, .z-avatar, .z-sign')],
          maskColor: '#888',
        });
      }
    }
  },
);
