// 13: proxies that keep what must not be kept.
import { setTimeout as delay } from 'node:timers/promises';
import { found, type Finding } from '#faults/stage/checks.ts';
import { BadCache, type Manners } from '#faults/stage/bad-cache.ts';
import type { Fault } from '#faults/stage/fault.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { until } from '#support/until.ts';

const KEPT_MS = 12_000;
/** For a page; a plain poll asks each 1.5 s here, and each 5 s in the app. */
const PER_SECOND = 1;
/** What may be wasted before it is noticed: by questions of our own, and by Socket.IO's, of which 100 make a loop. */
const WASTED = { poll: 10, 'long-poll': 10, ladder: 130 };

export const badCaches: Fault = {
  number: 13,
  title: `Proxy that buffers, keeps every answer ${KEPT_MS / 1_000} s, drops the query, repeats POSTs`,
  invariant: 'nothing wrong is applied; few wasted requests, then ≤ 1 a second for each page',
  note: 'The plan keeps answers for 60 s; what is noticed is the loop, not its age. A position that the log has no more is answered with a snapshot, so that there is no 410 to be kept.',
  async run(stage) {
    return [
      await behind(stage, 'poll', 'a tail that is kept', { keepsMs: KEPT_MS }),
      await behind(stage, 'poll', 'a query that is dropped', { keepsMs: KEPT_MS, dropsQuery: true }),
      await behind(stage, 'long-poll', 'a POST that is repeated', { keepsMs: KEPT_MS, repeatsPosts: true }),
      await behind(stage, 'ladder', 'everything of it, on the ladder', {
        keepsMs: KEPT_MS,
        repeatsPosts: true,
        dropsQuery: true,
      }),
    ];
  },
};

/** One page behind such a proxy, which turns bad when the page is there. */
async function behind(
  stage: Stage,
  rung: 'poll' | 'long-poll' | 'ladder',
  what: string,
  manners: Manners,
): Promise<Finding> {
  const cache = await BadCache.open(stage.site.door.url);
  const topic = stage.photoAt(0);
  const [person] = stage.members;
  const page = stage.open({ person, rung, topics: [topic], url: cache.url, isBare: true });
  await until('the page is there', () => page.stateOf(topic) === 'live', 30_000);
  cache.manners = manners;
  cache.requests = [];
  const badAtMs = performance.now();
  // Long enough for it to keep an answer that has nothing new.
  await delay(2_500);
  const attempt = await stage.writers.comment(stage.cast.people.bob, stage.photoIds[0]!);
  const saidAtMs = performance.now();
  const id = attempt.input['id'] as string;
  await until('it has come through', () => page.shows(id), 60_000, 50).catch(() => undefined);
  const seconds = (performance.now() - saidAtMs) / 1_000;
  await delay(3_000);
  const badSeconds = (performance.now() - badAtMs) / 1_000;
  const isFresh = page.shows(id);
  const count = cache.requests.length;
  const wasted = cache.requests.filter(({ isKept }) => isKept).length;
  stage.close(page);
  await cache.close();
  const isModest = count <= badSeconds * PER_SECOND + WASTED[rung];
  const figure = `fresh after ${seconds.toFixed(1)} s, ${count} requests in ${badSeconds.toFixed(0)} s, ${wasted} of them in vain`;
  return found(what, figure, isFresh && isModest);
}
