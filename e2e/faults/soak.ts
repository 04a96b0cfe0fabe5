// 24: a site that stands still, watched by few and then by many.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { statementsPerSecond, vitalsOf } from '#faults/stage/vitals.ts';
import { until } from '#support/until.ts';

const MANY = 1_000;
const SHARE = 1.05;
const SLACK_BYTES = 8 * 2 ** 20;

export const soak: Fault = {
  number: 24,
  title: `Idle soak: the crowd, then ${MANY} pages more`,
  invariant: 'statements do not grow with watchers (+5 %); memory and handles do not grow with time',
  note: 'The plan compares 100 with 10,000: that many whole pages do not fit into one process; P3 of docs/benchmarks.md holds 10,000 bare sockets with `--full`.',
  async run(stage) {
    const { site, recorder } = stage;
    const halfMs = (stage.options.minutes * 60_000) / 2;
    // The last commit must be so long ago that relays look at the outbox less often, in both halves alike.
    await delay(12_000);
    const few = await half(stage, halfMs);
    const pages: FaultClient[] = [];
    for (let i = 0; i < MANY; i++) {
      const person = stage.members[i % stage.members.length];
      pages.push(stage.open({ person, rung: 'ladder', topics: [stage.photoAt(i)], url: site.door.url }));
      if (i % 25 === 24) await stage.untilSettled(60_000);
    }
    const isLive = () => pages.every(({ connection }) => connection.status === 'live');
    await until('all are on a WebSocket', isLive, 120_000, 200);
    // Leases, pools and caches settle within a minute, or a tenth of a short soak.
    await delay(Math.min(60_000, halfMs / 10));
    recorder.reset();
    const many = await half(stage, halfMs);
    const dropped = pages.filter(({ connection }) => connection.status !== 'live').length;
    stage.close(...pages);
    const count = stage.clients.length;
    const rate = `${few.perSecond.toFixed(2)} a second with ${count} pages, ${many.perSecond.toFixed(2)} with ${count + MANY}`;
    const grown = (many.after.heapBytes - many.before.heapBytes) / 2 ** 20;
    const isBounded = many.after.heapBytes <= many.before.heapBytes * SHARE + SLACK_BYTES;
    const handles = `${many.before.handleCount} handles, then ${many.after.handleCount}`;
    return [
      found('statements', rate, many.perSecond <= few.perSecond * SHARE + 0.5),
      found(
        `memory over ${(halfMs / 60_000).toFixed(1)} min`,
        `${grown < 0 ? '−' : '+'}${Math.abs(grown).toFixed(1)} MiB; ${handles}`,
        isBounded,
      ),
      found('pages that fell off', `${dropped}`, dropped === 0),
    ];
  },
};

async function half({ site }: Parameters<Fault['run']>[0], ms: number) {
  const probes = site.nodes.map(({ probe }) => probe);
  const before = await vitalsOf(probes, site.database);
  const perSecond = await statementsPerSecond(site.database, ms);
  return { before, perSecond, after: await vitalsOf(probes, site.database) };
}
