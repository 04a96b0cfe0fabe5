// 11: the database goes back to an older backup, and history goes on differently.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { until } from '#support/until.ts';

const ANEW_MS = 30_000;

export const restoredDatabase: Fault = {
  number: 11,
  title: 'PostgreSQL restored to an older backup',
  invariant: 'a new epoch; every page takes one snapshot of each topic within 30 s; no ghost rows',
  convergedMs: 15_000,
  async run(stage) {
    const { site, writers, recorder, clients } = stage;
    const epochs = async () => {
      const lines = await site.database.query('select topic, epoch from topic_head');
      return new Map(lines.map(({ topic, epoch }) => [topic as string, epoch as string]));
    };
    const backup = await site.database.backUp();
    await until('it can be said', () => site.nodes[0]!.process.isReady(), 30_000, 200);
    await writers.writeFor(3_000, 8);
    // What was written since the backup was promised, and is lost with it: that is what a restore is.
    await recorder.compareWithLog(site.database);
    const lost = writers.attempts.length;
    writers.attempts = [];
    const before = await epochs();
    // A topic that never had a change is in no log, and stays where it was.
    const held = clients.flatMap((page) =>
      page.topics
        .filter((at) => before.has(at.key) && page.stateOf(at) === 'live')
        .map((at) => ({ page, at, had: recorder.snapshotsOf(page, at.key) })),
    );
    await backup.restore();
    const restoredAtMs = performance.now();
    const areNew = async () => [...(await epochs())].every(([topic, epoch]) => before.get(topic) !== epoch);
    await until('every topic has a new epoch', async () => areNew().catch(() => false), 60_000, 200);
    const noticedMs = performance.now() - restoredAtMs;
    const taken = ({ page, at, had }: (typeof held)[number]) => recorder.snapshotsOf(page, at.key) - had;
    const missing = () => held.filter((one) => taken(one) === 0);
    await until('every page has read anew', () => missing().length === 0, 60_000, 100).catch(() => undefined);
    const tookMs = performance.now() - restoredAtMs;
    await writers.writeFor(1_500, 8);
    await delay(1_000);
    const twice = held.filter((one) => taken(one) > 1);
    const name = (some: typeof held) =>
      some
        .slice(0, 2)
        .map(({ page, at }) => ` ${page.rung} ${at.topic.name}`)
        .join();
    return [
      found('noticed', `${(noticedMs / 1_000).toFixed(1)} s after the restore; ${lost} commands went with it`, true),
      found(
        'read anew',
        `${held.length - missing().length} of ${held.length} topics after ${(tookMs / 1_000).toFixed(1)} s${name(missing())}`,
        missing().length === 0 && tookMs <= ANEW_MS,
      ),
      found('topics that a page took twice', `${twice.length}${name(twice)}`, twice.length === 0),
    ];
  },
};
