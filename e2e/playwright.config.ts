import { defineConfig, devices } from '@playwright/test';
import { findChromium } from '#support/find-chromium.ts';
import { OTHER_HOST } from '#support/other-host.ts';

const chromium = await findChromium();

/** A phone's page and finger in the one browser that is here. */
const phone = (name: string) => ({ ...devices[name], browserName: 'chromium' as const });

export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  // As in vitest.config.ts: named as flaky in the report, and to be mended.
  retries: process.env['CI'] ? 1 : 0,
  // A state is waited for as long as a busy machine takes; nothing here is a promise about speed.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    video: 'off',
    locale: 'en-GB',
    launchOptions: {
      executablePath: chromium.executablePath,
      // A name that is not localhost, so that a page can be as little trusted as it is on a phone at home.
      args: [...chromium.args, `--host-resolver-rules=MAP ${OTHER_HOST} 127.0.0.1`],
      env: { ...process.env, ...chromium.env },
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'pixel', grep: /@phones/u, use: phone('Pixel 7') },
    { name: 'iphone', grep: /@phones/u, use: phone('iPhone 15') },
  ],
});
