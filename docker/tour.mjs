// `npm run tour`: fills a demo, and takes the pictures of README.md and docs/tour.md in a real browser.
// TOUR_URL names a demo that runs already.
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from './free-port.mjs';
import { inRoot, nodeBin } from './paths.mjs';
import { onStop, startNode, stopChild } from './processes.mjs';

const PATIENCE_MS = 600_000;
const LOOK_EACH_MS = 2_000;

let demo;
let dataDir;
onStop(() => end(1));
const url = process.env.TOUR_URL ?? (await startDemo());
const pictures = startNode([nodeBin.playwright, 'test', '--config', 'tour/tour.config.ts'], {
  cwd: inRoot('e2e'),
  env: { TOUR_URL: url },
});
const [code] = await once(pictures, 'exit');
await end(code ?? 1);

async function startDemo() {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-tour-'));
  const port = await findFreePort();
  demo = startNode([inRoot('docker/demo.mjs')], {
    env: { DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' },
  });
  const address = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await isFilled(address))) {
    if (Date.now() > giveUpAt || demo.exitCode !== null) {
      throw new Error('the demo was never filled');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
  }
  return address;
}

/** The public feed fills last of all, after the groups. */
async function isFilled(address) {
  try {
    const answer = await fetch(`${address}/api/feed/public?limit=30`);
    return answer.ok && (await answer.json()).photos.length >= 30;
  } catch {
    return false;
  }
}

async function end(exitCode) {
  if (demo) {
    await stopChild(demo);
  }
  if (dataDir) {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.exit(exitCode);
}
