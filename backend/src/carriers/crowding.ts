// How many connections and held polls one household may have here. A wedding behind one address fits; a program that opens
// sockets in a loop does not, and takes nobody else's place.
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { logLine } from '#log.ts';

const RETRY_MS = 10_000;
/** One line for each household that is full, and not more often than this. */
const SAY_EACH_MS = 60_000;

export class Crowding {
  private readonly held = new Map<string, number>();
  private saidAtMs = -SAY_EACH_MS;

  constructor(private readonly max: number) {}

  /** Why this household gets no further connection; undefined when it may have one. */
  refusal(network: string): ErrorBody | undefined {
    if ((this.held.get(network) ?? 0) < this.max) return undefined;
    this.say(network);
    return errorBody('slow-down', { retryAfterMs: Math.round(RETRY_MS * (1 + Math.random())) });
  }

  /** Counts one, until what is returned is called. */
  hold(network: string): () => void {
    this.held.set(network, (this.held.get(network) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = this.held.get(network)! - 1;
      if (left > 0) this.held.set(network, left);
      else this.held.delete(network);
    };
  }

  private say(network: string): void {
    const nowMs = performance.now();
    if (nowMs - this.saidAtMs < SAY_EACH_MS) return;
    this.saidAtMs = nowMs;
    logLine(
      'warning',
      'One address has all the connections that it may have. If it is a proxy of yours, set TRUST_PROXY.',
      {
        network,
        connections: this.max,
      },
    );
  }
}
