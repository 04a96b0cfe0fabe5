// A real Redis that a test may stop and start again, on its own port.
import { findFreePort } from '#support/server.ts';

export interface Redis {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Running {
  readonly url: string;
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
