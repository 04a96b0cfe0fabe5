// The browser of `npm run bench`: one page at a time, nothing else beside it.
import { defineConfig } from '@playwright/test';
import { findChromium } from '#support/find-chromium.ts';

const chromium = await findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: '*.browser.ts',
  workers: 1,
  timeout: 300_000,
  outputDir: '../test-results/bench',
  use: {
    browserName: 'chromium',
    video: 'off',
    trace: 'off',
    launchOptions: {
      executablePath: chromium.executablePath,
      args: [...chromium.args, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
      env: { ...process.env, ...chromium.env },
    },
  },
});
