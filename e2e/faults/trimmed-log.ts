// 21: the log no longer reaches back to where a page is.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import { RUNGS } from '#faults/stage/crowd.ts';
import { untilTied } from '#faults/stage/site.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Database } from '#support/databases.ts';
import { until } from '#support/until.ts';

const TRIMS = 6;

export const trimmedLog: Fault = {
  number: 21,
  title: 'Log trimmed past a page’s position, and while pages catch up',
  invariant: 'one snapshot, never a part of a replay',
  convergedMs: 10_000,
  async run(stage) {
    const { site, writers, recorder } = stage;
    const node = site.nodes.at(-1)!;
    const wire = await site.wires.open('trimmed', node.process.port);
    const topics = [stage.photoAt(0)];
    const pages = RUNGS.map((rung, i) =>
      stage.open({ person: stage.members[i]!, rung, topics, url: wire.url, isBare: true }),
    );
    await stage.untilSettled();
    await wire.cut();
    for (let i = 0; i < 12; i++) await writers.comment(stage.cast.people.bob, stage.photoIds[0]!);
    // Before entries go, what pages were told of them is compared.
    await recorder.compareWithLog(site.database);
    await trim(site.database, topics[0]!.key, 3);
    // What the process keeps in memory reaches further back than the log: only a new one has to read.
    await node.process.kill9();
    await node.process.start();
    await untilTied(node);
    const own = () => pages.map((page) => recorder.snapshotsOf(page, topics[0]!.key));
    const had = own();
    await wire.heal();
    for (const page of pages) page.wakes('online');
    const areThere = async () => {
      const lines = await site.database.query('select version from topic_head where topic = $1', [topics[0]!.key]);
      return pages.every(({ replica }) => replica.positions().get(topics[0]!.key)?.v === Number(lines[0].version));
    };
    await until('they have caught up', areThere, 40_000, 50);
    const taken = own().map((count, i) => count - had[i]!);
    // Now the log is never longer than one entry while they are told.
    for (let i = 0; i < TRIMS; i++) {
      await writers.comment(stage.cast.people.bob, stage.photoIds[0]!);
      await recorder.compareWithLog(site.database);
      await trim(site.database, topics[0]!.key, 1);
      await delay(150);
    }
    await until('they have caught up again', areThere, 40_000, 50);
    const more = own().map((count, i) => count - had[i]! - taken[i]!);
    stage.close(...pages);
    return [
      found(
        'snapshots of a page below the log',
        taken.join(', '),
        taken.every((count) => count === 1),
      ),
      found(
        `snapshots while it is trimmed ${TRIMS} times`,
        more.join(', '),
        more.every((count) => count <= TRIMS),
      ),
    ];
  },
};

/** Forgets all but the newest entries of a topic, as the hourly trim does after seven days. */
async function trim(database: Database, topicKey: string, keep: number): Promise<void> {
  await database.query(
    `with head as (select version from topic_head where topic = $1 for update),
      gone as (delete from change where topic = $1 and version <= (select version from head) - $2 returning 1)
     update topic_head set min_version = version - $2 + 1 where topic = $1`,
    [topicKey, keep],
  );
}
