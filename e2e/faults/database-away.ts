// 10: PostgreSQL crashes and comes back; then it stands still until every connection of the pool waits for it.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { found, type Finding } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';

const AWAY_MS = 6_000;

export const databaseAway: Fault = {
  number: 10,
  title: 'PostgreSQL crashes and returns; then stalls until the pool is used up',
  invariant: 'writes fail with 503; what is in memory is read on; no acknowledged write is lost',
  convergedMs: 10_000,
  async run(stage) {
    const crashed = await away(
      stage,
      'crash',
      () => stage.site.crashPostgres(),
      () => stage.site.startPostgres(),
    );
    await stage.writers.stop();
    const stalled = await away(
      stage,
      'stall',
      () => Promise.all(stage.site.nodes.map(({ postgres }) => postgres.behave({ isStalled: true }))),
      () => Promise.all(stage.site.nodes.map(({ postgres }) => postgres.heal())),
    );
    await stage.writers.stop();
    return [...crashed, ...stalled];
  },
};

async function away(
  stage: Stage,
  how: string,
  begin: () => Promise<unknown>,
  end: () => Promise<unknown>,
): Promise<Finding[]> {
  const { writers, cast, photoIds } = stage;
  const { key } = stage.photoAt(0);
  const address = `/api/sync?t=${encodeURIComponent(key)}&at=`;
  const [snapshot] = await cast.api.sync({ [key]: null }, cast.cookie('bob'));
  const at = snapshot?.k === 'snap' ? `${snapshot.epoch}.${snapshot.v}` : '';
  writers.start(10);
  await delay(500);
  await begin();
  const statuses = new Map<number, number>();
  const reads = new Map<number, number>();
  const count = (of: Map<number, number>, status: number) => of.set(status, (of.get(status) ?? 0) + 1);
  const untilMs = performance.now() + AWAY_MS;
  const asking: Promise<unknown>[] = [];
  while (performance.now() < untilMs) {
    const input = { id: newId(), photoId: photoIds[0]!, body: 'while it is away' };
    asking.push(
      cast.api.command(addComment, input, cast.cookie('bob')).then(({ status }) => count(statuses, status)),
      cast.api.request('GET', address + at, { cookie: cast.cookie('bob') }).then(({ status }) => count(reads, status)),
    );
    await delay(250);
  }
  await end();
  await Promise.all(asking);
  const show = (of: Map<number, number>) => [...of].map(([status, n]) => `${n} × ${status}`).join(', ');
  const isClean = [...statuses.keys()].every((status) => status === 503 || status === 200);
  const isRead = [...reads.keys()].every((status) => status === 200 || status === 304);
  return [
    found(`writes during a ${how}`, show(statuses), isClean),
    found(`reads from memory during a ${how}`, show(reads), isRead),
  ];
}
