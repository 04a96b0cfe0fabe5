// What a page is drawn with before everything has come.
import { expect } from '@playwright/test';
import { expectPixels, printOf } from '#support/gestures.ts';
import { test } from '#support/journeys.ts';

/** Held until `release`: whatever asks is answered then. */
function aGate() {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
}

test('nothing moves on the front page when its letters come', { tag: '@long' }, async ({ stage }) => {
  // A phone's screen: with fewer pixels, letters are rounded to whole ones, and fit by chance.
  const context = await stage.stranger({ viewport: { width: 412, height: 839 }, deviceScaleFactor: 2.625 });
  const { opened, release } = aGate();
  await context.route(/instrument-sans/u, async (route) => {
    await opened;
    await route.continue();
  });
  const page = await context.newPage();
  // What is behind it waits for all fonts.
  await page.goto('/', { waitUntil: 'commit' });
  const parts = page.locator('.front-hero h1, .front-lede > *');
  await expect(page.getByRole('link', { name: 'Sign in' }).last()).toBeVisible();
  const boxes = () =>
    parts.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => [top, height]));
  const isOurs = () => page.evaluate(() => document.fonts.check("640 40px 'Instrument Sans'"));
  expect(await isOurs()).toBe(false);
  const before = await boxes();
  expect(before.length).toBeGreaterThan(2);
  release();
  await expect.poll(isOurs).toBe(true);
  expect(await boxes()).toEqual(before);
});

test('a group and Home are drawn with what their page asked first, while nothing else is answered', async ({
  stage,
}) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Harbour');
  await alice.addPhoto(groupId, 'The last boat');
  const context = await alice.context();
  const isRest = /\/api\/sync|\/api\/accounts\/me|\/socket\.io\//u;
  await context.route(isRest, () => undefined);
  await context.routeWebSocket(isRest, () => undefined);
  for (const address of [`/g/${groupId}`, '/']) {
    const page = await alice.tab(address);
    await expectPixels(printOf(page, 'The last boat'));
    await page.close();
  }
});

test('a page whose first question is lost asks once more', { tag: '@long' }, async ({ stage }) => {
  const alice = await stage.person('alice');
  const groupId = await alice.makeGroup('Harbour');
  await alice.addPhoto(groupId, 'The last boat');
  const context = await alice.context();
  for (const lose of ['abort', 'hold', 'page of a proxy'] as const) {
    await context.route(/\/api\/first/u, (route) =>
      lose === 'abort' ? route.abort() : lose === 'hold' ? undefined : route.fulfill({ body: '<html>' }),
    );
    const page = await alice.tab(`/g/${groupId}`);
    await expectPixels(printOf(page, 'The last boat'));
    await page.close();
    await context.unroute(/\/api\/first/u);
  }
});
