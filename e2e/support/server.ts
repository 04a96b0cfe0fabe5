// The built server as people run it: a process of its own on a fresh database, a free port and an empty folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase, type Database } from '#support/databases.ts';
import { until } from '#support/until.ts';

/** The files of the built server: docker/paths.mjs. */
const { serverFile } = (await import(new URL('../../docker/paths.mjs', import.meta.url).href)) as {
  serverFile: Readonly<Record<'main' | 'parts', string>>;
};

/** A start takes two seconds; beside other work, on a small machine, many more. */
const START_MS = 55_000;

export interface ServerOptions {
  /** Shared by the nodes of one site; a fresh one otherwise. */
  readonly database?: Database;
  /** Shared by the nodes of one site; an empty one otherwise. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** File by file and not as the bundle that people run: for a loader in NODE_OPTIONS that changes some of them. */
  readonly isInParts?: boolean;
}

/** Starts a server and waits until it answers. Errors: its last lines, when it ends instead. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const database = options.database ?? (await createDatabase());
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'zoetrope-e2e-')));
  const server = new Server(await findFreePort(), database, dataDir, options);
  await server.start();
  return server;
}

export class Server {
  /** Everything that it has printed since the first start. */
  readonly lines: string[] = [];
  readonly url: string;
  private child: ChildProcess | undefined;

  constructor(
    readonly port: number,
    readonly database: Database,
    readonly dataDir: string,
    private readonly options: ServerOptions,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Of the process as it runs now. */
  get pid(): number {
    return this.child!.pid!;
  }

  async start(): Promise<void> {
    const entry = this.options.isInParts ? serverFile.parts : serverFile.main;
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      env: {
        ...withoutSettings(),
        HOST: '127.0.0.1',
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
        DATABASE_URL: this.database.url,
        // The tests stand behind a proxy, which says from where each request comes.
        TRUST_PROXY: 'loopback',
        // What a site can do is the test's to say, not the machine's.
        FFMPEG: 'none',
        ...this.options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    const before = this.lines.length;
    for (const stream of [child.stdout, child.stderr]) this.keepLines(stream);
    // Its own greeting: somebody else's server may have taken the port, and would answer.
    const hasGreeted = () => this.lines.slice(before).some((line) => line.includes(`:${this.port}`));
    await until(
      'the server answers',
      async () => {
        if (!this.isRunning) throw new Error(`the server ended:\n${this.lines.slice(-20).join('\n')}`);
        return hasGreeted() && (await this.answers());
      },
      START_MS,
    );
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }

  private keepLines(stream: NodeJS.ReadableStream): void {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      this.lines.push(...lines.filter((line) => line !== ''));
    });
  }

  /** Asks it to end, as Ctrl-C does. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }
  /** Ends it without a word, as a power cut does. */
  kill9(): Promise<void> {
    return this.end('SIGKILL');
  }
  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.child!, 'exit');
    this.child!.kill(signal);
    await exited;
  }

  /** Ends it and everything that it left. */
  async remove(): Promise<void> {
    await this.kill9();
    if (!this.options.database) await this.database.drop();
    if (!this.options.dataDir) await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** The machine's own settings are not the tests'. */
function withoutSettings(): NodeJS.ProcessEnv {
  const {
    HOST: _,
    PORT: _p,
    DATA_DIR: _d,
    DATABASE_URL: _u,
    REDIS_URL: _r,
    S3_URL: _s,
    PUBLIC_URL: _l,
    APP_DIR: _a,
    ...rest
  } = process.env;
  return rest;
}

/** As in docker/free-port.mjs. */
export async function findFreePort(): Promise<number> {
  const script = new URL('../../docker/free-port.mjs', import.meta.url).href;
  const { findFreePort: find } = (await import(script)) as { findFreePort(): Promise<number> };
  return find();
}
