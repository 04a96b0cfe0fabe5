// The product as it is deployed: processes behind nginx, with PostgreSQL and Redis, and a wire between every two of them.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Postgres } from '#faults/stage/postgres.ts';
import { type Wire, Wires } from '#faults/stage/wires.ts';
import type { ClusterNode, Front } from '#support/cluster.ts';
import { createDatabase, type Database } from '#support/databases.ts';
import { type Redis, startRedisOfOurOwn } from '#support/redis.ts';
import { until } from '#support/until.ts';

/** One process and the wires that end at it. */
export interface Node {
  readonly process: ClusterNode;
  /** Into the process: the front's wire, and that of clients which go to this one alone. */
  readonly front: Wire;
  readonly direct: Wire;
  readonly postgres: Wire;
  readonly redis: Wire;
  /** Where it says what it holds. */
  readonly probe: string;
  /** Makes a point of failure in this process alone; see points.mjs. */
  arm(point: string): Promise<void>;
  disarm(): Promise<void>;
}

interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly fronts: { readonly nginx?: Front };
  stop(): Promise<void>;
}
interface ClusterOptions {
  readonly nodes: number;
  readonly fronts: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly env: (i: number) => Record<string, string>;
  readonly addressOf: (i: number, node: ClusterNode) => string;
  readonly main: string;
}

const here = (name: string): string => new URL(`./${name}`, import.meta.url).href;

export class Site {
  private constructor(
    readonly wires: Wires,
    readonly postgres: Postgres,
    readonly redis: Redis,
    readonly database: Database,
    readonly nodes: readonly Node[],
    /** From the clients to nginx; to the first process where there is no nginx. */
    readonly door: Wire,
    readonly hasFront: boolean,
    private readonly cluster: Cluster,
    private readonly folder: string,
  ) {}

  /** undefined where there is no Redis; then one loud line has said so. `env` goes to every process. */
  static async open(name: string, nodeCount: number, env: Record<string, string> = {}): Promise<Site | undefined> {
    const redis = await startRedisOfOurOwn();
    if (!redis) return undefined;
    const postgres = await Postgres.open(name);
    const database = await createDatabase(postgres.url);
    await database.query('create extension if not exists pg_stat_statements');
    const wires = new Wires();
    const folder = await mkdtemp(path.join(tmpdir(), 'zoetrope-faults-'));
    const redisPort = Number(new URL(redis.url).port);
    const plans = await Promise.all(
      Array.from({ length: nodeCount }, async (_, i) => ({
        front: await wires.open(`front-${i}`),
        direct: await wires.open(`direct-${i}`),
        postgres: await wires.open(`postgres-${i}`, postgres.port),
        redis: await wires.open(`redis-${i}`, redisPort),
        probe: path.join(folder, `probe-${i}`),
        points: path.join(folder, `points-${i}`),
      })),
    );
    for (const { points } of plans) await mkdir(points);
    const script = new URL('../../../docker/cluster.mjs', import.meta.url).href;
    const paths = new URL('../../../docker/paths.mjs', import.meta.url).href;
    const { serverFile } = (await import(paths)) as { serverFile: { parts: string } };
    const { startCluster } = (await import(script)) as { startCluster(o: ClusterOptions): Promise<Cluster> };
    const cluster = await startCluster({
      nodes: nodeCount,
      fronts: ['nginx'],
      dataDir: path.join(folder, 'data'),
      databaseUrl: database.url,
      redisUrl: redis.url,
      env: (i) => ({
        ...env,
        DATABASE_URL: withPort(database.url, plans[i]!.postgres.port),
        REDIS_URL: plans[i]!.redis.url.replace('http', 'redis'),
        NODE_OPTIONS: `--import ${here('probe.mjs')} --import ${here('points-on-load.mjs')}`,
        FAULTS_PROBE: plans[i]!.probe,
        FAULTS_POINTS: plans[i]!.points,
      }),
      main: serverFile.parts,
      addressOf(i, node) {
        for (const wire of [plans[i]!.front, plans[i]!.direct]) wire.leadTo(node.port);
        return `127.0.0.1:${plans[i]!.front.port}`;
      },
    });
    const nodes = plans.map(({ points, ...wiresOfIt }, i) => ({
      ...wiresOfIt,
      process: cluster.nodes[i]!,
      arm: (point: string) => writeFile(path.join(points, point), ''),
      async disarm() {
        for (const file of await readdir(points)) await rm(path.join(points, file));
      },
    }));
    const front = cluster.fronts.nginx;
    const door = await wires.open('door', front?.port ?? nodes[0]!.process.port);
    return new Site(wires, postgres, redis, database, nodes, door, front !== undefined, cluster, folder);
  }

  private isRedisUp = true;
  private isPostgresUp = true;

  async stopRedis(): Promise<void> {
    this.isRedisUp = false;
    await this.redis.stop();
  }
  async startRedis(): Promise<void> {
    if (!this.isRedisUp) await this.redis.start();
    this.isRedisUp = true;
  }
  async crashPostgres(): Promise<void> {
    this.isPostgresUp = false;
    await this.postgres.crash();
  }
  async startPostgres(): Promise<void> {
    if (!this.isPostgresUp) await this.postgres.start();
    this.isPostgresUp = true;
  }

  /** What is broken is whole again: wires, points, processes that ended or were frozen. */
  async heal(): Promise<void> {
    await this.wires.heal();
    await this.startPostgres();
    await this.startRedis();
    for (const node of this.nodes) {
      await node.disarm();
      if (!node.process.isRunning) await node.process.start();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.process.kill9()));
    await this.cluster.stop();
    await this.database.drop().catch(() => undefined);
    await this.redis.stop();
    await this.postgres.stop();
    await this.wires.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until Redis ties this process to the others, by its own last word on it. */
export const untilTied = ({ process }: Node): Promise<unknown> =>
  until(
    'Redis ties the process',
    () => process.lines.findLast((line) => line.includes('Redis'))?.includes('ties'),
    20_000,
  );

function withPort(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}
