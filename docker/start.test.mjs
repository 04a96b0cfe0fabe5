// `npm start` as people and their machines treat it: twice at once, killed, with a wrong setting. Needs the build.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findFreePort } from './free-port.mjs';
import { inRoot } from './paths.mjs';

/** A start on a machine that is busy with other tests; only a failure ever waits so long. */
const GIVE_UP_MS = 60_000;
vi.setConfig({ testTimeout: 4 * GIVE_UP_MS, hookTimeout: 2 * GIVE_UP_MS });

let dataDir;
let port;
let started;

beforeEach(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-start-'));
  // The database is nobody's when root starts it, and nobody must get there.
  fs.chmodSync(dataDir, 0o755);
  port = await findFreePort();
  started = [];
});

afterEach(async () => {
  for (const { child } of started) {
    child.kill('SIGTERM');
  }
  await until('nothing runs', async () => started.every(({ child }) => hasEnded(child)) && !(await isListening()));
  await until('the database has ended', () => !fs.existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid')));
  fs.rmSync(dataDir, { recursive: true });
});

/** `through: 'npm'` puts a process in between, as npm does. */
function start({ env = {}, through = 'nothing' } = {}) {
  const program = inRoot('docker/start.mjs');
  const asNpm = `require('child_process').spawn(process.execPath, [${JSON.stringify(program)}], { stdio: 'inherit' })`;
  const { DATABASE_URL: _d, REDIS_URL: _r, PUBLIC_URL: _p, ...rest } = process.env;
  const child = spawn(process.execPath, through === 'npm' ? ['-e', asNpm] : [program], {
    env: { ...rest, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, npm_lifecycle_event: 'start', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run = { child, output: '' };
  child.stdout.on('data', (text) => (run.output += text));
  child.stderr.on('data', (text) => (run.output += text));
  started.push(run);
  return run;
}

async function startAndWait(options) {
  const run = start(options);
  await until('the server answers', () => {
    expect(hasEnded(run.child), run.output).toBe(false);
    return answers();
  });
  return run;
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

async function answers() {
  try {
    // On a connection of its own: one that is kept alive may still be served by a process that is on its way out.
    const headers = { connection: 'close' };
    return (await fetch(`http://127.0.0.1:${port}/api/health`, { headers })).ok;
  } catch {
    return false;
  }
}

/** Once nobody listens, nobody of that start ever answers again; one answer that fails says less. */
function isListening() {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function until(what, holds) {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) {
      throw new Error(`waited in vain until ${what}`);
    }
    await delay(25);
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s ends the server and the database, and that is no failure',
  async (signal) => {
    const run = await startAndWait();
    const exited = once(run.child, 'exit');
    run.child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await isListening()).toBe(false);
    expect(fs.existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
  },
);

test('when npm is killed without a word, everything ends', async () => {
  const run = await startAndWait({ through: 'npm' });
  run.child.kill('SIGKILL');
  await until('the server is gone', async () => !(await isListening()));
  await until('the database is gone', () => !fs.existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid')));
});

test('after kill -9 the server is gone too, and the next start takes over the database that was left behind', async () => {
  const run = await startAndWait();
  run.child.kill('SIGKILL');
  await until('the server is gone', async () => !(await isListening()));
  expect(fs.existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(true);
  await startAndWait();
});

test('a second start on the same data is refused in one line, and the first goes on', async () => {
  const first = await startAndWait();
  const second = start({ env: { PORT: '0' } });
  const [code] = await once(second.child, 'close');
  expect(code).not.toBe(0);
  expect(second.output.trim()).toMatch(/^zoetrope: The database in .* is already in use by process \d+; [^\n]*$/u);
  expect(hasEnded(first.child)).toBe(false);
  expect(await answers()).toBe(true);
});

test('a wrong setting is named in one sentence, and nothing stays behind', async () => {
  fs.writeFileSync(path.join(dataDir, 'file'), '');
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const wrong = [
    [{ PUBLIC_URL: 'photos.example.org' }, /PUBLIC_URL must be an http or https address without a path/u],
    [{ PORT: String(taken.address().port) }, /PORT \d+ is taken: another program listens there/u],
    [{ HOST: '192.0.2.1' }, /HOST 192\.0\.2\.1 is no address of this machine/u],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /DATABASE_URL names a database that cannot be used/u],
    [{ DATA_DIR: path.join(dataDir, 'file', 'below') }, /DATA_DIR .* is no folder that this user can write to/u],
  ];
  for (const [env, sentence] of wrong) {
    const run = start({ env });
    const [code] = await once(run.child, 'close');
    expect(code).not.toBe(0);
    expect(run.output.trim()).toMatch(sentence);
    expect(run.output.trim().split('\n')).toHaveLength(1);
  }
  taken.close();
  expect(fs.existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
});
