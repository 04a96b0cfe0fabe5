// Child: clients that come back by themselves, waiting between attempts as the app does.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { answer } from './child.mjs';
import { Histogram } from './stamps.mjs';
import { Watcher } from './watcher.mjs';

const AT_ONCE = 40;
const ENGINE = '/socket.io/?EIO=4&transport=websocket';

// The app's own back-off, which is TypeScript: read by the app's own compiler.
const frontend = path.resolve(import.meta.dirname, '..', '..', 'frontend');
const { resolve } = createRequire(path.join(frontend, 'package.json'));
const { runnerImport } = await import(pathToFileURL(resolve('vite')).href);
const { Backoff } = (
  await runnerImport(path.join(frontend, 'src', 'replica', 'backoff.ts'), { configFile: false, root: frontend })
).module;

const clients = [];
const attemptsAtMs = [];
const times = new Histogram();
const ages = new Histogram();
const storm = { isOn: false, backAtMs: 0, lastMs: 0, putOff: 0 };

class Client {
  backoff = new Backoff();
  isBack = false;
  snapshots = 0;
  position = undefined;

  constructor(server, topic) {
    Object.assign(this, { server, topic });
  }

  async connect() {
    if (storm.isOn) attemptsAtMs.push(performance.now());
    const watcher = new Watcher(this.server, this.topic, ages, this.position);
    this.watcher = watcher;
    watcher.onClose = () => this.lost(watcher);
    await watcher.whenReady.catch(() => {});
    if (!watcher.isReady) return;
    this.backoff.reset();
    if (storm.isOn && !this.isBack) this.back();
  }

  back() {
    this.isBack = true;
    storm.lastMs = Math.max(0, Math.round(performance.now() - storm.backAtMs));
    times.add(storm.lastMs);
  }

  lost({ position, snapshots, retryAfterMs }) {
    this.position = position;
    if (storm.isOn && !this.isBack && retryAfterMs > 0) storm.putOff += 1;
    this.snapshots += snapshots;
    setTimeout(() => void this.connect(), this.backoff.nextMs(retryAfterMs));
  }
}

answer({
  async connect({ count, topics, port, cookie }) {
    while (clients.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, (_, i) => {
        const topic = topics[(clients.length + i) % topics.length];
        return new Client({ port, path: ENGINE, cookie }, topic);
      });
      clients.push(...some);
      await Promise.all(some.map((client) => client.connect()));
    }
    if (clients.some(({ watcher }) => !watcher.isReady)) throw new Error('not everybody could connect');
    for (const { watcher } of clients) watcher.snapshots = 0;
  },
  /** What happens from now on is the storm. */
  cut() {
    storm.isOn = true;
  },
  serverIsBack() {
    storm.backAtMs = performance.now();
  },
  report() {
    const newest = new Map();
    const versionOf = ({ watcher, position }) => (watcher.position ?? position)?.v ?? 0;
    for (const client of clients) newest.set(client.topic, Math.max(newest.get(client.topic) ?? 0, versionOf(client)));
    const bins = new Map();
    for (const at of attemptsAtMs) {
      const second = Math.floor((at - attemptsAtMs[0]) / 1_000);
      bins.set(second, (bins.get(second) ?? 0) + 1);
    }
    return {
      back: clients.filter(({ isBack }) => isBack).length,
      apart: clients.filter((client) => versionOf(client) !== newest.get(client.topic)).length,
      snapshots: clients.reduce((so, { snapshots, watcher }) => so + snapshots + watcher.snapshots, 0),
      attempts: attemptsAtMs.length,
      busiest: Math.max(0, ...bins.values()),
      meanPerSecond: attemptsAtMs.length / Math.max(1, Math.max(-1, ...bins.keys()) + 1),
      putOff: storm.putOff,
      p50: times.quantile(0.5),
      lastMs: storm.lastMs,
    };
  },
});
