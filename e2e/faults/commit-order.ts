// 9: sixteen writers on one photo and on both processes, with time and roll-backs between a version and its commit; and
// somebody who takes the locks of two topics in the order in which the product does not.
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { captionPhoto } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';
import type { Database } from '#support/databases.ts';

const WRITERS = 16;
const FOR_MS = 15_000;

export const commitOrder: Fault = {
  number: 9,
  title: `${WRITERS} writers, 0–50 ms between version and commit, a fifth rolled back; deadlocks`,
  invariant: 'in every concurrent snapshot each topic has as many changes as versions; each command is done once',
  note: 'The plan names 100,000 changes. A version is locked for 25 ms here, so that one topic makes 40 a second: these are 15 s of it.',
  async run(stage) {
    const { site, writers, members, photoIds } = stage;
    for (const node of site.nodes) await node.arm('slow-commit');
    const urls = site.nodes.map(({ direct }) => direct.url);
    const untilMs = performance.now() + FOR_MS;
    const [before] = await site.database.query('select coalesce(sum(version), 0)::int as n from topic_head');
    let snapshots = 0;
    let torn = 0;
    const looking = (async () => {
      while (performance.now() < untilMs) {
        const lines = await site.database.query(
          `select h.topic from topic_head h left join change c using (topic)
           group by h.topic, h.version, h.min_version having count(c.version) <> h.version - h.min_version + 1`,
        );
        snapshots++;
        torn += lines.length;
      }
    })();
    const clashing = clash(stage, untilMs);
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, i) => {
        const mine = i % 2 ? urls : urls.toReversed();
        while (performance.now() < untilMs) {
          const input = { id: newId(), photoId: photoIds[0]!, body: '' };
          await writers.run(members[i % members.length]!, addComment, { ...input, body: `said ${input.id}` }, mine);
        }
      }),
    );
    await looking;
    const { deadlocks, captions } = await clashing;
    const [after] = await site.database.query('select sum(version)::int as n from topic_head');
    return [
      found('snapshots', `${snapshots}, ${torn} torn, over ${after.n - before.n} changes`, torn === 0 && snapshots > 0),
      found('deadlocks', `${deadlocks}, and ${captions} captions of the same photo all done`, deadlocks > 0),
    ];
  },
};

/** Captions touch two topics; meanwhile a stranger to the product locks the heads of both, the last one first. */
async function clash(stage: Stage, untilMs: number): Promise<{ deadlocks: number; captions: number }> {
  const { site, writers, photoIds, cast } = stage;
  const before = await deadlocksOf(site.database);
  const grid = GroupPhotosTopic.of({ groupId: stage.set.id('group') });
  const keys = [stage.photoAt(1).key, grid.key].toSorted().toReversed();
  const other = new pg.Client({ connectionString: site.database.url });
  await other.connect();
  const locking = (async () => {
    while (performance.now() < untilMs) {
      try {
        await other.query('begin');
        for (const key of keys) {
          await other.query('select 1 from topic_head where topic = $1 for update', [key]);
          await delay(100);
        }
      } catch {
        // One of the two is chosen to give way.
      }
      await other.query('rollback');
      await delay(20);
    }
  })();
  let captions = 0;
  while (performance.now() < untilMs) {
    const input = { id: photoIds[1]!, caption: `caption ${captions++}` };
    await writers.run(cast.people.alice, captionPhoto, input);
  }
  await locking;
  await other.end();
  return { deadlocks: (await deadlocksOf(site.database)) - before, captions };
}

async function deadlocksOf(database: Database): Promise<number> {
  const [line] = await database.query(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  return line.n as number;
}
