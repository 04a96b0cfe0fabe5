// `npm start` and `npm run demo` as tests run them: on data of their own, with what they print.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './free-port.mjs';
import { inRoot } from './paths.mjs';

/** A start on a machine that is busy with other tests; only a failure ever waits so long. */
export const GIVE_UP_MS = 60_000;

export const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** Waits for a state. Errors: says in vain for `what` after `giveUpMs`; what `holds` throws. */
export async function until(what, holds, giveUpMs = GIVE_UP_MS) {
  const giveUpAt = Date.now() + giveUpMs;
  for (;;) {
    const found = await holds();
    if (found) {
      return found;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`waited in vain until ${what}`);
    }
    await delay(25);
  }
}

/** True when somebody listens there. Once nobody does, nobody of that start ever answers again; one answer that fails says less. */
export function isListening(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = net.connect(port, host, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** A folder, a port, and what was started on them. */
export class Household {
  #started = [];

  constructor(dataDir, port) {
    this.dataDir = dataDir;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async open() {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-start-'));
    // The database is nobody's when root starts it, and nobody must get there.
    fs.chmodSync(dataDir, 0o755);
    return new Household(dataDir, await findFreePort());
  }

  /** True while the database runs, or was left behind. */
  hasDatabase() {
    return fs.existsSync(path.join(this.dataDir, 'postgres/cluster/postmaster.pid'));
  }

  /** `through: 'npm'` puts a process in between, as npm does; `env` with an undefined setting leaves it out. */
  start({ word = 'start', args = [], env = {}, through = 'nothing' } = {}) {
    const program = inRoot(`docker/${word}.mjs`);
    const asNpm = `require('child_process').spawn(process.execPath, [${JSON.stringify(program)}], { stdio: 'inherit' })`;
    const { DATABASE_URL: _d, REDIS_URL: _r, PUBLIC_URL: _p, ...rest } = process.env;
    const own = { HOST: '127.0.0.1', PORT: String(this.port), DATA_DIR: this.dataDir, npm_lifecycle_event: word };
    const child = spawn(process.execPath, through === 'npm' ? ['-e', asNpm] : [program, ...args], {
      env: { ...rest, ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const run = { child, output: '' };
    child.stdout.on('data', (text) => (run.output += text));
    child.stderr.on('data', (text) => (run.output += text));
    this.#started.push(run);
    return run;
  }

  /** How a start that is to end by itself says why. Errors: it ended well, or said anything but one line. */
  async refusalOf(env) {
    const run = this.start({ env });
    const [code] = await once(run.child, 'close');
    const said = run.output.trim();
    if (code === 0 || said.includes('\n')) {
      throw new Error(`a start that was to be refused ended with ${code} and said: ${said}`);
    }
    return said;
  }

  /** Its code and its signal, once it has ended after one. */
  endOf(run, signal) {
    const exited = once(run.child, 'exit');
    run.child.kill(signal);
    return exited;
  }

  async startAndWait(options) {
    const run = this.start(options);
    await until('the server answers', () => {
      if (hasEnded(run.child)) {
        throw new Error(`it ended: ${run.output}`);
      }
      return this.answers();
    });
    return run;
  }

  async answers() {
    try {
      // On a connection of its own: one that is kept alive may still be served by a process that is on its way out.
      const headers = { connection: 'close' };
      return (await fetch(`${this.url}/api/health`, { headers })).ok;
    } catch {
      return false;
    }
  }

  /** True when nothing is left of what was started: nobody listens, and there is no database. */
  async isGone() {
    return !(await this.isListening()) && !this.hasDatabase();
  }

  isListening() {
    return isListening(this.port);
  }

  /** Ends what was started. */
  async stop() {
    for (const { child } of this.#started) {
      child.kill('SIGTERM');
    }
    const isQuiet = async () => this.#started.every(({ child }) => hasEnded(child)) && !(await this.isListening());
    await until('nothing runs', isQuiet);
    await until('the database has ended', () => !this.hasDatabase());
  }

  /** Ends what was started, and takes the folder away. */
  async close() {
    await this.stop();
    fs.rmSync(this.dataDir, { recursive: true });
  }
}
