// 1: a process is killed in the middle of its broadcasts.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import { until } from '#support/until.ts';

const EXTRA_MS = 2_000;

export const killedNode: Fault = {
  number: 1,
  title: '`kill -9` of a process that broadcasts',
  invariant: 'others see ≤ 2 s extra delay; its clients resume by a pull, without a snapshot',
  async run({ site, writers, recorder, clients }) {
    const [killed] = site.nodes;
    writers.start(10);
    await delay(1_500);
    const waited = () =>
      recorder.latencies.filter(({ client }) => client.connection.status === 'live').map(({ ms }) => ms);
    const before = quantile(waited(), 0.99);
    recorder.latencies = [];
    const snapshots = recorder.snapshotCount;
    const killedAtMs = performance.now();
    await killed!.process.kill9();
    await delay(2_500);
    await writers.stop();
    const waits = waited();
    await until(
      'every page is up again',
      () => clients.every((client) => client.connection.status !== 'offline'),
      45_000,
    );
    const backMs = performance.now() - killedAtMs;
    await killed!.process.start();
    const p99 = quantile(waits, 0.99);
    const taken = recorder.snapshotCount - snapshots;
    return [
      found(
        'delay of those who stay',
        `p99 ${p99.toFixed(0)} ms over ${waits.length} deliveries, ${before.toFixed(0)} ms before`,
        p99 - before <= EXTRA_MS,
      ),
      found('resumed', `${clients.length} pages are up ${(backMs / 1_000).toFixed(1)} s after the kill`, true),
      found('snapshots', `${taken} needed`, taken === 0),
    ];
  },
};
