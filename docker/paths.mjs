import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, backend/, frontend/ and the rest. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A path inside the repository. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Fetched or computed things that may be deleted at any time. */
export const cacheDirectory = inRoot('.cache');

/** The built server as it is run: see bundle.mjs. */
export const bundleDirectory = inRoot('backend/dist/bundle');
/** The files of it that are started or read. `parts` is the same server, loaded file by file: for loaders that change some. */
export const serverFile = {
  main: path.join(bundleDirectory, 'main.js'),
  demo: path.join(bundleDirectory, 'demo.js'),
  resetLink: path.join(bundleDirectory, 'reset-link.js'),
  /** Reads the settings, and starts nothing. */
  config: path.join(bundleDirectory, 'config.js'),
  parts: inRoot('backend/dist/main.js'),
};

export const nodeBin = {
  tsc: inRoot('node_modules/typescript/bin/tsc'),
  vite: inRoot('frontend/node_modules/vite/bin/vite.js'),
  vitest: inRoot('node_modules/vitest/vitest.mjs'),
  playwright: inRoot('e2e/node_modules/@playwright/test/cli.js'),
};
