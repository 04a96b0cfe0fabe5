// Long polls that are being held: who ends them, besides news.
import type { ServerResponse } from 'node:http';
import type { Authentication } from './authentication.port.ts';

export interface Wait {
  readonly signal: AbortSignal;
  /** The caller's session ended while it waited. */
  readonly isSessionOver: boolean;
  end(): void;
}

interface Held {
  readonly sessionId: string | undefined;
  isSessionOver: boolean;
  readonly stop: AbortController;
}

export class WaitingPolls {
  private readonly held = new Set<Held>();

  constructor(authentication: Pick<Authentication, 'onSessionEnded'>) {
    authentication.onSessionEnded((sessionId) => {
      for (const held of this.held) {
        if (held.sessionId !== sessionId) continue;
        held.isSessionOver = true;
        held.stop.abort();
      }
    });
  }

  /** Waits at most `waitMs`, and no longer than the client does. `end` must be called. */
  begin(response: ServerResponse, sessionId: string | undefined, waitMs: number): Wait {
    const held: Held = { sessionId, isSessionOver: false, stop: new AbortController() };
    const abort = () => held.stop.abort();
    const timer = setTimeout(abort, waitMs);
    response.once('close', abort);
    this.held.add(held);
    return {
      signal: held.stop.signal,
      get isSessionOver() {
        return held.isSessionOver;
      },
      end: () => {
        clearTimeout(timer);
        response.off('close', abort);
        this.held.delete(held);
      },
    };
  }

  get count(): number {
    return this.held.size;
  }

  /** Answers so many of them with what there is. */
  release(count: number): void {
    for (const { stop } of [...this.held].slice(0, count)) stop.abort();
  }

  /** Answers everybody with what there is: the node stops. */
  stop(): void {
    this.release(this.held.size);
  }
}
