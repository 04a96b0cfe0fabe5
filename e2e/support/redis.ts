// A real Redis that a test may stop and start again, on its own port.
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { findFreePort } from '#support/server.ts';

export interface Redis {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Running {
  readonly url: string;
  /** Of a Redis that is ours to end; the one that REDIS_URL names belongs to others. */
  readonly pid?: number;
  stop(): Promise<void>;
}

/** undefined where there is none; then one loud line has said how to get it. */
export async function startRedisOfOurOwn(): Promise<Redis | undefined> {
  // What brings Redis up is a script of docker/, and knows where to find one.
  const script = new URL('../../docker/redis.mjs', import.meta.url).href;
  const { startRedis } = (await import(script)) as { startRedis(o: { port: number }): Promise<Running | undefined> };
  const port = await findFreePort();
  let running = await startRedis({ port });
  if (!running) return undefined;
  if (running.pid === undefined) return cuttable(running.url, port);
  return {
    url: running.url,
    async stop() {
      await running?.stop();
    },
    async start() {
      running = await startRedis({ port });
    },
  };
}

/** A way to somebody else's Redis which we can cut: to our servers it is as gone as one that has stopped. */
async function cuttable(target: string, port: number): Promise<Redis> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(targetPort || 6379), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        sockets.delete(socket);
      });
    }
    near.pipe(far).pipe(near);
  });
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const way: Redis = {
    url: url.href,
    async stop() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async start() {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
  };
  await way.start();
  return way;
}
