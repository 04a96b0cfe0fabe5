// Word to the other processes that serve the same database: Socket.IO's adapter over Redis. It may be lost, repeated or
// late; the log makes up for that. Without Redis there are no other nodes.
import type { Server } from 'socket.io';
import { Canary } from './canary.ts';
import type { RedisLink } from './redis.ts';

/** The one event of serverSideEmit that we use. */
const WORD = 'word';
const CANARY = 'canary';

type Listener = (text: string) => void;
type MakeAdapter = Parameters<Server['adapter']>[0];

export class OtherNodes {
  private readonly listeners = new Map<string, Set<Listener>>();
  private server: Server | undefined;
  private isTied = false;
  private readonly canary: Canary;

  constructor(private readonly redis: RedisLink | undefined) {
    this.canary = new Canary({
      sing: (song) => this.isTied && this.server?.serverSideEmit(WORD, CANARY, song),
      onSilence: () => this.redis?.nameDeaf(),
      onSong: () => this.redis?.nameHearing(),
    });
  }

  /** True when other processes may serve the same database. */
  get areExpected(): boolean {
    return this.redis !== undefined;
  }
  /** True when a word would reach them, and theirs us. */
  get areHeard(): boolean {
    return this.isTied && this.redis?.isReady === true;
  }

  /** Ties the server to the others as soon as Redis answers; nothing waits for that. */
  attach(server: Server): void {
    this.server = server;
    server.on(
      WORD as never,
      ((kind: string, text: string) => {
        for (const listener of this.listeners.get(kind) ?? []) listener(text);
      }) as never,
    );
    void this.redis?.whenFirstReady().then((makeAdapter) => {
      changeAdapter(server, makeAdapter as MakeAdapter);
      this.isTied = true;
    });
    this.redis?.onMessage((message) => this.canary.listen(message));
    if (this.redis) this.canary.start();
  }

  /** Tells every other node; false when it could not be said. Never throws. */
  tell(kind: string, text: string): boolean {
    if (!this.areHeard) return false;
    this.server!.serverSideEmit(WORD, kind, text);
    return true;
  }

  on(kind: string, listener: Listener): void {
    const listeners = this.listeners.get(kind);
    if (listeners) listeners.add(listener);
    else this.listeners.set(kind, new Set([listener]));
  }

  async close(): Promise<void> {
    this.canary.stop();
    await this.redis?.close();
  }
}

/** Sockets that came before keep their rooms: old and new adapter share them. */
function changeAdapter(server: Server, makeAdapter: MakeAdapter): void {
  const { rooms, sids } = server.of('/').adapter;
  server.adapter(makeAdapter);
  Object.assign(server.of('/').adapter, { rooms, sids });
}
