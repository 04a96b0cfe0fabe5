// Child: people who ask again and again whether something changed, on connections that stay open, one question at a time.
import net from 'node:net';
import { answer } from './child.mjs';

answer({
  /** Counts answers; every one must be a 304, which has no body. */
  async unchanged({ port, path, headers, connections, seconds }) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n`);
    let count = 0;
    const startedAt = performance.now();
    const endAt = startedAt + seconds * 1000;
    const one = () =>
      new Promise((resolve, reject) => {
        let rest = '';
        const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
        socket.setNoDelay(true);
        socket.on('error', reject);
        socket.on('data', (chunk) => {
          rest += chunk.latin1Slice();
          if (!rest.endsWith('\r\n\r\n')) return;
          if (!rest.startsWith('HTTP/1.1 304 ')) reject(new Error(`not a 304: ${rest.slice(0, 300)}`));
          rest = '';
          count += 1;
          if (performance.now() < endAt) socket.write(request);
          else socket.end(resolve);
        });
      });
    await Promise.all(Array.from({ length: connections }, one));
    return { count, perSecond: (count * 1000) / (performance.now() - startedAt) };
  },
});
