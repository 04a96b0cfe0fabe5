// Each picture as somebody in the demo sees it. Everything is found as a person finds it: by its role and its name.
import path from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';

const folder = path.resolve(import.meta.dirname, '..', '..', 'docs', 'tour');
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Sharp enough to read in a README, small enough for a repository: about 100 kB each. */
const WIDTH_PX = { desktop: 1440, phone: 585 };

interface Look {
  readonly as?: string;
  readonly isPhone?: boolean;
  readonly isDark?: boolean;
  readonly locale?: string;
}

/** A page of somebody's own browser, signed in by the demo's one click. */
async function open(browser: Browser, { as, isPhone = false, isDark = false, locale = 'en-GB' }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: isPhone ? PHONE : DESKTOP,
    isMobile: isPhone,
    hasTouch: isPhone,
    colorScheme: isDark ? 'dark' : 'light',
    locale,
  });
  const page = await context.newPage();
  if (as !== undefined) {
    await page.goto('/demo');
    await page.getByRole('button', { name: as }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await expect(page.getByRole('button', { name: /^(?:Live|مباشر)$/u })).toBeVisible();
  } else {
    await page.goto('/');
  }
  return page;
}

/** Waits until what is on screen is all there: no picture under way, and none that opens just now. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('img, .z-slits, .z-opening')].every((part) => {
      const { top, bottom } = part.getBoundingClientRect();
      const isThere = part.matches('img:not(.z-photo-waiting, .z-opening)') && (part as HTMLImageElement).complete;
      return isThere || bottom < 0 || top > innerHeight;
    }),
  );
  await page.evaluate(() => document.fonts.ready);
}

async function take(page: Page, name: string): Promise<void> {
  await settle(page);
  const png = await page.screenshot();
  const widthPx = (page.viewportSize()?.width ?? 0) > 700 ? WIDTH_PX.desktop : WIDTH_PX.phone;
  await sharp(png)
    .resize(widthPx)
    .webp({ quality: 72, effort: 6 })
    .toFile(path.join(folder, `${name}.webp`));
  await page.context().close();
}

const photos = (page: Page) => page.getByRole('main').locator('a[href*="/p/"]');
const openGroup = async (page: Page, name: string) => {
  await page.goto('/groups');
  await page.getByRole('main').getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(photos(page).first()).toBeVisible();
};
/** The one that people talk about most. */
const openPhoto = async (page: Page) => {
  const groupId = new URL(page.url()).pathname.split('/').at(-1);
  const feed = await page.request.get(`/api/feed/groups/${groupId}?limit=100`);
  const { photos: found } = (await feed.json()) as { photos: { page: string; comments: number }[] };
  await page.goto(found.toSorted((one, other) => other.comments - one.comments)[0]!.page);
  await expect(page.getByRole('textbox')).toBeVisible();
  await expect(page.getByRole('listitem').first()).toBeVisible();
  // The page of a photo says how it is connected while it is not.
  await expect(page.getByText('Connecting')).toHaveCount(0);
};

test('front', async ({ browser }) => {
  const page = await open(browser, {});
  await expect(photos(page).first()).toBeVisible();
  await take(page, 'front');
});

test('home', async ({ browser }) => {
  const page = await open(browser, { as: 'Anna Lindqvist' });
  await expect(photos(page).first()).toBeVisible();
  await take(page, 'home');
});

test('group', async ({ browser }) => {
  const page = await open(browser, { as: 'Anna Lindqvist' });
  await openGroup(page, 'Lake house');
  await take(page, 'group');
});

test('group in the dark, on a phone', async ({ browser }) => {
  const page = await open(browser, { as: 'Omar Haddad', isPhone: true, isDark: true });
  await openGroup(page, 'Lake house');
  await take(page, 'group-phone');
});

test('photo', async ({ browser }) => {
  const page = await open(browser, { as: 'Mei Tanaka' });
  await openGroup(page, 'Lake house');
  await openPhoto(page);
  await take(page, 'photo');
});

test('photo on a phone', async ({ browser }) => {
  const page = await open(browser, { as: 'Mei Tanaka', isPhone: true });
  await openGroup(page, 'Lake house');
  await openPhoto(page);
  await take(page, 'photo-phone');
});

test('home in Arabic, on a phone', async ({ browser }) => {
  const page = await open(browser, { as: 'لينا حداد', isPhone: true, locale: 'ar' });
  await expect(photos(page).first()).toBeVisible();
  await take(page, 'home-arabic-phone');
});

test('people of a group', async ({ browser }) => {
  const page = await open(browser, { as: 'Anna Lindqvist', isDark: true });
  await openGroup(page, 'Lake house');
  await page.getByRole('link', { name: 'People' }).click();
  await expect(page.getByRole('main')).toContainText('Omar Haddad');
  await take(page, 'people');
});
