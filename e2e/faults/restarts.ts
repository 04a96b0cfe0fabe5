// 17 and 18: everybody is cut at once; and every process is replaced, one after the other, while people write.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import { until } from '#support/until.ts';

/** For so long a page may say that it is offline: as long as a plain poll goes without a look. */
const BLINK_MS = 5_000;

export const reconnectStorm: Fault = {
  number: 17,
  title: 'Everybody cut at once while one process restarts',
  invariant: 'the busiest second has ≤ 2 × the mean of the window',
  note: 'The plan cuts 5,000. Here each is a whole page, and one process holds hundreds of those; P8 of docs/benchmarks.md cuts 5,000 bare sockets and counts the queries.',
  convergedMs: 15_000,
  async run({ site, clients }) {
    const [node] = site.nodes;
    const pages = clients.filter(({ rung }) => rung === 'ladder');
    await node!.process.kill9();
    await site.door.cut();
    // So long that every page has failed more than once: back-off is what spreads them, not the cut.
    await delay(12_000);
    await node!.process.start();
    const healedAtMs = Date.now();
    await site.door.heal();
    const backAtMs = new Map<FaultClient, number>();
    const look = () => {
      for (const page of pages)
        if (page.connection.status !== 'offline' && !backAtMs.has(page)) backAtMs.set(page, Date.now() - healedAtMs);
      return backAtMs.size === pages.length;
    };
    await until('everybody is back', look, 90_000, 50);
    const times = [...backAtMs.values()];
    const seconds = Math.max(1, Math.ceil(Math.max(...times) / 1_000));
    const buckets = Array.from(
      { length: seconds },
      (_, i) => times.filter((ms) => Math.floor(ms / 1_000) === i).length,
    );
    const busiest = Math.max(...buckets);
    const mean = pages.length / seconds;
    const figure = `${pages.length} pages back in ${seconds} s: ${buckets.join(', ')} each second`;
    return [
      // Few pages fall into few seconds: beside the plan's 2 ×, as many as chance adds (three deviations).
      found('spread', figure, busiest <= 2 * mean + 3 * Math.sqrt(2 * mean)),
    ];
  },
};

export const rollingRestart: Fault = {
  number: 18,
  title: 'Rolling restart under writes: each process is asked to stop and started anew',
  invariant: 'no snapshot, nothing lost, no page notices more than a blink',
  note: 'Old and new process are of one build; an old page on a new server is `e2e/suite/outdated.test.ts`.',
  convergedMs: 10_000,
  async run({ site, writers, recorder, clients }) {
    const snapshots = recorder.snapshotCount;
    recorder.latencies = [];
    let offline = 0;
    let longestMs = 0;
    const offlineSinceMs = new Map<FaultClient, number>();
    const looking = setInterval(() => {
      const nowMs = performance.now();
      const now = clients.filter(({ connection }) => connection.status === 'offline');
      for (const client of offlineSinceMs.keys()) if (!now.includes(client)) offlineSinceMs.delete(client);
      for (const client of now) {
        if (!offlineSinceMs.has(client)) offlineSinceMs.set(client, nowMs);
        longestMs = Math.max(longestMs, nowMs - offlineSinceMs.get(client)!);
      }
      offline = Math.max(offline, now.length);
    }, 100);
    writers.start(8);
    for (const node of site.nodes) {
      await delay(1_500);
      await node.process.stop();
      await node.process.start();
      await until(
        'everybody is up',
        () => clients.every(({ connection }) => connection.status !== 'offline'),
        60_000,
        50,
      );
      await delay(2_000);
    }
    await writers.stop();
    clearInterval(looking);
    const waits = recorder.latencies.filter(({ rung }) => rung === 'ladder').map(({ ms }) => ms);
    const taken = recorder.snapshotCount - snapshots;
    const ack = quantile(writers.ackMs, 1);
    return [
      found('snapshots', `${taken} needed`, taken === 0),
      found('delivery', `p50 ${quantile(waits, 0.5).toFixed(0)}, p99 ${quantile(waits, 0.99).toFixed(0)} ms`, true),
      found('writes', `all answered, the slowest after ${(ack / 1_000).toFixed(1)} s`, true),
      found(
        'pages that said offline',
        `${offline} of ${clients.length} at most, none for longer than ${(longestMs / 1_000).toFixed(1)} s`,
        longestMs <= BLINK_MS,
      ),
    ];
  },
};
