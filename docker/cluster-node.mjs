// One process of the built backend, as a handle that can stop it, kill it, freeze it and start it again on its port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './free-port.mjs';
import { serverFile } from './paths.mjs';

/** A start takes two seconds; beside other work, on a small machine, many more. */
const START_MS = 55_000;
/** What belongs to the machine and not to this process. */
const settings =
  /^(HOST|PORT|DATA_DIR|DATABASE_URL|REDIS_URL|S3_URL|PUBLIC_URL|APP_DIR|TRUST_PROXY|ROLES|DRAIN_SECONDS)$/u;

export class ClusterNode {
  /** Everything that it has printed since the first start. */
  lines = [];
  #child;
  #env;
  #onLine;
  #main;

  /** Use `ClusterNode.create`. */
  constructor(name, port, env, onLine, main) {
    this.name = name;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#env = env;
    this.#onLine = onLine;
    this.#main = main;
  }

  /**
   * Not started yet, on a port that nobody listens on. `onLine(name, line)` hears what it prints; `main` is the file of the
   * server (`serverFile`, paths.mjs).
   */
  static async create(name, env, onLine = () => {}, main = serverFile.main) {
    return new ClusterNode(name, await findFreePort(), env, onLine, main);
  }

  get pid() {
    return this.#child?.pid;
  }
  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and waits until it answers; `env` adds to its settings from now on. Errors: its last lines, when it ends instead. */
  async start(env = {}) {
    Object.assign(this.#env, env);
    const machine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));
    const child = spawn(process.execPath, ['--enable-source-maps', this.#main], {
      env: { ...machine, HOST: '127.0.0.1', PORT: String(this.port), ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C reaches it through us alone.
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    for (const stream of [child.stdout, child.stderr]) this.#keepLines(stream);
    const giveUpAt = Date.now() + START_MS;
    while (!(await this.isReady())) {
      if (!this.isRunning || Date.now() > giveUpAt) {
        throw new Error(`${this.name} did not start:\n${this.lines.slice(-20).join('\n')}`);
      }
      await delay(25);
    }
  }

  /** Whether it says that it may be sent requests. */
  async isReady() {
    try {
      return (await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }

  #keepLines(stream) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines.filter(Boolean)) {
        this.lines.push(line);
        this.#onLine(this.name, line);
      }
    });
  }

  /** Asks it to end, as Ctrl-C and supervisors do. Resolves when it has. */
  stop() {
    return this.#end('SIGTERM');
  }
  /** Ends it without a word, as a power cut does. */
  kill9() {
    return this.#end('SIGKILL');
  }
  async #end(signal) {
    if (!this.isRunning) {
      return;
    }
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }

  /** Stands still with its connections open, as a machine that swaps or a debugger does. */
  freeze() {
    this.#child.kill('SIGSTOP');
  }
  thaw() {
    this.#child.kill('SIGCONT');
  }
}
