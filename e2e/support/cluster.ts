// Several nodes with their own Redis and real fronts, brought up by the script that `npm run cluster` runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase, type Database } from '#support/databases.ts';

export interface ClusterNode {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly isRunning: boolean;
  /** Whether it says that it may be sent requests. */
  isReady(): Promise<boolean>;
  /** Everything that it has printed since the first start. */
  readonly lines: readonly string[];
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export interface Front {
  readonly url: string;
  readonly port: number;
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

export type FrontKind = 'nginx' | 'haproxy';

export interface ClusterOptions {
  readonly nodes?: number | readonly Readonly<Record<string, string>>[];
  readonly fronts?: readonly FrontKind[];
  readonly redisUrl?: string;
  readonly env?: (i: number) => Readonly<Record<string, string>>;
  readonly addressOf?: (i: number, node: ClusterNode) => string;
}

export interface Cluster {
  /** The first front's, or the first node's where there is none. */
  readonly url: string;
  readonly nodes: readonly ClusterNode[];
  /** Nothing under a kind whose program is neither here nor to be fetched. */
  readonly fronts: Readonly<Partial<Record<FrontKind, Front>>>;
  readonly database: Database;
  readonly dataDir: string;
  /** What the first node has printed. */
  readonly lines: readonly string[];
  remove(): Promise<void>;
}

interface Started extends Omit<Cluster, 'database' | 'lines' | 'remove'> {
  stop(): Promise<void>;
}

/** On a fresh database and an empty folder. Errors: a sentence when something does not start. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const script = new URL('../../docker/cluster.mjs', import.meta.url).href;
  const { startCluster: start } = (await import(script)) as { startCluster(o: object): Promise<Started> };
  const database = await createDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'zoetrope-cluster-'));
  const clear = async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const started = await start({ ...options, dataDir, databaseUrl: database.url });
    return {
      ...started,
      database,
      lines: started.nodes[0]!.lines,
      async remove() {
        await started.stop();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Whether a test of several nodes can run here; where not, one loud line has said what is missing. */
export async function canCluster(...fronts: readonly FrontKind[]): Promise<boolean> {
  const load = async (name: string) => import(new URL(`../../docker/${name}`, import.meta.url).href);
  const { findRedis } = (await load('redis.mjs')) as { findRedis(): unknown };
  const { findFront } = (await load('fronts.mjs')) as { findFront(kind: string): unknown };
  return Boolean(findRedis()) && fronts.every((kind) => Boolean(findFront(kind)));
}
