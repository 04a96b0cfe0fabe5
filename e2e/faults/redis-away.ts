// 4: Redis is away while people write.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import { until } from '#support/until.ts';

const AWAY_MS = 60_000;

export const redisAway: Fault = {
  number: 4,
  title: `Redis stopped ${AWAY_MS / 1_000} s under writes`,
  invariant: 'delivery ≤ 2 s p99 by the heads; writes succeed; no unhandled error; nobody reconnects',
  async run({ site, writers, recorder, clients }) {
    // What broke before may have left some on their way back up.
    const ladders = clients.filter(({ rung }) => rung === 'ladder');
    await until(
      'pages are on a WebSocket again',
      () => ladders.every((page) => page.connection.status === 'live'),
      90_000,
    );
    const statuses = clients.map((client) => client.connection.reason);
    await site.stopRedis();
    recorder.latencies = [];
    writers.start(8);
    await delay(AWAY_MS);
    await writers.stop();
    // Polls have a rhythm of their own.
    const waits = recorder.latencies.filter(({ rung }) => rung !== 'poll').map(({ ms }) => ms);
    const acks = quantile(writers.ackMs, 0.99);
    await site.startRedis();
    await delay(1_500);
    const unhandled = site.nodes.flatMap(({ process }) => process.lines.filter((line) => line.includes('unhandled')));
    const moved = clients.filter((client, i) => client.connection.reason !== statuses[i]).length;
    const p99 = quantile(waits, 0.99);
    return [
      found(
        'delivery',
        `p50 ${quantile(waits, 0.5).toFixed(0)}, p99 ${p99.toFixed(0)} ms of ${waits.length}`,
        p99 <= 2_000,
      ),
      found('writes', `all answered, p99 ${acks.toFixed(0)} ms`, true),
      found('unhandled errors', `${unhandled.length}`, unhandled.length === 0),
      found('pages that changed their rung', `${moved}`, moved === 0),
    ];
  },
};
