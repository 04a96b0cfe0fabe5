// The harness's own test: the product is broken on purpose, once for each invariant, and the harness must say which one.
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Baseline, convergence, type Finding, gatherCrowd, history, standstill } from '#faults/stage/checks.ts';
import { Stage } from '#faults/stage/stage.ts';
import { canCluster } from '#support/cluster.ts';
import { until } from '#support/until.ts';

const isPossible = await canCluster();
let stage: Stage;
let baseline: Baseline;

beforeAll(async () => {
  if (!isPossible) return;
  stage = (await Stage.open({ name: 'sabotage', seed: 1, clientCount: 20, nodeCount: 1, minutes: 0 }))!;
  baseline = await gatherCrowd(stage, 20, 1_000);
}, 120_000);
afterEach(async () => {
  for (const node of stage?.site.nodes ?? []) await node.disarm();
});
afterAll(async () => stage?.remove(), 180_000);

/** Writes with a point armed, and says what the harness found wrong. */
async function wrongWith(point: string, ms = 700): Promise<string[]> {
  const [node] = stage.site.nodes;
  await node!.arm(point);
  await stage.writers.writeFor(ms, 30);
  await node!.disarm();
  return wrongNow();
}
async function wrongNow(isStill = false, patienceMs = 1_000): Promise<string[]> {
  const findings: Finding[] = [await convergence(stage, patienceMs, patienceMs + 500), ...(await history(stage))];
  findings.push(...(await standstill(stage, baseline, isStill, 0)));
  return findings.filter(({ isMet }) => !isMet).map(({ invariant }) => invariant);
}

const sabotage = test.skipIf(!isPossible);

sabotage('nothing is found where nothing is broken', async () => {
  await stage.writers.writeFor(500, 30);
  expect(await wrongNow(true, 8_000)).toEqual([]);
});

sabotage('I1: a batch that is dropped and never made up for', async () => {
  const { bob } = stage.cast.people;
  await stage.site.nodes[0]!.arm('drop-batch');
  await stage.writers.comment(bob, stage.photoIds[0]!);
  await delay(100);
  expect(await wrongNow()).toContain('I1');
  await stage.site.nodes[0]!.disarm();
  await stage.writers.writeFor(1_000, 30);
  expect(await wrongNow(false, 8_000)).toEqual([]);
});

sabotage('I2: a batch that is told again as the next one', async () => {
  expect(await wrongWith('repeat-batch')).toContain('I2');
});

sabotage('I2: a page that goes back and takes a batch once more', async () => {
  const [client] = stage.clients;
  const confirmed = client!.replica['confirmed'];
  const take = confirmed.take.bind(confirmed);
  confirmed.take = (batch: Batch) => {
    const hasMoved = take(batch);
    const holding = confirmed.held.get(batch.t);
    if (batch.k === 'ops' && holding?.position) holding.position = { epoch: batch.epoch, v: batch.from };
    return hasMoved;
  };
  await stage.writers.writeFor(300, 30);
  confirmed.take = take;
  expect(await wrongNow()).toContain('I2');
});

sabotage('I1 and I2: a version whose changes are left out', async () => {
  expect(await wrongWith('skip-version')).toEqual(expect.arrayContaining(['I1', 'I2']));
});

sabotage('I4: one batch for a stranger', async () => {
  await stage.site.nodes[0]!.arm('leak-to-stranger');
  const stranger = stage.open({ person: stage.cast.people.dan, rung: 'ladder', topics: [stage.photoAt(0)] });
  await until('the stranger has been told', () => stranger.stateOf(stage.photoAt(0)) === 'live');
  await stage.site.nodes[0]!.disarm();
  stage.close(stranger);
  expect(await wrongNow()).toContain('I4');
});

sabotage('I5: a query for each watcher', async () => {
  await stage.site.nodes[0]!.arm('query-per-watcher');
  expect(await wrongNow(true)).toContain('I5');
});

sabotage('I6: memory that is kept', async () => {
  expect(await wrongWith('keep-everything', 2_500)).toContain('I6');
});

sabotage('I6: handles that are kept', async () => {
  expect(await wrongWith('keep-handles', 4_000)).toContain('I6');
});

// The last one: pages go on showing what never was.
sabotage('I3: a write that was acknowledged and is not there', async () => {
  expect(await wrongWith('lose-write', 300)).toContain('I3');
});
