// Two connections to Redis and the adapter that speaks through them.
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';

const RECONNECT_MS = 200;
const CLOSE_MS = 500;
const CHANNELS = 'zoetrope';

/** A Redis that is away at the start is no error; longer than this nobody waits to know. */
const PROBE_MS = 1_000;

/**
 * What a Redis that answers at this address has against us: a password, a number of a database. undefined when it takes us,
 * and when nobody answers within a second, which may pass by itself.
 */
export async function refusalOfRedis(url: string): Promise<string | undefined> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PROBE_MS, retryStrategy: () => null });
  let refusal: string | undefined;
  const note = (error: Error) => {
    if (error.name === 'ReplyError') refusal ??= error.message;
  };
  client.on('error', note);
  const giveUp = setTimeout(() => client.disconnect(), 2 * PROBE_MS);
  await client
    .connect()
    .then(() => client.ping())
    .catch(note);
  clearTimeout(giveUp);
  client.disconnect();
  return refusal;
}

export class RedisLink {
  private readonly pub: Redis;
  private readonly sub: Redis;
  private isClosing = false;
  private isDeaf = false;
  private readonly note: (isUp: boolean, reason?: string) => void;

  /** Connects in the background, again and again. `onChange` hears when it is up and when it is lost, once each. */
  constructor(url: string, onChange: (isUp: boolean, reason: string | undefined) => void) {
    const retryStrategy = () => RECONNECT_MS + Math.random() * RECONNECT_MS;
    // What cannot be said now is never said: the log tells it better than a queue in memory.
    this.pub = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy });
    this.sub = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
    neverReject(this.pub, 'publish');
    neverReject(this.pub, 'spublish');
    for (const method of ['subscribe', 'psubscribe', 'ssubscribe'] as const) keepSubscribed(this.sub, method);
    let wasUp: boolean | undefined;
    this.note = (isUp, reason) => {
      if (isUp === wasUp || this.isClosing) return;
      wasUp = isUp;
      onChange(isUp, reason);
    };
    for (const client of [this.pub, this.sub]) {
      client.on('error', (error: Error) => this.note(this.isReady, error.message));
      client.on('close', () => this.note(false));
      client.on('ready', () => {
        if (this.isReady) this.note(true);
      });
    }
  }

  get isReady(): boolean {
    return !this.isDeaf && this.areConnected;
  }
  private get areConnected(): boolean {
    return this.pub.status === 'ready' && this.sub.status === 'ready';
  }

  /** Hears everything that Redis hands to this node, by whichever kind of subscription. */
  onMessage(listener: (message: Buffer) => void): void {
    for (const event of ['messageBuffer', 'smessageBuffer'])
      this.sub.on(event, (_channel: Buffer, message: Buffer) => listener(message));
  }

  /** What is said does not come back although both are connected: as good as away, and connected anew. */
  nameDeaf(): void {
    if (this.areConnected) this.note(false, 'it is connected, and does not pass on what it is told');
    this.isDeaf = true;
    // Also one that hangs in its greeting: what got lost there is never said again.
    for (const client of [this.pub, this.sub])
      if (client.status === 'ready' || client.status === 'connect') client.disconnect(true);
  }
  /** It passes words on again. */
  nameHearing(): void {
    if (!this.isDeaf) return;
    this.isDeaf = false;
    if (this.isReady) this.note(true);
  }

  /** The adapter that suits this Redis, once it has answered. Never rejects. */
  async whenFirstReady(): Promise<(namespace: any) => unknown> {
    for (;;) {
      for (const client of [this.pub, this.sub])
        await new Promise<void>((resolve) => {
          if (client.status === 'ready') resolve();
          else client.once('ready', resolve);
        });
      const text = await this.pub.info('server').catch(() => undefined);
      if (text === undefined) continue;
      const major = Number(/redis_version:(\d+)/.exec(text)?.[1] ?? 0);
      // Static: one channel for all. Dynamic subscribes to one for each room, and rooms here are local anyway.
      if (major >= 7)
        return createShardedAdapter(this.pub, this.sub, { channelPrefix: CHANNELS, subscriptionMode: 'static' });
      return createAdapter(this.pub, this.sub, { key: CHANNELS });
    }
  }

  /** `quit`, not `disconnect`, which crashed 2 of 3 shutdowns (DESIGN.md, section 9); a deaf one answers no `quit`. */
  async close(): Promise<void> {
    this.isClosing = true;
    const quit = async (client: Redis): Promise<void> => {
      const giveUp = setTimeout(() => client.disconnect(), CLOSE_MS);
      await client.quit().catch(() => client.disconnect());
      clearTimeout(giveUp);
    };
    await Promise.all([quit(this.pub), quit(this.sub)]);
  }
}

/**
 * What the adapter subscribes to is asked for on each new connection, and never rejects. ioredis asks again only for what was
 * granted, and lets a subscription overtake its greeting, which then fails and takes the subscription along: the node would
 * be deaf for good. Seen in 1 of 6 starts of two nodes at once.
 */
function keepSubscribed(client: Redis, method: 'subscribe' | 'psubscribe' | 'ssubscribe'): void {
  const send = client[method].bind(client) as (...channels: string[]) => Promise<unknown>;
  const wanted = new Set<string>();
  const ask = (channels: Iterable<string>) => send(...channels).catch(() => undefined);
  Object.assign(client, {
    [method]: (...channels: (string | string[])[]) => {
      const asked = channels.flat();
      for (const channel of asked) wanted.add(channel);
      return ask(asked);
    },
  });
  client.on('ready', () => {
    if (wanted.size > 0) void ask(wanted);
  });
}

/** The adapter drops the promise of a publish: with Redis away it would end the process as an unhandled rejection. */
function neverReject(client: Redis, method: 'publish' | 'spublish'): void {
  const send = client[method].bind(client) as (...words: unknown[]) => Promise<number>;
  Object.assign(client, { [method]: (...words: unknown[]) => send(...words).catch(() => 0) });
}
