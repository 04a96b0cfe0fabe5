/** A server that restarts is back within ten seconds; doubling would then wait for up to sixteen. */
const GROWTH = 1.5;

/**
 * Full jitter: anything between nothing and the bound, which grows by half from `baseMs` to `capMs`.
 *
 * Source: the client library's own jitter vanishes at its cap, so a restart brings every client back in the same
 * instant (contrib/backo2.ts of socket.io-client).
 */
export class Backoff {
  private attempts = 0;
  constructor(
    private readonly baseMs = 1_000,
    private readonly capMs = 60_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** How long to wait before the next attempt, ms; at least what the server asked for. */
  nextMs(retryAfterMs = 0): number {
    const bound = Math.min(this.capMs, this.baseMs * GROWTH ** this.attempts++);
    return retryAfterMs + this.random() * bound;
  }
  reset(): void {
    this.attempts = 0;
  }
}
