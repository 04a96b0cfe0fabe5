// P8: thousands of clients lose their server in the same instant, and come back while comments go on.
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { marked, percent, round, verdict } from './report.mjs';

const CLIENTS = 5_000;
const HOT_TOPICS = 5;
const PER_SECOND = 10;
const TARGET_MS = 15_000;

/** A row without anybody: what the same restart and the same comments ask of PostgreSQL; and one with all of them. */
export async function reconnectStorm({ site, disturbed, seconds }) {
  const rows = [];
  for (const count of [0, CLIENTS]) rows.push(await disturbed(() => measure(site, count, seconds)));
  return rows;
}

async function measure(site, count, seconds) {
  const hasRedis = Boolean(process.env.TEST_REDIS_URL);
  const photos = site.photos.slice(0, HOT_TOPICS);
  let server = await site.startServer({ hasRedis });
  const { port } = server;
  const clients = startChild('storm-clients.mjs');
  const commands = startChild('commands.mjs');
  const load = { port, cookies: [site.people.alice], photoIds: photos.map(({ photoId }) => photoId) };
  try {
    await commands.ask('steady', { ...load, perSecond: PER_SECOND, seconds: 1 });
    const topics = photos.map(({ topic }) => topic);
    await clients.ask('connect', { count, topics, port, cookie: site.people.alice });
    await clients.ask('cut');
    await server.kill9();
    const before = await site.statementCount();
    server = await site.startServer({ hasRedis, port });
    await clients.ask('serverIsBack');
    const sent = await commands.ask('steady', { ...load, perSecond: PER_SECOND, seconds });
    // The last comments are on their way.
    await delay(2_000);
    return {
      count,
      ...(await clients.ask('report')),
      comments: sent.ok,
      refused: sent.refused,
      statements: (await site.statementCount()) - before,
    };
  } finally {
    await Promise.all([clients.stop(), commands.stop()]);
    await server.stop();
  }
}

export function stormSection([none, all]) {
  const more = all.statements - none.statements;
  const isDisturbed = all.others > 0.1;
  return {
    title: 'thousands come back at once',
    conditions: `${CLIENTS} clients over WebSocket watch ${HOT_TOPICS} photos; the server is killed (kill -9) and started again, and ${PER_SECOND} comments a second go on from the moment it answers. The clients wait as the app does (frontend/src/replica/backoff.ts, and what the server asks for). Times are from the server’s first answer until a client has its first changes.`,
    columns: [
      'clients',
      'back',
      'p50 / last, ms',
      'snapshots',
      'attempts',
      'busiest second',
      'refused for now',
      'statements',
      'others took',
    ],
    rows: [none, all].map((row) => [
      marked(row.count, row),
      row.back,
      row.count > 0 ? `${round(row.p50, 0)} / ${row.lastMs}` : '',
      row.snapshots,
      row.attempts,
      row.busiest,
      row.putOff,
      row.statements,
      percent(row.others),
    ]),
    findings: [
      `All back: ${verdict(all.back === all.count, false)}, the last after ${all.lastMs} ms, target ≤ ${TARGET_MS}: ${verdict(all.lastMs <= TARGET_MS, isDisturbed)}.`,
      `All at the same version of their topic in the end: ${verdict(all.apart === 0, false)}; snapshots: ${all.snapshots}, target 0: ${verdict(all.snapshots === 0, false)}.`,
      `Attempts in the busiest second: ${all.busiest}, ${round(all.busiest / all.meanPerSecond, 2)} × the mean of ${round(all.meanPerSecond, 0)}, target ≤ 2: ${verdict(all.busiest <= 2 * all.meanPerSecond, isDisturbed)}.`,
      `Statements beyond those of the same restart and comments with nobody there: ${more}, target ≤ ${2 * HOT_TOPICS} (2 for each hot topic): ${verdict(more <= 2 * HOT_TOPICS, isDisturbed)}.`,
    ],
  };
}
