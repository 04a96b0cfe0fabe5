// The parts of the bench that need a browser: a file of browser.config.ts, run on a server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;

/** The built app, for a server that is to deliver it. */
export const APP_DIR = path.join(here, '..', '..', 'frontend', 'dist', 'app');

/** What `<name>.browser.ts` found as alice on that server; `env` is for it alone. Errors: a sentence when it did not get through. */
export async function inBrowser(name, site, server, env) {
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-browser-')), 'found.json');
  const cli = path.join(here, '..', 'node_modules', '@playwright', 'test', 'cli.js');
  try {
    const child = spawn(process.execPath, [cli, 'test', '--config', 'browser.config.ts', name], {
      cwd: here,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, BENCH_URL: server.url, BENCH_COOKIE: site.people.alice, BENCH_OUT: out, ...env },
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`the browser of ${name} did not get through`);
    return JSON.parse(fs.readFileSync(out, 'utf8'));
  } finally {
    fs.rmSync(path.dirname(out), { recursive: true, force: true });
  }
}
