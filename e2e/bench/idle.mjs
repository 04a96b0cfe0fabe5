// P3: what watchers cost while nothing happens.
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { cpuMs, rssKiB } from './machine.mjs';

const SETTLE_MS = 4_000;

/** One row for each number of watchers, spread over the groups' photos; statements are counted by PostgreSQL. */
export async function idle({ site, disturbed, counts, seconds }) {
  const rows = [];
  for (const count of counts) rows.push(await disturbed(() => measure(site, count, seconds)));
  return rows;
}

async function measure(site, count, seconds) {
  const server = await site.startServer({ hasRedis: Boolean(process.env.TEST_REDIS_URL) });
  const watchers = startChild('watchers.mjs');
  try {
    await delay(SETTLE_MS);
    const emptyKiB = rssKiB(server.pid);
    const opening = await site.statementCount();
    const topics = site.photos.map(({ topic }) => topic);
    const path = '/socket.io/?EIO=4&transport=websocket';
    if (count > 0) await watchers.ask('connect', { count, topics, port: server.port, path, cookie: site.people.alice });
    await delay(SETTLE_MS);
    const before = await site.statements();
    const openedWith = [...before.values()].reduce((sum, calls) => sum + calls, 0) - opening;
    const cpuBefore = cpuMs(server.pid);
    await delay(seconds * 1000);
    const cpu = cpuMs(server.pid) - cpuBefore;
    const after = await site.statements();
    const texts = [...after]
      .map(([query, calls]) => ({
        calls: calls - (before.get(query) ?? 0),
        query: query.replaceAll(/\s+/g, ' ').slice(0, 90),
      }))
      .filter(({ calls }) => calls > 0)
      .toSorted((a, b) => b.calls - a.calls);
    return {
      count,
      statements: texts.reduce((sum, { calls }) => sum + calls, 0),
      texts,
      openedWith,
      cpuMsPerSecond: cpu / seconds,
      kibPerConnection: count > 0 ? (rssKiB(server.pid) - emptyKiB) / count : undefined,
      rssMiB: rssKiB(server.pid) / 1024,
    };
  } finally {
    await watchers.stop();
    await server.stop();
  }
}
