// P7: from the last byte of a photo to another person's screen, what all of its renditions cost, and fifty at once.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { CURRENT_SET, photoUrl } from '@zoetrope/contract/renditions.ts';
import sharp from 'sharp';
import { startChild } from './child.mjs';
import { cpuMs, rssKiB } from './machine.mjs';
import { marked, percent, round, verdict } from './report.mjs';
import { ask } from './site.mjs';
import { Watcher } from './watcher.mjs';

const [WIDTH_PX, HEIGHT_PX] = [4_000, 3_000];
const ONE_BY_ONE = 10;
const AT_ONCE = 50;
/** The first one has the code compiled and the libraries loaded. */
const WARM_UP = 1;
const LAST_BYTES = 64 * 1024;
const PATIENCE_MS = 600_000;
const SAMPLED_EVERY_MS = 25;
const EVERYONE = { to: 'everyone' };

export async function photos({ site, disturbed }) {
  const folder = path.join(site.dataDir, 'bench-photos');
  await fs.mkdir(folder, { recursive: true });
  const files = [];
  for (let i = 0; i < WARM_UP + ONE_BY_ONE + AT_ONCE; i += 1) files.push(await aPhotograph(folder, i));
  const bare = await disturbed(() => measureBare(files.slice(0, WARM_UP + ONE_BY_ONE), folder));
  const server = await site.startServer({ hasRedis: Boolean(process.env.TEST_REDIS_URL) });
  const screen = new Screen(server, site.people.bob);
  try {
    await screen.whenReady;
    const calm = await disturbed(() => oneByOne(site, server, screen, files.slice(0, WARM_UP + ONE_BY_ONE)));
    const crowd = await disturbed(() => allAtOnce(site, server, screen, files.slice(-AT_ONCE)));
    return { bare, calm, crowd };
  } finally {
    screen.socket.destroy();
    await server.stop();
    await fs.rm(folder, { recursive: true });
  }
}

/** What another person's page hears over its WebSocket. */
class Screen extends Watcher {
  waiting = new Map();
  constructor({ port }, cookie) {
    const address = { port, path: '/socket.io/?EIO=4&transport=websocket', cookie, speaks: 'socket.io' };
    super(address, SitePhotosTopic.of({ siteId: SITE_ID }).key, { add() {} });
  }

  event(bytes, start, end) {
    const text = bytes.toString('utf8', start, end);
    for (const [photoId, awaited] of this.waiting) {
      if (!text.includes(photoId)) continue;
      if (text.includes('"placeholder":"')) awaited.onShown();
      if (text.includes(`"renditions":${CURRENT_SET}`)) awaited.onComplete();
    }
    super.event(bytes, start, end);
  }

  /** Two moments of a photo: there is something to show; there is all of it. */
  awaits(photoId) {
    const awaited = {};
    const shown = new Promise((resolve) => (awaited.onShown = resolve));
    const complete = new Promise((resolve) => (awaited.onComplete = resolve));
    this.waiting.set(photoId, awaited);
    return { shown: within(shown), complete: within(complete).finally(() => this.waiting.delete(photoId)) };
  }
}

const within = (moment) =>
  Promise.race([
    moment,
    delay(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error('a photo never came to the screen');
    }),
  ]);

async function oneByOne(site, server, screen, files) {
  const times = { first: [], all: [] };
  let beforeMs = 0;
  for (const [i, file] of files.entries()) {
    if (i === WARM_UP) beforeMs = cpuMs(server.pid);
    const { firstMs, allMs } = await addOne(site, server, screen, await fs.readFile(file));
    if (i < WARM_UP) continue;
    times.first.push(firstMs);
    times.all.push(allMs);
  }
  return { ...times, cpuMs: (cpuMs(server.pid) - beforeMs) / ONE_BY_ONE, ...(await bytesOf(site, files)) };
}

/** Fifty people who press the button in the same moment. */
async function allAtOnce(site, server, screen, files) {
  const before = { cpu: cpuMs(server.pid), rss: rssKiB(server.pid) };
  let most = before.rss;
  const sampling = setInterval(() => (most = Math.max(most, rssKiB(server.pid))), SAMPLED_EVERY_MS);
  try {
    const found = await Promise.all(files.map(async (file) => addOne(site, server, screen, await fs.readFile(file))));
    return {
      first: found.map(({ firstMs }) => firstMs),
      all: found.map(({ allMs }) => allMs),
      cpuMs: (cpuMs(server.pid) - before.cpu) / files.length,
      restMiB: before.rss / 1024,
      mostMiB: most / 1024,
    };
  } finally {
    clearInterval(sampling);
  }
}

