// Child: thousands of people who watch.
import { answer } from './child.mjs';
import { Histogram } from './stamps.mjs';
import { Watcher } from './watcher.mjs';

const AT_ONCE = 40;

const watchers = [];
let times = new Histogram();

answer({
  /** `count` more of them; topic `i` is `topics[i % topics.length]`, and so is its path where `paths` are given. Resolves when each has its first answer. */
  async connect({ count, topics = [], paths, ...server }) {
    let next = 0;
    const one = async () => {
      while (next < count) {
        const own = paths ? { ...server, path: paths[next % paths.length] } : server;
        const watcher = new Watcher(own, topics[next % topics.length], times);
        next += 1;
        watchers.push(watcher);
        await watcher.whenReady;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  },
  begin() {
    times = new Histogram();
    for (const watcher of watchers)
      Object.assign(watcher, { times, delivered: 0, sum: 0, frames: 0, bytes: 0, behind: 0 });
  },
  count: () => watchers.reduce((sum, watcher) => sum + watcher.delivered, 0),
  /** `sum` is that of the stamps sent: whoever has another one lost or repeated something. */
  report({ sum }) {
    const total = (of) => watchers.reduce((so, watcher) => so + of(watcher), 0);
    return {
      delivered: total((watcher) => watcher.delivered),
      frames: total((watcher) => watcher.frames),
      bytes: total((watcher) => watcher.bytes),
      behind: total((watcher) => watcher.behind),
      incomplete: watchers.filter((watcher) => watcher.sum !== sum).length,
      p50: times.quantile(0.5),
      p99: times.quantile(0.99),
      maxMs: Math.round(times.maxMs),
    };
  },
});
