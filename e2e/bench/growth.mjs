// How the cost grows: the same conversation for more people, and for more changes.
import { measureDelivery } from './fan-out.mjs';
import { delays, marked, percent, round } from './report.mjs';

const WATCHERS = [100, 1_000, 10_000];
const PER_SECOND = [1, 10, 100];
/** A million frames a second are beyond two cores, for anybody's server. */
const MOST_DELIVERIES_PER_SECOND = 200_000;

export async function growth({ site, disturbed, seconds }) {
  const rows = [];
  for (const count of WATCHERS) {
    for (const perSecond of PER_SECOND) {
      if (count * perSecond > MOST_DELIVERIES_PER_SECOND) continue;
      const name = `${count} × ${perSecond}`;
      rows.push(
        await disturbed(async () => {
          const server = await site.startServer({ hasRedis: Boolean(process.env.TEST_REDIS_URL) });
          return measureDelivery(server, site, { name, perSecond, seconds, count });
        }),
      );
    }
  }
  return rows;
}

export const growthSection = (rows) => ({
  title: 'how the cost grows',
  conditions:
    'Watchers of one photo over WebSocket × comments a second, as in P1. CPU is the server’s, over what the same commands cost with no watcher.',
  columns: [
    'watchers × changes per s',
    'in the end',
    'p50 / p99 / max ms',
    'frames per watcher and change',
    'CPU µs per delivery',
    'KiB per watcher',
    'others took',
  ],
  rows: rows.map((row) => [
    marked(row.name, row),
    percent(row.share),
    delays(row),
    round(row.framesPerWatcher / row.events, 2),
    round(row.usPerDelivery, 2),
    round(row.kibPerWatcher),
    percent(row.others),
  ]),
  findings: [
    'A busy topic is told in fewer frames, so a change costs less the more of them there are; a watcher more costs one write for each frame.',
  ],
});
