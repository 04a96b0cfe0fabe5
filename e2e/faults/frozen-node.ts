// 7: a process stands still with its connections open, and wakes as if nothing had happened.
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { until } from '#support/until.ts';

const FROZEN_MS = 40_000;

export const frozenNode: Fault = {
  number: 7,
  title: `Process stopped ${FROZEN_MS / 1_000} s (SIGSTOP), then woken`,
  invariant: 'its pages move or resume; nothing private is pushed before rights are judged again',
  // Who waited in vain for that long waits a little between attempts, too.
  convergedMs: 10_000,
  async run(stage) {
    const { site, writers, recorder, clients } = stage;
    const zombie = site.nodes.at(-1)!;
    const person = await stage.join();
    const bare = stage.open({
      person,
      rung: 'ladder',
      topics: [stage.photoAt(0)],
      url: zombie.direct.url,
      isBare: true,
    });
    await stage.untilSettled();
    const live = () => clients.filter(({ connection }) => connection.status === 'live').length;
    const liveBefore = live();
    zombie.process.freeze();
    writers.start(5);
    const input = { groupId: stage.set.id('group'), personId: person.id };
    const removal = await writers.run(stage.cast.people.alice, removeMember, input, [site.nodes[0]!.direct.url]);
    recorder.forbid(
      person.id,
      stage.groupTopics.map(({ key }) => key),
      removal.ackedAtMs,
    );
    await delay(FROZEN_MS);
    const liveFrozen = live();
    zombie.process.thaw();
    const wokenAtMs = performance.now();
    await delay(2_000);
    await writers.stop();
    const { key } = stage.photoAt(0);
    await until('the removed member is cut off', () => bare.replica.stateOf(key) === 'gone', 30_000).catch(() => {});
    const goneMs = performance.now() - wokenAtMs;
    const isGone = bare.replica.stateOf(key) === 'gone';
    stage.close(bare);
    await until('pages are up', () => clients.every(({ connection }) => connection.status !== 'offline'), 60_000);
    return [
      found('pages that are live', `${liveBefore} before, ${liveFrozen} after ${FROZEN_MS / 1_000} s`, true),
      found('removed meanwhile', `gone ${(goneMs / 1_000).toFixed(1)} s after it woke, told nothing else`, isGone),
    ];
  },
};
