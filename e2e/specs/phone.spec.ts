// What is easily lost where there is little room.
import { expect, type Page } from '@playwright/test';
import { expectPixels, expectWord, printOf } from '#support/gestures.ts';
import { cutOff, wordsCut } from '#support/layout.ts';
import { test } from '#support/journeys.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

for (const locale of ['de-DE', 'fr-FR', 'es-ES']) {
  test(`in ${locale} no words of ours are cut on a phone`, { tag: '@long' }, async ({ stage }) => {
    const [anna, bob] = [await stage.person('Anna', { ...PHONE, locale }), await stage.person('Bob')];
    const groupId = await anna.makeGroup('Lake house', bob);
    const photoId = await anna.addPhoto(groupId, 'The jetty at six');
    await anna.befriend(bob);
    const page = await anna.tab('/');
    for (const [address, part] of [
      ['/', '.roll'],
      [`/g/${groupId}`, '.z-tabs-end button + button'],
      [`/g/${groupId}/people`, '.page-row'],
      [`/g/${groupId}/about`, '.page-section'],
      [`/p/${photoId}`, '.photo-talk-foot textarea'],
      ['/groups', '.group-list-entry'],
      ['/friends', '.page-row'],
      ['/settings', '.page-section'],
    ] as const) {
      await page.goto(address);
      await expect(page.locator(part).first()).toBeVisible();
      await expect.poll(() => wordsCut(page), { message: address }).toEqual([]);
      expect(await cutOff(page), address).toEqual([]);
    }
  });
}

test('people and about of a group have the way back on a phone', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice', PHONE);
  const groupId = await alice.makeGroup('Lake house');
  const page = await alice.tab(`/g/${groupId}/people`);
  for (const tab of ['people', 'about']) {
    await page.goto(`/g/${groupId}/${tab}`);
    await page.getByRole('link', { name: 'Your groups' }).click();
    await expect(page).toHaveURL(/\/groups$/u);
  }
});

test('offline a photo says so itself, and the note lies above what is pressed', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice', PHONE);
  const groupId = await alice.makeGroup('Lake house');
  const photoId = await alice.addPhoto(groupId, 'The jetty at six');
  const page = await alice.tab(`/g/${groupId}`);
  await expectPixels(printOf(page, 'The jetty at six'));
  // By its link, so that the page has been live: offline is said of what was there.
  await printOf(page, 'The jetty at six').click();
  await expect(page).toHaveURL(`/p/${photoId}`);
  await expect(page.getByRole('textbox')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live', exact: true })).toHaveCount(0);
  await page.context().setOffline(true);
  await expect(page.getByRole('button', { name: 'Offline', exact: true })).toBeVisible({ timeout: 30_000 });
  const note = page.getByText(/^Offline · as of/u);
  await expect(note).toBeVisible();
  expect(await coveredBy(page, '.standing-note')).toEqual([]);
});

test('that a group is not live is said where one has scrolled to, too', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('Alice', PHONE);
  const groupId = await alice.makeGroup('Lake house');
  await alice.addPhoto(groupId, 'The jetty at six');
  const context = await alice.context();
  await context.routeWebSocket(/\/socket\.io\//u, (socket) => socket.close());
  await context.route(/\/socket\.io\//u, (route) => route.abort());
  const page = await alice.tab(`/g/${groupId}`);
  const bar = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true });
  await expect(bar.getByText(/^(?:Slower|Checking every 5 s)$/u)).toBeInViewport({ timeout: 45_000 });
  const places = await bar.getByRole('link').all();
  for (const place of places) await expect(place).toBeInViewport({ ratio: 1 });
  expect(await coveredBy(page, '.z-bar-note')).toEqual([]);
  // A rail and a sidebar say it at their foot.
  for (const width of [820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(bar.getByText(/^(?:Slower|Checking every 5 s)$/u)).toBeInViewport({ ratio: 1 });
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/side-note-${width}.png` });
  }
  await page.setViewportSize(PHONE.viewport);
  await page.goto('/groups');
  await expectWord(page, 'Slower');
  await expect(page.locator('.z-bar-note, .z-side-note')).toHaveCount(0);
});

/** What can be pressed and lies below it. */
function coveredBy(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((what) => {
    const note = document.querySelector(what)!.getBoundingClientRect();
    return [...document.querySelectorAll('a, button, input, textarea')]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        const isApart =
          box.right <= note.left || box.left >= note.right || box.bottom <= note.top || box.top >= note.bottom;
        return box.width > 1 && !isApart;
      })
      .map((one) => one.outerHTML.slice(0, 120));
  }, selector);
}
