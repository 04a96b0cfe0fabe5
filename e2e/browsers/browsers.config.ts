// Firefox and WebKit: `npm run e2e:browsers`. What speaks of Chromium alone, by its own protocol, is not run here.
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findFirefox } from './find-firefox.ts';

const firefox = await findFirefox();

/**
 * What draws on Chromium: its protocol (fingers, slow networks), names of hosts, forced colours; and the boxes of missing
 * letters, into which Firefox writes their codes, so that no two are alike.
 */
const CHROMIUM_ALONE =
  /(?:accessible|bad-devices|batches|installed|letters|lightbox|other-host|restart|seen|selecting|self-check|uploads)\.spec/u;
/** `@long` is for the other parts; that a socket is open is not told over WebDriver BiDi. */
const NOT_HERE = /@long|three tabs have one connection/u;

export default defineConfig({
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  outputDir: '../../.cache/test-results-browsers',
  reporter: [['list'], ['json'], ['./page.ts']],
  projects: [
    ...(firefox
      ? [
          {
            name: 'firefox',
            metadata: { engine: firefox.engine },
            testDir: '../specs',
            testIgnore: CHROMIUM_ALONE,
            grepInvert: NOT_HERE,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              viewport: { width: 1440, height: 900 },
              locale: 'en-GB',
              actionTimeout: 30_000,
              navigationTimeout: 45_000,
              launchOptions: {
                executablePath: path.join(import.meta.dirname, 'firefox-stand-in.mjs'),
                env: { ...process.env, ...firefox.env },
              },
            },
          },
        ]
      : []),
    { name: 'webkit', testDir: '.' },
  ],
});
