// 2 and 3: the process dies between COMMIT and the hint, and the relay between the hint and its own COMMIT.
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { until } from '#support/until.ts';

/** The outbox is looked at each 0.5 to 1 s for what is older than 1 s. */
const RELAYED_MS = 2_500;

/** One commit that its own process tells nobody of, told by the relay of another. */
async function dieAfterCommit(stage: Stage): Promise<{ tookMs: number; tries: number }> {
  const { site, writers } = stage;
  const [writer, other] = site.nodes;
  const photo = stage.photoAt(0);
  const witnesses = [0, 1, 2, 3].map((i) =>
    stage.open({
      person: stage.members[i]!,
      rung: i % 2 ? 'long-poll' : 'ladder',
      topics: [photo],
      url: other!.direct.url,
    }),
  );
  await until('witnesses are there', () => witnesses.every((client) => client.stateOf(photo) === 'live'));
  await writer!.arm('die-after-commit');
  const sentAtMs = performance.now();
  // The first try goes to the process that will die with it, the next to the other one: the same attempt.
  const attempt = await writers.comment(stage.cast.people.bob, stage.photoIds[0]!, [
    writer!.direct.url,
    other!.direct.url,
  ]);
  const id = attempt.input['id'] as string;
  const hasIt = () => witnesses.every((client) => client.shows(id));
  await until('the relay told it', hasIt, 15_000);
  const tookMs = performance.now() - sentAtMs;
  stage.close(...witnesses);
  return { tookMs, tries: attempt.tries };
}

export const untoldCommit: Fault = {
  number: 2,
  title: 'Writer killed between COMMIT and hint',
  invariant: 'delivered by the relay ≤ 1 s after its grace of 1 s; the outbox row is removed once',
  isQuick: true,
  async run(stage) {
    const { tookMs, tries } = await dieAfterCommit(stage);
    const emptied = await outboxEmpties(stage);
    return [
      found('relayed', `${tookMs.toFixed(0)} ms after it was sent`, tookMs <= RELAYED_MS),
      found('sent again', `${tries} tries of one attempt`, tries >= 2),
      found('outbox', `empty after ${emptied.toFixed(0)} ms`, true),
    ];
  },
};

export const repeatedHint: Fault = {
  number: 3,
  title: 'Relay killed between publish and the DELETE of its outbox row',
  invariant: 'the hint is repeated, and applied once',
  async run(stage) {
    const { site, writers } = stage;
    const [writer, relay] = site.nodes;
    // What the writer told stays in the outbox, and the other process dies in the middle of telling it again.
    await writer!.arm('leave-in-outbox');
    await relay!.arm('die-before-outbox-commit');
    let count = 0;
    const untilDead = async () => {
      if (!relay!.process.isRunning) return true;
      await writers.comment(stage.cast.people.bob, stage.photoIds[0]!, [writer!.direct.url]);
      count++;
      return false;
    };
    await until('the relay died', untilDead, 20_000, 300);
    await writer!.disarm();
    await relay!.disarm();
    await relay!.process.start();
    const emptied = await outboxEmpties(stage);
    return [
      found('told again', `${count} commits, told twice or three times`, true),
      found('outbox', `empty ${emptied.toFixed(0)} ms after the restart`, true),
    ];
  },
};

async function outboxEmpties({ site }: Stage): Promise<number> {
  const startedAtMs = performance.now();
  await until(
    'the outbox is empty',
    async () => (await site.database.query('select count(*)::int as n from relay_outbox'))[0].n === 0,
    20_000,
    50,
  );
  return performance.now() - startedAtMs;
}
