// P11: the same conversation through nginx, before one process and before two.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { measureDelivery, WATCHERS } from './fan-out.mjs';
import { delays, marked, percent, round, verdict } from './report.mjs';

const script = path.resolve(import.meta.dirname, '..', '..', 'docker', 'cluster.mjs');
const { startCluster } = await import(pathToFileURL(script).href);

const PER_SECOND = 20;
/** Enough of them that the front deals the watchers out evenly. */
const DOORS = 256;

/** A row for one node and one for two; none where there is no nginx or no Redis. */
export async function twoNodes({ site, disturbed, seconds }) {
  const redisUrl = process.env.TEST_REDIS_URL;
  if (!redisUrl) return [];
  const rows = [];
  for (const nodes of [1, 2]) {
    const cluster = await startCluster({
      nodes,
      databaseUrl: site.databaseUrl,
      redisUrl,
      dataDir: site.dataDir,
      // All watchers come from one address.
      env: () => ({ CONNECTIONS_PER_ADDRESS: '100000' }),
    });
    if (!cluster.fronts.nginx) {
      await cluster.stop();
      return [];
    }
    const server = {
      port: Number(new URL(cluster.url).port),
      pids: cluster.nodes.map(({ pid }) => pid),
      stop: () => cluster.stop(),
    };
    const paths = Array.from({ length: DOORS }, (_, i) => `/socket.io/?EIO=4&transport=websocket&k=door-${i}`);
    const name = nodes === 1 ? 'one node' : 'two nodes';
    rows.push(await disturbed(() => measureDelivery(server, site, { name, perSecond: PER_SECOND, seconds, paths })));
  }
  return rows;
}

export function twoNodesSection(rows) {
  const [one, two] = rows;
  const isDisturbed = rows.some(({ others }) => others > 0.1);
  const ratio = two && two.usPerDelivery / one.usPerDelivery;
  return {
    title: 'two nodes behind nginx',
    conditions: `${WATCHERS} watchers of one photo over WebSocket through the nginx.conf that people deploy, ${PER_SECOND} comments a second through it as well; Redis between the nodes. CPU is that of all nodes together, without nginx’s own, over what the same commands cost with no watcher.`,
    columns: [
      '',
      'events',
      'in the end',
      'p50 / p99 / max ms',
      'CPU µs per delivery',
      'KiB per watcher',
      'others took',
    ],
    rows: rows.map((row) => [
      marked(row.name, row),
      row.events,
      percent(row.share),
      delays(row),
      round(row.usPerDelivery, 2),
      round(row.kibPerWatcher),
      percent(row.others),
    ]),
    findings: two
      ? [
          `Nothing lost: ${verdict(
            rows.every(({ share, incomplete }) => share === 1 && incomplete === 0),
            false,
          )}.`,
          `Two nodes cost ${round(ratio, 2)} × one for each delivery, target on two cores ≤ 1.3: ${verdict(ratio <= 1.3, isDisturbed)}. That two carry 1.6 × the watchers of one needs cores that two nodes, the database and the load do not share.`,
        ]
      : ['Not measured: it needs nginx and Redis.'],
  };
}
