// 12 and 23: a proxy that does not know WebSocket, then one that does not know Socket.IO at all; and the way up from
// polling to a WebSocket in the middle of a burst.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { until } from '#support/until.ts';

const HOLD_MS = 25_000;
const BACK_MS = 60_000;

export const narrowWay: Fault = {
  number: 12,
  title: 'Proxy strips `Upgrade`; then refuses Socket.IO’s path; then is mended',
  invariant: 'polling works, then long poll; p95 ≤ hold + 1 s; back on WebSocket ≤ 60 s without a reload',
  async run(stage) {
    const { site, writers, recorder } = stage;
    const wire = await site.wires.open('narrow', Number(new URL(site.door.url).port));
    await wire.behave({ stripsUpgrade: true });
    const pages = await openPages(stage, wire.url, 8);
    const reasons = () => new Set(pages.map(({ connection }) => connection.reason));
    const all = (reason: string) => reasons().size === 1 && reasons().has(reason as never);
    await until('Socket.IO polls', () => all('http-polling'), 20_000);
    const polled = await deliveries(stage, pages);
    await wire.behave({ stripsUpgrade: true, refuses: '/socket.io' });
    await wire.drop();
    const refusedAtMs = performance.now();
    await until('long polls are held', () => all('long-poll'), 30_000);
    const fellMs = performance.now() - refusedAtMs;
    const held = await deliveries(stage, pages);
    await wire.heal();
    const healedAtMs = performance.now();
    await until('WebSockets are back', () => all('websocket'), BACK_MS + 30_000).catch(() => undefined);
    const backMs = performance.now() - healedAtMs;
    recorder.latencies = [];
    await writers.writeFor(500, 10);
    stage.close(...pages);
    return [
      found('without Upgrade', `Socket.IO polling, p95 ${polled.toFixed(0)} ms`, polled <= 1_000),
      found(
        'without Socket.IO',
        `long poll ${(fellMs / 1_000).toFixed(1)} s later, p95 ${held.toFixed(0)} ms`,
        held <= HOLD_MS,
      ),
      found('mended', `WebSocket after ${(backMs / 1_000).toFixed(0)} s`, backMs <= BACK_MS),
    ];
  },
};

export const upgradeInBurst: Fault = {
  number: 23,
  title: 'Upgrade from polling to WebSocket during a burst',
  invariant: 'in order and once; no stall > 1 s',
  async run(stage) {
    const { site, writers, recorder } = stage;
    // A slow way makes the upgrade last.
    const wire = await site.wires.open('upgrading', Number(new URL(site.door.url).port));
    await wire.behave({ delayMs: 60 });
    const batches = recorder.batchCount;
    writers.start(40);
    await delay(500);
    recorder.latencies = [];
    const pages = await openPages(stage, wire.url, 20);
    await until('all have upgraded', () => pages.every(({ connection }) => connection.reason === 'websocket'), 30_000);
    await delay(2_000);
    await writers.stop();
    const waits = recorder.latencies.filter(({ client }) => pages.includes(client)).map(({ lagMs }) => lagMs);
    const slowest = quantile(waits, 1);
    stage.close(...pages);
    return [
      found('burst', `${recorder.batchCount - batches} batches while ${pages.length} pages upgraded`, true),
      found('longest stall', `${slowest.toFixed(0)} ms behind the first page, of ${waits.length}`, slowest <= 1_000),
    ];
  },
};

async function openPages(stage: Stage, url: string, count: number): Promise<FaultClient[]> {
  const pages = Array.from({ length: count }, (_, i) =>
    stage.open({ person: stage.members[i % stage.members.length]!, rung: 'ladder', topics: [stage.photoAt(i)], url }),
  );
  await stage.untilSettled(30_000);
  return pages;
}

/** The 95th percentile of what these pages waited for while somebody wrote. */
async function deliveries({ recorder, writers }: Stage, pages: readonly FaultClient[]): Promise<number> {
  recorder.latencies = [];
  await writers.writeFor(2_500, 8);
  await delay(500);
  return quantile(
    recorder.latencies.filter(({ client }) => pages.includes(client)).map(({ ms }) => ms),
    0.95,
  );
}
