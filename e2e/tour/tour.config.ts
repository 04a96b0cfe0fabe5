// `npm run tour`: the pictures of README.md and docs/tour.md, taken of the demo.
import { defineConfig } from '@playwright/test';
import { findChromium } from '#support/find-chromium.ts';

const chromium = await findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: 'pictures.ts',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    baseURL: process.env['TOUR_URL']!,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    deviceScaleFactor: 2,
    launchOptions: {
      executablePath: chromium.executablePath,
      args: [...chromium.args],
      env: { ...process.env, ...chromium.env },
    },
  },
});
