// Child: thousands who wait in a long poll, on bare TCP sockets.
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { answer } from './child.mjs';
import { Histogram, nowUs, stampsIn } from './stamps.mjs';

const WAIT_MS = 25_000;
const AT_ONCE = 100;
/** An answer is one JSON object. */
const END = '}'.charCodeAt(0);
const times = new Histogram();
let waiting = 0;

answer({
  /** Resolves when every request is written. */
  async wait({ count, port, cookie, topic, at }) {
    const body = JSON.stringify({ at: { [topic]: at }, waitMs: WAIT_MS });
    const request = [
      'POST /api/sync HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Cookie: ${cookie}`,
      `${VERSION_HEADER}: ${CONTRACT_VERSION}`,
      `\r\n${body}`,
    ].join('\r\n');
    const one = () =>
      new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write(request, resolve));
        let bytes = Buffer.alloc(0);
        socket.on('error', reject);
        socket.on('data', (chunk) => {
          bytes = Buffer.concat([bytes, chunk]);
          const [us] = stampsIn(bytes, 0, bytes.length);
          if (us === undefined || bytes.at(-1) !== END) return;
          times.add((nowUs() - us) / 1000);
          socket.destroy();
        });
      });
    while (waiting < count) {
      const some = Math.min(AT_ONCE, count - waiting);
      await Promise.all(Array.from({ length: some }, one));
      waiting += some;
    }
  },
  /** Waits until everybody was answered, or for as long as anyone would. */
  async answers({ patienceMs }) {
    const giveUpAt = performance.now() + patienceMs;
    while (times.count < waiting && performance.now() < giveUpAt) await delay(20);
    const { count } = times;
    return { answered: count, p50: times.quantile(0.5), p99: times.quantile(0.99), maxMs: Math.round(times.maxMs) };
  },
});
