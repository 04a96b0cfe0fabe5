// The invariants I1 to I6, checked after every fault when what was broken is whole again.
import { setTimeout as delay } from 'node:timers/promises';
import { differences, haveReachedHeads } from '#faults/stage/oracle.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { statementsPerSecond, type Vitals, vitalsOf } from '#faults/stage/vitals.ts';

/** One line of the report: what was measured, what it must be, and whether it is. */
export interface Finding {
  readonly invariant: string;
  readonly figure: string;
  readonly isMet: boolean;
}

/** What must hold T after the heal (REALTIME.md, I1). */
const CONVERGED_MS = 5_000;
/** After that it is no figure but a failure; the report still says when it came. */
const GIVE_UP_MS = 60_000;
const IDLE_MS = 3_000;
const IDLE_TRIES = 3;
/** A pool that grew lets idle connections go after 10 s, nginx after 60 s. */
const RETURNED_MS = 80_000;
/** ±10 % as the plan says; above it, what a collection leaves behind by chance in processes this small. */
const SHARE = 1.1;
const SLACK_BYTES = 24 * 2 ** 20;

export interface Baseline {
  readonly vitals: Vitals;
  /** Statements a second of the site with nobody watching. */
  readonly idlePerSecond: number;
}

export const found = (invariant: string, figure: string, isMet: boolean): Finding => ({ invariant, figure, isMet });

/** Has the crowd come while people write, and takes what the site then holds as the measure of I5 and I6. */
export async function gatherCrowd(stage: Stage, perSecond: number, ms: number): Promise<Baseline> {
  // Each process has just heard of a commit, as it will have when it is measured again.
  await stage.writers.writeFor(500, perSecond);
  const idlePerSecond = await measureIdle(stage);
  await stage.gather();
  await stage.writers.writeFor(ms, perSecond);
  await convergence(stage);
  await history(stage);
  return { vitals: await vitals(stage), idlePerSecond };
}

const measureIdle = (stage: Stage): Promise<number> => statementsPerSecond(stage.site.database, IDLE_MS);

const vitals = (stage: Stage): Promise<Vitals> =>
  vitalsOf(
    stage.site.nodes.map(({ probe }) => probe),
    stage.site.database,
  );

/** I1 alone: how long from now until every page is as the database says. */
export async function convergence(stage: Stage, withinMs = CONVERGED_MS, giveUpMs = GIVE_UP_MS): Promise<Finding> {
  const startedAtMs = performance.now();
  let wrong: string[] = ['nobody has looked'];
  while (performance.now() - startedAtMs < giveUpMs) {
    const isLate = performance.now() - startedAtMs > withinMs;
    if ((await haveReachedHeads(stage.site.database, stage.clients)) || isLate) {
      wrong = await differences(stage.site.database, stage.clients);
      if (wrong.length === 0) break;
    }
    await delay(isLate ? 500 : 50);
  }
  const tookMs = performance.now() - startedAtMs;
  const text = wrong.length > 0 ? `${wrong.length} differ: ${wrong[0]}` : `${stage.clients.length} pages agree`;
  return found('I1', `${text} after ${(tookMs / 1_000).toFixed(1)} s`, wrong.length === 0 && tookMs <= withinMs + 500);
}

/** I2, I3 and I4 since the last time. */
export async function history(stage: Stage): Promise<Finding[]> {
  const { recorder, writers, site } = stage;
  await recorder.compareWithLog(site.database);
  const attempts = writers.attempts.length;
  const acked = writers.attempts.filter(({ outcome }) => outcome === 'ok').length;
  const lost = await writers.breaches();
  const { breaches, batchCount, snapshotCount, repeatedCount, gapCount } = recorder;
  const [leaks, disorders] = [/^I4/u, /^I2/u].map((kind) => breaches.filter((sentence) => kind.test(sentence)));
  const told = `${batchCount} batches, ${snapshotCount} snapshots, ${repeatedCount} repeated, ${gapCount} gaps`;
  const one = (invariant: string, wrong: readonly string[], otherwise: string) =>
    found(invariant, wrong.length > 0 ? `${wrong.length} wrong: ${wrong[0]}` : otherwise, wrong.length === 0);
  const findings = [
    one('I2', disorders!, told),
    one('I3', lost, `${acked} of ${attempts} commands acknowledged, each there once`),
    one('I4', leaks!, 'nothing for strangers'),
  ];
  recorder.reset();
  return findings;
}

/** I5 and I6: the site stands still with everybody on it. */
export async function standstill(
  stage: Stage,
  baseline: Baseline,
  withIdle = true,
  patienceMs = RETURNED_MS,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (withIdle) {
    // A turn of a relay more or less in a window of 3 s, and a look that happens each 15 s.
    const limit = baseline.idlePerSecond * 1.05 + 5;
    let perSecond = await measureIdle(stage);
    // A process that has just come asks what it has to know, once: what stays is measured.
    for (let tries = 1; perSecond > limit && tries < IDLE_TRIES; tries++) perSecond = await measureIdle(stage);
    const figure = `${perSecond.toFixed(1)} statements/s with ${stage.clients.length} pages, ${baseline.idlePerSecond.toFixed(1)} with none`;
    findings.push(found('I5', figure, perSecond <= limit));
  }
  const { heapBytes, handleCount } = baseline.vitals;
  const isBounded = (now: Vitals) =>
    now.heapBytes <= heapBytes * SHARE + SLACK_BYTES &&
    // One more for each page: connections kept open for its next request come and go with what was cut.
    now.handleCount <= handleCount * SHARE + stage.clients.length &&
    now.outboxCount === 0;
  const startedAtMs = performance.now();
  let now = await vitals(stage);
  while (!isBounded(now) && performance.now() - startedAtMs < patienceMs) {
    await delay(500);
    now = await vitals(stage);
  }
  const figure = `${toMiB(now.heapBytes)} MiB (${toMiB(heapBytes)}), ${now.handleCount} handles (${handleCount}), outbox ${now.outboxCount}`;
  return [...findings, found('I6', figure, isBounded(now))];
}

const toMiB = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
