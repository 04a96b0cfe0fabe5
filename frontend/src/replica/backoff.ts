/** A server that restarts is back within twenty seconds; until then nobody need wait longer because others wait as well. */
const STEADY_MS = 20_000;
const GROWTH = 1.5;

/**
 * Full jitter: anything between nothing and a bound, which is `baseMs` for the first twenty seconds of waiting, as they
 * are on average, and then grows by half with each attempt up to `capMs`.
 *
 * Source: the client library's own jitter vanishes at its cap, so a restart brings every client back in the same
 * instant (contrib/backo2.ts of socket.io-client). A bound that grows from the start brings the first attempts of all in
 * one second and leaves the last of them waiting for ten after the server is back; 5,000 clients and a server that is
 * away for 4 s: the busiest second had 4.5 × the mean of attempts and the last was back after 10.6 s, with a steady
 * bound 1.7 × and 2 s (simulated; P8 in docs/benchmarks.md measures it).
 */
export class Backoff {
  private attempts = 0;
  constructor(
    private readonly baseMs = 2_000,
    private readonly capMs = 60_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** How long to wait before the next attempt, ms; at least what the server asked for. */
  nextMs(retryAfterMs = 0): number {
    const steady = (2 * STEADY_MS) / this.baseMs;
    const bound = Math.min(this.capMs, this.baseMs * GROWTH ** Math.max(0, this.attempts++ - steady));
    return retryAfterMs + this.random() * bound;
  }
  reset(): void {
    this.attempts = 0;
  }
}
