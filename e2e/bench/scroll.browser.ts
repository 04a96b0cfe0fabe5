// P10 in the browser: a group of ten thousand photos is opened, scrolled to its end, a photo is opened and closed again.
import fs from 'node:fs';
import { expect, test, type CDPSession, type Page } from '@playwright/test';

/** Far enough for each wheel turn to bring new rows, as a hand in a hurry does. */
const WHEEL_PX = 900;
const WHEEL_EACH_MS = 60;
/** No older page came in this many turns: it is the end. */
const STILL_TURNS = 40;

const { BENCH_URL: url = '', BENCH_COOKIE: cookie = '', BENCH_GROUP: groupId = '', BENCH_OUT: out = '' } = process.env;

/** Frames as the page gets to draw them: the times between two of them, ms. */
async function watchFrames(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const draw = (now: number) => {
      gaps.push(now - last);
      last = now;
      Object.assign(globalThis, { frame: requestAnimationFrame(draw) });
    };
    Object.assign(globalThis, { gaps, frame: requestAnimationFrame(draw) });
  });
  return () =>
    page.evaluate(() => {
      const found = globalThis as unknown as { gaps: number[]; frame: number };
      cancelAnimationFrame(found.frame);
      // The first is from before the watch began.
      return found.gaps.slice(1);
    });
}

async function memoryOf(session: CDPSession): Promise<{ heapMiB: number; nodes: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  return { heapMiB: metric('JSHeapUsedSize') / 2 ** 20, nodes: metric('Nodes') };
}

test('ten thousand photos', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, sameSite: 'Lax' }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(`/g/${groupId}`);
  const tiles = page.locator('[data-tile]');
  await expect(tiles.first()).toBeVisible();
  const atStart = { ...(await memoryOf(session)), tiles: await tiles.count() };

  // The longest tasks say who was at work when a frame was late.
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration))).observe({
      type: 'longtask',
    });
    Object.assign(globalThis, { tasks });
  });
  await page.mouse.move(900, 500);
  const framesOf = await watchFrames(page);
  const startedAt = performance.now();
  let still = 0;
  let height = 0;
  let mostTiles = 0;
  let mostNodes = 0;
  for (let turn = 0; still < STILL_TURNS; turn++) {
    await page.mouse.wheel(0, WHEEL_PX);
    await page.waitForTimeout(WHEEL_EACH_MS);
    const now = await page.evaluate(() => ({
      isEnd: scrollY + innerHeight >= document.documentElement.scrollHeight - 2,
      height: document.documentElement.scrollHeight,
      tiles: document.querySelectorAll('[data-tile]').length,
      nodes: document.querySelectorAll('*').length,
    }));
    mostTiles = Math.max(mostTiles, now.tiles);
    mostNodes = Math.max(mostNodes, now.nodes);
    still = now.isEnd && now.height === height ? still + 1 : 0;
    height = now.height;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const gaps = await framesOf();
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  const atEnd = { ...(await memoryOf(session)), tiles: await tiles.count() };

  // A row in the middle of what was passed: there and back.
  await page.mouse.wheel(0, -height / 2);
  await page.waitForTimeout(500);
  const place = () =>
    page.evaluate(() => {
      const tile = [...document.querySelectorAll<HTMLElement>('[data-tile]')].find(
        (one) => one.getBoundingClientRect().top >= 0,
      );
      return { id: tile?.dataset['tile'], topPx: tile?.getBoundingClientRect().top ?? Number.NaN };
    });
  const before = await place();
  await page.locator(`[data-tile="${before.id}"] a`).click();
  await expect(page.getByRole('region', { name: 'Photo' })).toBeVisible();
  await page.goBack();
  await expect(page.locator(`[data-tile="${before.id}"]`)).toBeVisible();
  const topPx = () => page.locator(`[data-tile="${before.id}"]`).evaluate((one) => one.getBoundingClientRect().top);
  let driftPx = Math.abs((await topPx()) - before.topPx);
  for (let look = 0; look < 20 && driftPx > 0.5; look++) {
    await page.waitForTimeout(100);
    driftPx = Math.abs((await topPx()) - before.topPx);
  }
  await context.close();
  const found = { seconds, gaps, tasks, heightPx: height, atStart, atEnd, mostTiles, mostNodes, driftPx };
  fs.writeFileSync(out, JSON.stringify(found));
});
