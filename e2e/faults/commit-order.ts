// 9: sixteen writers on one photo and on both processes, with time and roll-backs between a version and its commit.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';

const WRITERS = 16;
const FOR_MS = 15_000;

export const commitOrder: Fault = {
  number: 9,
  title: `${WRITERS} writers, 0–50 ms between version and commit, a fifth rolled back`,
  invariant: 'in every concurrent snapshot each topic has as many changes as versions',
  async run({ site, writers, members, photoIds }) {
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
    const [after] = await site.database.query('select sum(version)::int as n from topic_head');
    return [
      found('snapshots', `${snapshots}, ${torn} torn, over ${after.n - before.n} changes`, torn === 0 && snapshots > 0),
    ];
  },
};
