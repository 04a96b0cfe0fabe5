// 14 and 16: connections that are dead and do not know it: a way that swallows everything, and a page that slept.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';
import type { Wire } from '#faults/stage/wires.ts';
import { until } from '#support/until.ts';

const NOTICED_MS = 45_000;
const FRESH_MS = 2_000;

export const blackHole: Fault = {
  number: 14,
  title: 'Connections black-holed in both directions, without a FIN; new ones work',
  invariant: 'noticed ≤ 45 s, and a pull brings what was missed',
  note: 'The buffer of such a socket is bounded as that of a slow one: 15.',
  async run(stage) {
    const { pages, wire } = await pagesOnAWire(stage, 'hole', 6);
    await wire.strand();
    const startedAtMs = performance.now();
    const { id } = await said(stage);
    const noticed = await Promise.all(
      pages.map(async (page) => {
        await until('the page has it', () => page.shows(id), 90_000, 100).catch(() => undefined);
        return performance.now() - startedAtMs;
      }),
    );
    const slowest = Math.max(...noticed);
    await until('they are up', () => pages.every(({ connection }) => connection.status === 'live'), 60_000);
    stage.close(...pages);
    return [
      found('fresh again', `${(slowest / 1_000).toFixed(1)} s at the latest, by themselves`, slowest <= NOTICED_MS),
    ];
  },
};

export const sleepingPages: Fault = {
  number: 16,
  title: 'Pages that slept, were put away by the browser, or whose clock jumped',
  invariant: 'the first thing on waking is a pull; fresh ≤ 2 s; one connection for each page',
  note: 'The page is told that it slept, not put to sleep for ten minutes; that a jump of the clock tells it so is `frontend/src/replica/surroundings.test.ts`.',
  async run(stage) {
    const { pages, wire } = await pagesOnAWire(stage, 'sleep', 6);
    const findings = [];
    for (const waking of ['slept', 'restored', 'shown'] as const) {
      // What a sleeping machine's connections are to the rest of the world.
      if (waking === 'restored') for (const page of pages) page.isPutAway();
      if (waking !== 'shown') await wire.strand();
      const { id } = await said(stage);
      await delay(1_000);
      const asleep = pages.filter((page) => !page.shows(id)).length;
      const wokenAtMs = performance.now();
      for (const page of pages) page.wakes(waking);
      await until('it is fresh', () => pages.every((page) => page.shows(id)), 30_000, 5).catch(() => undefined);
      const freshMs = performance.now() - wokenAtMs;
      await delay(3_000);
      findings.push(found(waking, `${asleep} were behind, fresh after ${freshMs.toFixed(0)} ms`, freshMs <= FRESH_MS));
    }
    await wire.heal();
    await until('they are live', () => pages.every(({ connection }) => connection.status === 'live'), 40_000);
    // Connections of plain requests are kept a few seconds for the next one.
    const isOneEach = async () => (await wire.count()) <= pages.length;
    await until('each has one connection', isOneEach, 15_000, 200).catch(() => undefined);
    findings.push(found('connections', `${await wire.count()} of ${pages.length} pages`, await isOneEach()));
    stage.close(...pages);
    return findings;
  },
};

async function pagesOnAWire(stage: Stage, name: string, count: number): Promise<{ pages: FaultClient[]; wire: Wire }> {
  const wire = await stage.site.wires.open(name, Number(new URL(stage.site.door.url).port));
  const pages = Array.from({ length: count }, (_, i) =>
    stage.open({ person: stage.members[i]!, rung: 'ladder', topics: [stage.photoAt(0)], url: wire.url }),
  );
  await until('they are live', () => pages.every(({ connection }) => connection.status === 'live'), 30_000);
  await stage.untilSettled();
  // A page that has just begun fills itself by a plain request; nothing of that may be left.
  await delay(3_000);
  return { pages, wire };
}

async function said(stage: Stage): Promise<{ id: string }> {
  const attempt = await stage.writers.comment(stage.cast.people.bob, stage.photoIds[0]!);
  return { id: attempt.input['id'] as string };
}
