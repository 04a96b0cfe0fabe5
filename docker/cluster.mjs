// `npm run cluster`: several processes of the product on this machine, with PostgreSQL, Redis and nginx or HAProxy
// around them; the same topology as compose.yaml, without Docker. Tests, faults and benches bring it up with startCluster.
//   npm run cluster -- --nodes 3 --front haproxy --port 8080
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ClusterNode } from './cluster-node.mjs';
import { startPostgres } from './embedded-postgres.mjs';
import { startFront } from './fronts.mjs';
import { inRoot } from './paths.mjs';
import { onStop } from './processes.mjs';
import { startRedis } from './redis.mjs';

/**
 * Processes of the built product on one database, one Redis and one data folder, and a front before them.
 *
 * `nodes` counts them, or has an object of settings for each (`{ ROLES: 'media' }`). `fronts` are `nginx` and `haproxy`,
 * or none. `databaseUrl` and `redisUrl` name services that run; without them they are started, and stopped with the rest.
 * `env(i)` adds to the settings of a node, and may point it at a proxy before a service; `addressOf(i, node)` says where
 * the fronts find it, for a proxy in between. `main` is another file of the server than people run.
 *
 * Shape: `{ url, nodes, fronts, databaseUrl, redisUrl, dataDir, stop() }`: `url` is the first front's, or the first
 * node's; `fronts` has what `startFront` answers under each kind, and nothing where the program is missing.
 * Errors: a sentence when something does not start, Redis among it; then everything is stopped.
 */
export async function startCluster({
  nodes = 2,
  fronts = ['nginx'],
  dataDir,
  databaseUrl,
  redisUrl,
  port = 0,
  env = () => ({}),
  addressOf = (_i, node) => `127.0.0.1:${node.port}`,
  onLine,
  main,
}) {
  const settings = typeof nodes === 'number' ? Array.from({ length: nodes }, () => ({})) : nodes;
  const cluster = { nodes: [], fronts: {}, dataDir, stop };
  let postgres;
  let redis;
  try {
    postgres = databaseUrl ? undefined : await startPostgres({ dataDir });
    redis = redisUrl ? undefined : await startRedis();
    cluster.databaseUrl = databaseUrl ?? postgres.url;
    cluster.redisUrl = redisUrl ?? redis?.url;
    if (!cluster.redisUrl) {
      throw new Error('Several processes need a Redis between them.');
    }
    for (const [i, own] of settings.entries()) {
      const node = await ClusterNode.create(
        `node-${i + 1}`,
        {
          DATA_DIR: dataDir,
          DATABASE_URL: cluster.databaseUrl,
          REDIS_URL: cluster.redisUrl,
          TRUST_PROXY: 'loopback',
          APP_DIR: inRoot('frontend/dist/app'),
          ...own,
          ...env(i),
        },
        onLine,
        main,
      );
      // One after the other: the first writes the tables.
      await node.start();
      cluster.nodes.push(node);
    }
    const having = (role) =>
      cluster.nodes.flatMap((node, i) => ((settings[i].ROLES ?? role).includes(role) ? [addressOf(i, node)] : []));
    const hasRoles = settings.some(({ ROLES }) => ROLES);
    const behind = hasRoles ? { nodes: having('api'), live: having('realtime') } : { nodes: having('api') };
    for (const [i, kind] of fronts.entries()) {
      const front = await startFront({ kind, ...behind, port: i === 0 ? port : 0 });
      if (front) {
        cluster.fronts[kind] = front;
      }
    }
    cluster.url = cluster.fronts[fronts[0]]?.url ?? cluster.nodes[0].url;
    return cluster;
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    await Promise.all(Object.values(cluster.fronts).map((front) => front.stop()));
    await Promise.all(cluster.nodes.map((node) => node.stop()));
    await Promise.all([redis?.stop(), postgres?.stop()]);
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '2' },
      front: { type: 'string', default: 'nginx' },
      port: { type: 'string', default: '8080' },
    },
  });
  let cluster;
  const starting = build().then(() =>
    startCluster({
      nodes: Number(values.nodes),
      fronts: [values.front],
      port: Number(values.port),
      dataDir: path.resolve(process.env.DATA_DIR || inRoot('.data-cluster')),
      databaseUrl: process.env.DATABASE_URL,
      redisUrl: process.env.REDIS_URL,
      onLine: (name, line) => console.log(`${name}  ${line}`),
    }),
  );
  onStop(async () => {
    await (await starting.catch(() => undefined))?.stop();
    process.exit(0);
  });
  try {
    cluster = await starting;
    console.log(`\n  ${values.front}   ${cluster.url}`);
    for (const node of cluster.nodes) console.log(`  ${node.name}  ${node.url}`);
    console.log('\n  Ctrl-C stops everything.\n');
  } catch (error) {
    console.error(`zoetrope: ${error.message}`);
    process.exit(1);
  }
}
