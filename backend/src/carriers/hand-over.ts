// The end of a process among others: it takes nobody new, and lets go of whom it has one after the other, so that no other
// process meets them all at once and nobody waits for more than a blink.
import type { Server } from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Connections that are let go of in portions. */
export interface Crowd {
  readonly count: number;
  release(count: number): void;
}

const PORTION_MS = 100;

/** Refuses new connections at once. Those that a proxy keeps open are closed with their next answer, and not before. */
export function stopAccepting(server: Server): void {
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  // Not http.Server's own `close`, which cuts idle connections that a proxy may be using in this very moment.
  net.Server.prototype.close.call(server);
}

/** Resolves when all were let go of, evenly over `ms`, or when there was nobody. */
export async function handOver(crowds: readonly Crowd[], ms: number): Promise<void> {
  const endAtMs = performance.now() + ms;
  const shares = crowds.map((crowd) => ({ crowd, due: 0 }));
  while (crowds.some(({ count }) => count > 0)) {
    const portions = Math.max(1, (endAtMs - performance.now()) / PORTION_MS);
    for (const share of shares) {
      share.due += share.crowd.count / portions;
      const now = Math.floor(share.due);
      share.due -= now;
      if (now > 0) share.crowd.release(now);
    }
    await delay(PORTION_MS);
  }
}
