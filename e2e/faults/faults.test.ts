// Breaks one thing after the other on one stage, and checks I1 to I6 after each. `npm test` makes a selection;
// `npm run faults` makes all, and writes docs/faults.md.
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from '#faults/plan.ts';
import { type Baseline, convergence, type Finding, gatherCrowd, history, standstill } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { Stage } from '#faults/stage/stage.ts';
import { canCluster } from '#support/cluster.ts';

/** What `npm run faults` asks for: `{ only, seed, clients, minutes, report }`; nothing in `npm test`. */
const asked = JSON.parse(process.env['FAULTS'] ?? '{}') as {
  readonly only?: readonly number[];
  readonly seed?: number;
  readonly clients?: number;
  readonly minutes?: number;
  readonly report?: string;
};
const seed = asked.seed ?? Math.floor(Math.random() * 1_000_000);
const chosen = faults.filter(({ number, isQuick }) => asked.only?.includes(number) ?? (asked.report ? true : isQuick));
const isPossible = await canCluster();

let stage: Stage;
let baseline: Baseline;

beforeAll(async () => {
  if (!isPossible) return;
  console.log(`faults: seed ${seed}`);
  // Each time a crowd is enough in which every rung and every role is; 200 are for the page that people read.
  const { clients: clientCount = asked.report ? 200 : 80, minutes = 10 } = asked;
  stage = (await Stage.open({ name: 'faults', seed, clientCount, nodeCount: 2, minutes }))!;
  baseline = await gatherCrowd(stage, 10, 3_000);
}, 180_000);

afterAll(async () => stage?.remove(), 180_000);

test.skipIf(!isPossible).each(chosen)(
  '$number: $title',
  async (fault: Fault) => {
    const startedAtMs = performance.now();
    const own = await fault.run(stage);
    await stage.site.heal();
    const findings: Finding[] = [
      ...own,
      await convergence(stage, fault.convergedMs),
      ...(await history(stage)),
      ...(await standstill(stage, baseline)),
    ];
    const { number, title, invariant, note } = fault;
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const line = { number, title, invariant, note, findings, seconds, seed, clients: stage.clients.length };
    if (asked.report) appendFileSync(asked.report, `${JSON.stringify(line)}\n`);
    for (const { invariant: what, figure, isMet } of findings)
      console.log(`${isMet ? '  ' : '✗ '} ${number} ${what}: ${figure}`);
    expect(findings.filter(({ isMet }) => !isMet)).toEqual([]);
  },
  90 * 60_000,
);