/** Adds a photo in two parts, and looks at the second person's screen from the moment that the last bytes leave. */
async function addOne(site, server, screen, bytes) {
  const [photoId, cookie] = [newId(), site.people.alice];
  const { shown, complete } = screen.awaits(photoId);
  const metadata = Object.entries(toUploadMetadata({ photoId, audience: EVERYONE, caption: '' }))
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`.trim())
    .join(',');
  const tus = { cookie, 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };
  const cut = bytes.length - LAST_BYTES;
  const begun = await ask(server, 'POST', UPLOADS_URL, bytes.subarray(0, cut), {
    ...tus,
    'upload-length': String(bytes.length),
    'upload-metadata': metadata,
  });
  const startedAt = performance.now();
  const sending = ask(server, 'PATCH', begun.headers.get('location'), bytes.subarray(cut), {
    ...tus,
    'upload-offset': String(cut),
  });
  await Promise.all([shown, sending]);
  await ask(server, 'GET', photoUrl(photoId, 'w640.webp'), undefined, { cookie: site.people.bob });
  const firstMs = performance.now() - startedAt;
  await complete;
  return { firstMs, allMs: performance.now() - startedAt };
}

async function measureBare(files, folder) {
  const child = startChild('bare-photos.mjs');
  try {
    await child.ask('render', { files: files.slice(0, WARM_UP), folder: path.join(folder, 'bare') });
    return await child.ask('render', { files: files.slice(WARM_UP), folder: path.join(folder, 'bare') });
  } finally {
    await child.stop();
  }
}

/** What a photo is when it comes, and what the site keeps of one. */
async function bytesOf(site, files) {
  const root = path.join(site.dataDir, 'media');
  const sizes = new Set(await Promise.all(files.map(async (file) => (await fs.stat(file)).size)));
  let kept = 0;
  let received = 0;
  for (const entry of await fs.readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name !== 'received') continue;
    const { size } = await fs.stat(path.join(entry.parentPath, entry.name));
    if (!sizes.has(size)) continue;
    received += size;
    for (const name of await fs.readdir(entry.parentPath))
      kept += (await fs.stat(path.join(entry.parentPath, name))).size;
  }
  return { receivedBytes: received / files.length, keptBytes: kept / files.length };
}

/** 12 megapixels with the grain of a camera, unlike any other. */
async function aPhotograph(folder, number) {
  const file = path.join(folder, `${number}.jpg`);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}">
    <linearGradient id="sky" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${number * 7} 60% 65%)"/>
    <stop offset="1" stop-color="hsl(${number * 7 + 90} 50% 30%)"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#sky)"/><circle cx="${400 + number * 40}" cy="1500" r="700" fill="#fff6dd"/></svg>`;
  const noise = { type: 'gaussian', mean: 128, sigma: 20 };
  const grain = await sharp({
    create: { width: WIDTH_PX / 2, height: HEIGHT_PX / 2, channels: 3, background: '#888', noise },
  })
    .resize(WIDTH_PX, HEIGHT_PX)
    .png({ compressionLevel: 0 })
    .toBuffer();
  await sharp(Buffer.from(drawing))
    .composite([{ input: grain, blend: 'soft-light' }])
    .removeAlpha()
    .jpeg({ quality: 88 })
    .toFile(file);
  return file;
}

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const most = (values) => Math.max(...values);
const seconds = (ms) => round(ms / 1_000, 2);
const megabytes = (bytes) => round(bytes / 1e6, 2);

export function photosSection({ bare, calm, crowd }) {
  const ratio = calm.cpuMs / bare.cpuMs;
  const row = (name, found) => [
    marked(name, found),
    `${round(middle(found.first), 0)} / ${round(most(found.first), 0)}`,
    `${seconds(middle(found.all))} / ${seconds(most(found.all))}`,
    seconds(found.cpuMs),
    found.mostMiB === undefined ? '' : `${round(found.restMiB, 0)} / ${round(found.mostMiB, 0)}`,
    percent(found.others),
  ];
  const isDisturbed = calm.others > 0.1;
  return {
    title: 'a photo on another person’s screen',
    conditions:
      `JPEGs of 12 megapixels (${WIDTH_PX} × ${HEIGHT_PX}, ${megabytes(calm.receivedBytes)} MB), for everyone; one uploads, another holds the page over WebSocket. First is ` +
      `from the moment that the last 64 kB leave the one until the other has heard of the photo and has all bytes of its first rendition; all is until its page hears that every rendition is there. ` +
      `${calm.first.length} photos one after the other, each waited for; then ${crowd.first.length} at once. Bare sharp makes the same files with the same settings from one decode, and nothing else.`,
    columns: [
      'photos',
      'first, p50 / max ms',
      'all, p50 / max s',
      'CPU s per photo',
      'MiB before / at most',
      'others took',
    ],
    rows: [
      row(`Zoetrope, ${calm.first.length} one by one`, calm),
      row(`Zoetrope, ${crowd.first.length} at once`, crowd),
      [marked('bare sharp, one by one', bare), '', seconds(bare.ms), seconds(bare.cpuMs), '', percent(bare.others)],
    ],
    findings: [
      `First rendition p50 ${round(middle(calm.first), 0)} ms, target ≤ 600: ${verdict(middle(calm.first) <= 600, isDisturbed)}.`,
      `All renditions, placeholder, checksum, original and rows: ${round(ratio, 2)} × the CPU of bare sharp, target ≤ 1.3: ${verdict(ratio <= 1.3, isDisturbed || bare.others > 0.1)}.`,
      `${crowd.first.length} uploads at once held ${round(crowd.mostMiB - crowd.restMiB, 0)} MiB more than before them; together they are ${round((crowd.first.length * calm.receivedBytes) / 2 ** 20, 0)} MiB, and decoded ${round((crowd.first.length * WIDTH_PX * HEIGHT_PX * 3) / 2 ** 20, 0)} MiB.`,
      `Kept of a photo: ${megabytes(calm.keptBytes)} MB, of which ${megabytes(calm.receivedBytes)} MB as it came and ${megabytes(calm.keptBytes - calm.receivedBytes)} MB made from it.`,
    ],
  };
}
