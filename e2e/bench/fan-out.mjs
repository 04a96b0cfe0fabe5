// P1 and P2: comments to a thousand people, through the whole stack, beside servers that only pass events on.
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { cpuMs, rssKiB } from './machine.mjs';

export const WATCHERS = 1_000;
/** What comes later than this after the last event was not live. */
const IN_TIME_MS = 2_000;
const PATIENCE_MS = 12_000;
const WARM_UP_SECONDS = 3;
const ENGINE = '/socket.io/?EIO=4&transport=websocket';

/** What Socket.IO puts around the text of an event: 42["batches",""]. */
const SOCKET_IO_BYTES = 16;

/** The rows of one rate: ours (with what its commands cost without a watcher) and the peers. */
export async function fanOut({ site, disturbed, perSecond, seconds, peers, peerSeconds, nchan }) {
  const rows = [];
  const hasRedis = Boolean(process.env.TEST_REDIS_URL);
  const name = hasRedis ? 'Zoetrope, with Redis' : 'Zoetrope, no Redis';
  const ours = await disturbed(async () =>
    measureDelivery(await site.startServer({ hasRedis }), site, { name, perSecond, seconds }),
  );
  rows.push(ours);
  for (const kind of peers) {
    rows.push(await disturbed(() => measurePeer(kind, perSecond, peerSeconds, Math.round(ours.bytesPerChange), nchan)));
  }
  return rows;
}

/**
 * Comments on one photo at a steady rate, to `count` who watch it through `server` (`{ port, pids, stop() }`), which is
 * stopped. `paths` are where they connect.
 */
export async function measureDelivery(server, site, { name, perSecond, seconds, count = WATCHERS, paths = [ENGINE] }) {
  const commands = startChild('commands.mjs');
  const watchers = startChild('watchers.mjs');
  const photo = site.photos[0];
  const load = { port: server.port, cookies: [site.people.alice], photoIds: [photo.photoId], perSecond };
  try {
    // Warm, on another photo: code that the compiler has not met yet would be counted as the price of commands.
    await commands.ask('closed', { ...load, photoIds: [site.photos[1].photoId], clients: 8, seconds: WARM_UP_SECONDS });
    const before = await costAlone(server, commands, load, seconds);
    const emptyKiB = rssOf(server.pids);
    const { port } = server;
    await watchers.ask('connect', { count, topics: [photo.topic], port, paths, cookie: site.people.alice });
    const bytesPerChange = await oneFrame(watchers, commands, load, count);
    const kibPerWatcher = (rssOf(server.pids) - emptyKiB) / count;
    const full = await deliver(server.pids, count, watchers, () => commands.ask('steady', { ...load, seconds }));
    // Again when the watchers are gone: code that was still warming up before would flatter what is left after subtraction.
    await watchers.stop();
    const after = await costAlone(server, commands, load, seconds);
    const commandUs = Math.min(before, after);
    const { ok, refused, firstError } = full.sent;
    if (refused > 0) console.log(`  ! ${refused} commands refused: ${firstError}`);
    return {
      name,
      ...shared(full, perSecond, count),
      bytesPerChange,
      kibPerWatcher,
      commandUs,
      commandUsBefore: before,
      commandUsAfter: after,
      usPerDelivery: (full.ms * 1000 - commandUs * ok) / full.report.delivered,
      grossUsPerDelivery: (full.ms * 1000) / full.report.delivered,
    };
  } finally {
    await Promise.all([watchers.stop(), commands.stop()]);
    await server.stop();
  }
}

/** Server CPU µs for each of the same commands while nobody watches. */
async function costAlone(server, commands, load, seconds) {
  const { ms, done } = await costOf(server.pids, async () => {
    const sent = await commands.ask('steady', { ...load, seconds: Math.ceil(seconds / 2) });
    await delay(500);
    return sent;
  });
  return (ms * 1000) / done.ok;
}

async function oneFrame(watchers, commands, load, count) {
  await watchers.ask('begin');
  const { sum } = await commands.ask('steady', { ...load, perSecond: 1, seconds: 1 });
  await untilDelivered(watchers, count, PATIENCE_MS);
  const { bytes, delivered } = await watchers.ask('report', { sum });
  return bytes / delivered;
}

const PEERS = {
  ws: { name: 'plain `ws`, one pre-built frame', path: '/', speaks: 'ws' },
  sio: { name: 'Socket.IO, default room', path: ENGINE },
  'sio-redis': { name: 'Socket.IO + Redis adapter', path: ENGINE },
  nchan: { name: 'nchan in nginx, one worker', path: '/watch', speaks: 'ws' },
};

/** Where nginx passes the events on, its worker is measured and not who publishes. */
async function measurePeer(kind, perSecond, seconds, bytes, nchan) {
  const { name, ...door } = PEERS[kind];
  const nginx = kind === 'nchan' ? await nchan() : undefined;
  const peer = startChild('peer.mjs', [kind, ...(nginx ? [nginx.port] : [])]);
  const watchers = startChild('watchers.mjs');
  const pid = nginx?.pid ?? peer.pid;
  try {
    const port = await peer.ask('port');
    const emptyKiB = rssKiB(pid);
    await watchers.ask('connect', { count: WATCHERS, port, ...door });
    // Code that never ran is slow code, here as in ours.
    const events = { perSecond, bytes: door.speaks === 'ws' ? bytes : bytes - SOCKET_IO_BYTES };
    await peer.ask('publish', { ...events, seconds: 1 });
    await untilDelivered(watchers, perSecond * WATCHERS, PATIENCE_MS);
    const kibPerWatcher = (rssKiB(pid) - emptyKiB) / WATCHERS;
    const full = await deliver([pid], WATCHERS, watchers, () => peer.ask('publish', { ...events, seconds }));
    return {
      name,
      ...shared(full, perSecond, WATCHERS),
      bytesPerChange: full.report.bytes / full.report.delivered,
      kibPerWatcher,
      usPerDelivery: (full.ms * 1000) / full.report.delivered,
    };
  } finally {
    await Promise.all([watchers.stop(), peer.stop(), nginx?.stop()]);
  }
}

const shared = ({ report, inTime, sent }, perSecond, count) => ({
  perSecond,
  count,
  events: sent.ok,
  shareInTime: inTime / (sent.ok * count),
  share: report.delivered / (sent.ok * count),
  incomplete: report.incomplete,
  behind: report.behind,
  framesPerWatcher: report.frames / count,
  p50: report.p50,
  p99: report.p99,
  maxMs: report.maxMs,
});

/** CPU of the server from the first event until the last is delivered, or until nobody would wait any more. */
async function deliver(pids, count, watchers, send) {
  await watchers.ask('begin');
  let inTime = 0;
  const { ms, done: sent } = await costOf(pids, async () => {
    const done = await send();
    inTime = await untilDelivered(watchers, done.ok * count, IN_TIME_MS);
    if (inTime < done.ok * count) await untilDelivered(watchers, done.ok * count, PATIENCE_MS);
    return done;
  });
  return { ms, sent, inTime, report: await watchers.ask('report', { sum: sent.sum }) };
}

async function untilDelivered(watchers, count, patienceMs) {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const seen = await watchers.ask('count');
    if (seen >= count || performance.now() > giveUpAt) return seen;
    await delay(50);
  }
}

const total = (pids, of) => pids.reduce((so, pid) => so + of(pid), 0);
const rssOf = (pids) => total(pids, rssKiB);

/** User and system time of these processes together. */
async function costOf(pids, work) {
  const before = total(pids, cpuMs);
  const done = await work();
  return { ms: total(pids, cpuMs) - before, done };
}
