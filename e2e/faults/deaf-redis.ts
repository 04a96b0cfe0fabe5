// 6: Redis is connected, and what it says is lost on the way to one process.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import { until } from '#support/until.ts';

const NOTICED_MS = 6_000;
const DELIVERED_MS = 15_000;

export const deafRedis: Fault = {
  number: 6,
  title: 'Redis half-open: connected, its deliveries to one process black-holed',
  invariant: 'noticed ≤ 6 s; delivery meanwhile ≤ 15 s; subscribed again afterwards',
  async run(stage) {
    const { site, writers, recorder } = stage;
    const deaf = site.nodes.at(-1)!;
    const topics = [stage.photoAt(0)];
    const { url } = deaf.direct;
    const witnesses = (['ladder', 'long-poll'] as const).map((rung, i) =>
      stage.open({ person: stage.members[i]!, rung, topics, url }),
    );
    await stage.untilSettled();
    const linesBefore = deaf.process.lines.length;
    const news = () => deaf.process.lines.slice(linesBefore).filter((line) => line.includes('Redis'));
    recorder.latencies = [];
    await deaf.redis.behave({ deaf: 'down' });
    const startedAtMs = performance.now();
    const others = [site.nodes[0]!.direct.url];
    // Said on the process that Redis still hears, for pages of the one that it does not reach.
    const said = () => writers.comment(stage.cast.people.bob, stage.photoIds[0]!, others);
    await said();
    await until('the process notices', async () => (await said(), news().length > 0), 20_000, 400);
    const noticedMs = performance.now() - startedAtMs;
    await delay(4_000);
    await said();
    const waits = recorder.latencies.filter(({ client }) => witnesses.includes(client)).map(({ ms }) => ms);
    await deaf.redis.heal();
    await until('it is tied again', () => news().at(-1)?.includes('ties') === true, 20_000);
    const healedAtMs = performance.now();
    recorder.latencies = [];
    await said();
    await delay(1_500);
    const after = recorder.latencies.filter(({ client }) => witnesses.includes(client)).map(({ ms }) => ms);
    stage.close(...witnesses);
    const slowest = Math.max(...waits);
    return [
      found('noticed', `after ${(noticedMs / 1_000).toFixed(1)} s`, noticedMs <= NOTICED_MS + 500),
      found('delivery meanwhile', `at most ${(slowest / 1_000).toFixed(1)} s`, slowest <= DELIVERED_MS),
      found(
        'delivery afterwards',
        `${quantile(after, 1).toFixed(0)} ms, tied again`,
        after.length > 0 && healedAtMs > 0,
      ),
    ];
  },
};
