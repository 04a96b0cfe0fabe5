import { defineConfig, devices } from '@playwright/test';
import { findChromium } from '#support/find-chromium.ts';
import { OTHER_HOST } from '#support/other-host.ts';

const chromium = await findChromium();

/** A phone's page and finger in the one browser that is here. */
const phone = (name: string) => ({ ...devices[name], browserName: 'chromium' as const });

/**
 * Journeys tagged `@long` run with `npm run test:long` alone. Those tagged `@phones` run on a phone too: on one each time,
 * on the other with `npm run test:long`; those tagged `@phones-long` on the desktop each time, and on both phones then.
 */
const isLong = process.env['ONLY_LONG'] !== undefined;
const onPixel = isLong ? /(?=.*@long)(?=.*@phones)|@phones-long/u : /@phones(?!-long)/u;

export default defineConfig({
  testDir: 'specs',
  ...(isLong ? {} : { grepInvert: /@long/u }),
  // One platform has the browser of these pictures.
  snapshotPathTemplate: '{testDir}/{testFileName}-pictures/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  // A state is waited for as long as a busy machine takes; nothing here is a promise about speed.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    // A trace draws and describes the page after every step: a third of the time of a journey.
    trace: process.env['E2E_TRACE'] === undefined ? 'off' : 'retain-on-failure',
    video: 'off',
    locale: 'en-GB',
    launchOptions: {
      executablePath: chromium.executablePath,
      // A name that is not localhost, so that a page can be as little trusted as it is on a phone at home.
      args: [...chromium.args, '--in-process-gpu', `--host-resolver-rules=MAP ${OTHER_HOST} 127.0.0.1`],
      env: { ...process.env, ...chromium.env },
    },
  },
  projects: [
    { name: 'desktop', grep: isLong ? /@long/u : /^/u, use: { viewport: { width: 1440, height: 900 } } },
    { name: 'pixel', grep: onPixel, use: phone('Pixel 7') },
    ...(isLong ? [{ name: 'iphone', grep: /@phones/u, use: phone('iPhone 15') }] : []),
  ],
});
