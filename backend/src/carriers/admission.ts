// How many come in: whoever is one too many in this second is told when to come back, at the cost of one short answer.
// A node that restarts, or takes over another one's clients, stays able to serve those whom it has.
import { errorBody, Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Objection } from './door.ts';

/** So many seconds' worth may come at once. */
const BURST_S = 2;
const MIN_BACK_MS = 1_000;
const MIN_SPREAD_MS = 4_000;
const MAX_SPREAD_MS = 60_000;
/** A new connection of Socket.IO: requests of one that there is carry its `sid`. */
const SOCKET = /^\/socket\.io(?=[/?])/;
const SID = /[?&]sid=/;

const isNewSocket = (url = ''): boolean => SOCKET.test(url) && !SID.test(url);

export class Admission {
  private tokens: number;
  private countedAtMs = performance.now();
  /** How many were sent away and may be about to come again. */
  private waiting = 0;
  private leaving = false;

  constructor(
    /** New connections and new pollers a second. */
    private readonly rate: number,
    private readonly random: () => number = Math.random,
  ) {
    this.tokens = rate * BURST_S;
  }

  /** The process is about to stop and takes nobody new. */
  get isLeaving(): boolean {
    return this.leaving;
  }
  leave(): void {
    this.leaving = true;
  }

  /** When so many may come back, so that whoever takes them in is not overrun, ms. Drawn anew for each. */
  comeBackMs(count: number): number {
    return Math.round(this.random() * Math.min(MAX_SPREAD_MS, Math.max(MIN_BACK_MS, (2_000 * count) / this.rate)));
  }

  /** undefined: it may come in, and was counted. */
  refusal(): ErrorBody | undefined {
    if (this.leaving) return errorBody('unavailable', { retryAfterMs: this.comeBackMs(0) });
    const nowMs = performance.now();
    const room = (this.rate * (nowMs - this.countedAtMs)) / 1_000;
    this.countedAtMs = nowMs;
    this.tokens = Math.min(this.rate * BURST_S, this.tokens + room);
    this.waiting = Math.max(0, this.waiting - room);
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return undefined;
    }
    this.waiting += 1;
    // Twice the time in which all who wait could be let in: the second half is for those who come meanwhile.
    const spreadMs = Math.min(MAX_SPREAD_MS, Math.max(MIN_SPREAD_MS, (2_000 * this.waiting) / this.rate));
    return errorBody('unavailable', { retryAfterMs: Math.round(MIN_BACK_MS + this.random() * spreadMs) });
  }

  /** For a poller whose session or topics this node does not know. Errors: Refusal `unavailable` with `retryAfterMs`. */
  admitPoller(): void {
    const body = this.refusal();
    if (body) throw new Refusal('unavailable', { retryAfterMs: body.retryAfterMs! });
  }

  /**
   * Objects to a connection that is one too many, and before that to whatever `first` objects to.
   *
   * A process that is about to stop says that the connection is not here, which makes a front ask another one: what the
   * front kept open still leads to this one. What a full process sheds is not for the next (docs/decisions/0010).
   */
  toObjection(first: Objection): Objection {
    return (request) => {
      if (!isNewSocket(request.url)) return undefined;
      return this.leaving ? errorBody('not-found') : (first(request) ?? this.refusal());
    };
  }
}
