// Child: people who comment over HTTP, at a steady rate or as fast as they are answered.
import http from 'node:http';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { ATTEMPT_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { answer } from './child.mjs';
import { atRate, Histogram, nowUs, toStamp } from './stamps.mjs';

const path = `/api/${addComment.name.replace('.', '/')}`;
const words = 'the light on the water that evening was better than any of us could have said in a comment';

function commenting({ port, cookies, photoIds }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const times = new Histogram();
  const total = { ok: 0, refused: 0, sum: 0, firstError: undefined };
  const one = (i) =>
    new Promise((resolve) => {
      const us = nowUs();
      const body = JSON.stringify({
        id: newId(),
        photoId: photoIds[i % photoIds.length],
        body: `${toStamp(us)} ${words}`,
      });
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        cookie: cookies[i % cookies.length],
        [VERSION_HEADER]: String(CONTRACT_VERSION),
        [ATTEMPT_HEADER]: newId(),
      };
      const end = (isOk, text) => {
        times.add((nowUs() - us) / 1000);
        if (isOk) {
          total.ok += 1;
          total.sum += us % 1e9;
        } else {
          total.refused += 1;
          total.firstError ??= text;
        }
        resolve();
      };
      const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => end(response.statusCode === 200, Buffer.concat(parts).toString().slice(0, 200)));
      });
      request.on('error', (error) => end(false, error.message));
      request.end(body);
    });
  const report = (seconds) => {
    agent.destroy();
    return { ...total, perSecond: total.ok / seconds, p50: times.quantile(0.5), p99: times.quantile(0.99) };
  };
  return { one, report };
}

answer({
  async steady({ perSecond, seconds, ...site }) {
    const { one, report } = commenting(site);
    const all = [];
    await atRate(perSecond, seconds, (i) => all.push(one(i)));
    await Promise.all(all);
    return report(seconds);
  },
  /** Each of `clients` sends the next when the last was answered. */
  async closed({ clients, seconds, ...site }) {
    const { one, report } = commenting(site);
    const endAt = performance.now() + seconds * 1000;
    let count = 0;
    const client = async () => {
      while (performance.now() < endAt) await one(count++);
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: clients }, client));
    return report((performance.now() - startedAt) / 1000);
  },
});
