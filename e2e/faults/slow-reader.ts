// 15: one phone reads 1 kB a second of a topic in which much is said.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { addedPhoto, toGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import { heldBy } from '#faults/stage/vitals.ts';
import { until } from '#support/until.ts';

/** Shorter than the 30 s after which a process lets go of a reader with all that it has not read, and so with what it is told. */
const SAID_MS = 25_000;
/** As long as a comment may be in bytes, so that megabytes come together while few are written. */
const TEXT = `e${'\u0301'.repeat(7)}`.repeat(1_990);
const AT_ONCE = 6;
/** The budget of a socket is 1 MB, and so is that of the ring; the rest are the topic's long rows, twice as snapshots. */
const HELD_BYTES = 48 * 2 ** 20;

export const slowReader: Fault = {
  number: 15,
  title: 'A reader of 1 kB a second in a topic in which much is said',
  invariant: 'memory bounded by the budget; others’ delay unchanged; the reader converges when it can read',
  async run(stage) {
    const { site, cast, writers, recorder } = stage;
    const photoId = newId();
    const loud = { ...stage.set, id: (what: string) => (what === 'photo' ? photoId : stage.set.id(what)) };
    await cast.arrange([addedPhoto(loud, 'alice', toGroup(stage.set))]);
    const topics = [PhotoTopic.of({ photoId })];
    const [node] = site.nodes;
    const wire = await site.wires.open('slow', node!.process.port);
    const slow = stage.open({ person: stage.members[1]!, rung: 'ladder', topics, url: wire.url });
    const quick = [2, 3].map((i) =>
      stage.open({ person: stage.members[i]!, rung: 'ladder', topics, url: node!.direct.url }),
    );
    await stage.untilSettled();
    const before = await heldBy(node!.probe);
    await wire.behave({ bytesPerSecond: 1_000 });
    recorder.latencies = [];
    const behind = recorder.behindCount;
    let bytes = 0;
    const untilMs = performance.now() + SAID_MS;
    const say = async () => {
      while (performance.now() < untilMs) {
        const input = { id: newId(), photoId, body: TEXT };
        recorder.sentAtMs.set(input.id, performance.now());
        await writers.run(cast.people.bob, addComment, input, [node!.direct.url]);
        bytes += Buffer.byteLength(TEXT);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, say));
    const waits = recorder.latencies.filter(({ client }) => quick.includes(client)).map(({ lagMs }) => lagMs);
    const after = await heldBy(node!.probe);
    await wire.heal();
    const healedAtMs = performance.now();
    const agrees = () => [slow, ...quick].every((page) => count(page) === count(quick[0]!) && count(page) > 0);
    const count = ({ replica }: typeof slow) => replica.positions().get(topics[0]!.key)?.v ?? 0;
    await until('the reader has caught up', agrees, 60_000).catch(() => undefined);
    const caughtMs = performance.now() - healedAtMs;
    const kept = after.heapBytes - before.heapBytes;
    const isCaught = agrees();
    const said = `${(bytes / 2 ** 20).toFixed(1)} MiB in ${SAID_MS / 1_000} s`;
    stage.close(slow, ...quick);
    return [
      found('memory', `${said}; +${(kept / 2 ** 20).toFixed(1)} MiB held`, kept <= HELD_BYTES),
      found(
        'others',
        `p99 ${quantile(waits, 0.99).toFixed(0)} ms behind the first, of ${waits.length}`,
        quantile(waits, 0.99) <= 1_000,
      ),
      found('told that it is behind', `${recorder.behindCount - behind} times`, recorder.behindCount > behind),
      found('the reader', `caught up ${(caughtMs / 1_000).toFixed(1)} s after it could read`, isCaught),
    ];
  },
};
