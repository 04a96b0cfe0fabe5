// P9 in the browser: what a phone with nothing in its cache needs until the first photo is seen. Started by first-load.mjs.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, devices, expect, test } from '@playwright/test';

/** Source: the design's P9. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU_SLOWER = 4;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
/** Sockets come up after the first photo; what shifts then counts too. */
const LIVE_WITHIN_MS = 60_000;

const { BENCH_URL: url = '', BENCH_COOKIE: cookie = '', BENCH_OUT: out = '', BENCH_PAGES: pages = '[]' } = process.env;

interface Visit {
  readonly name: string;
  readonly address: string;
  readonly hasCookie: boolean;
  /** Waits until the page is live. */
  readonly isApp: boolean;
}

interface Asked {
  readonly url: string;
  readonly kind: string;
  bytes: number;
  endedMs: number;
}

interface Found {
  readonly largestMs: number;
  readonly largest: string;
  readonly shift: number;
  readonly photoMs: number;
  readonly photoUrl: string;
}

/** The peer: one page that is nothing but the photo, without script, from a bare server. */
async function serveStatic(photoUrl: string): Promise<{ address: string; close: () => void }> {
  const answer = await fetch(photoUrl, { headers: { cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type') ?? 'image/avif';
  const { pathname } = new URL(photoUrl);
  const html = `<!doctype html><meta name=viewport content="width=device-width"><title>Photo</title><img src="${pathname}" style="width:100%" alt="">`;
  const server = http.createServer((request, response) => {
    const isPhoto = request.url === pathname;
    response.writeHead(200, { 'content-type': isPhoto ? type : 'text/html' }).end(isPhoto ? bytes : html);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/** One visit by a browser that has never been here. */
async function visit(browser: Browser, { address, hasCookie, isApp }: Visit) {
  const context = await browser.newContext({ ...devices['Pixel 7'], baseURL: url, serviceWorkers: 'allow' });
  if (hasCookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url, sameSite: 'Lax' }]);
  }
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  const asked = new Map<string, Asked>();
  let startedAt = Number.NaN;
  session.on('Network.requestWillBeSent', ({ requestId, request, type, timestamp }) => {
    if (Number.isNaN(startedAt)) startedAt = timestamp;
    asked.set(requestId, { url: request.url, kind: type ?? '', bytes: 0, endedMs: Infinity });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
    const one = asked.get(requestId);
    if (one) Object.assign(one, { bytes: encodedDataLength, endedMs: (timestamp - startedAt) * 1000 });
  });
  await page.addInitScript(() => {
    const found = { largestMs: 0, largest: '', shift: 0, photoMs: 0, photoUrl: '' };
    Object.assign(globalThis, { found });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { element?: Element; size: number })[]) {
        Object.assign(found, { largestMs: entry.startTime, largest: `${entry.element?.tagName ?? ''} ${entry.size}` });
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) found.shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        const isPhoto = /\/photos\/[^/]+\/w\d+\./u.test(entry.name);
        if (found.photoMs === 0 && isPhoto) Object.assign(found, { photoMs: entry.responseEnd, photoUrl: entry.name });
      }
    }).observe({ type: 'resource', buffered: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => (globalThis as unknown as { found: { photoMs: number } }).found.photoMs > 0);
  let liveMs = Number.NaN;
  if (isApp) {
    await expect(page.getByRole('button', { name: 'Live', exact: true })).toBeVisible({ timeout: LIVE_WITHIN_MS });
    liveMs = await page.evaluate(() => performance.now());
  }
  await page.waitForLoadState('networkidle');
  const found = await page.evaluate(() => (globalThis as unknown as { found: Found }).found);
  await context.close();
  const before = [...asked.values()].filter(({ endedMs }) => endedMs <= found.photoMs);
  const kB = (kind: string, of = before) =>
    of.filter((one) => one.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  const files = before
    .filter(({ kind }) => kind === 'Script')
    .map((one) => [one.url.split('/').at(-1) ?? '', one.bytes]);
  return {
    ...found,
    liveMs,
    scriptKB: kB('Script'),
    allScriptKB: kB('Script', [...asked.values()]),
    requests: before.length,
    files,
  };
}

test('first load', async ({ browser }) => {
  const found: Record<string, unknown[]> = {};
  const visits = JSON.parse(pages) as Visit[];
  let peer: Awaited<ReturnType<typeof serveStatic>> | undefined;
  // One after the other in each round: what disturbs the machine disturbs all alike.
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of visits) {
      const row = await visit(browser, one);
      (found[one.name] ??= []).push(row);
      peer ??= await serveStatic(row.photoUrl);
    }
    const address = peer?.address ?? '';
    (found['a static page'] ??= []).push(
      await visit(browser, { name: 'static', address, hasCookie: false, isApp: false }),
    );
  }
  peer?.close();
  fs.writeFileSync(out, JSON.stringify(found));
});
