// A PostgreSQL of our own that waits for the disk, and that a fault may end and start again on its port.
import path from 'node:path';

interface Running {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly directory: string;
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}
type Start = (options: object) => Promise<Running>;

const docker = (name: string): string => new URL(`../../../docker/${name}`, import.meta.url).href;

export class Postgres {
  private constructor(
    private readonly begin: Start,
    private readonly options: { readonly dataDir: string; readonly flags: readonly string[] },
    private running: Running,
  ) {}

  /** Empty. `name` keeps the data of stages that run at a time apart. */
  static async open(name: string): Promise<Postgres> {
    const { startPostgres } = (await import(docker('embedded-postgres.mjs'))) as { startPostgres: Start };
    const { cacheDirectory } = (await import(docker('paths.mjs'))) as { cacheDirectory: string };
    const flags = ['-c', 'max_connections=200', '-c', 'shared_preload_libraries=pg_stat_statements'];
    const options = { dataDir: path.join(cacheDirectory, `faults-${name}`), flags };
    return new Postgres(startPostgres, options, await startPostgres({ ...options, isFresh: true }));
  }

  get url(): string {
    return this.running.url;
  }
  get port(): number {
    return this.running.port;
  }

  /** Ends it at once, as a crash does: nothing is flushed, nobody is told. */
  async crash(): Promise<void> {
    process.kill(this.running.pid, 'SIGQUIT');
    await this.running.exited;
    await this.running.stop();
  }
  async start(): Promise<void> {
    this.running = await this.begin({ ...this.options, port: this.port });
  }
  stop(): Promise<void> {
    return this.running.stop();
  }
}
