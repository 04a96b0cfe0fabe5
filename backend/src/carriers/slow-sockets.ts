// A client that reads more slowly than it is told would grow the server's memory without bound: it is told so once and
// sent nothing else until it asks again, from where it is.
import type { Session } from '#realtime/subscription.ts';
import type { LiveSocket } from './live.adapter.ts';
import { noteLost } from './lost-connections.ts';
import { loadOf } from './socket-load.ts';

/** As Mattermost and Centrifugo bound theirs (REALTIME.md, 1b). */
const MAX_PACKETS = 256;
export const MAX_BYTES = 1_000_000;
const LOOK_EACH_MS = 250;
/** Whoever has not read its buffer in this long is not there any more. */
const GIVE_UP_MS = 30_000;

interface Watched {
  readonly session: Session;
  slowSinceMs: number | undefined;
}

export class SlowSockets {
  private readonly watched = new Map<LiveSocket, Watched>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly onBehind: (session: Session) => void,
    private readonly giveUpMs = GIVE_UP_MS,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_EACH_MS);
    this.timer.unref();
  }

  watch(socket: LiveSocket, session: Session): void {
    this.watched.set(socket, { session, slowSinceMs: undefined });
  }
  forget(socket: LiveSocket): void {
    this.watched.delete(socket);
  }
  stop(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }

  private look(): void {
    const now = performance.now();
    for (const [socket, watched] of this.watched) {
      if (!isOverBudget(socket)) watched.slowSinceMs = undefined;
      else if (watched.slowSinceMs === undefined) {
        watched.slowSinceMs = now;
        this.onBehind(watched.session);
      } else if (now - watched.slowSinceMs > this.giveUpMs) {
        noteLost('unread');
        // With what it has not read: waiting until that is written would be waiting for ever.
        socket.conn.close(true);
      }
    }
  }
}

function isOverBudget(socket: LiveSocket): boolean {
  const { packets, bytes } = loadOf(socket);
  return packets > MAX_PACKETS || bytes > MAX_BYTES;
}
