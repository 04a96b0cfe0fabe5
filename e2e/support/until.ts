import { setTimeout as delay } from 'node:timers/promises';

/** Called at each look: whoever polls has a turn while somebody waits, and rests while nobody does. */
const turns = new Set<() => void>();

/** Adds somebody whose turn comes whenever a test waits. Returns what ends that. */
export function takesTurns(turn: () => void): () => void {
  turns.add(turn);
  return () => turns.delete(turn);
}

/** Far above what any awaited state takes, far below the runner's own limit. */
let patienceByDefaultMs = 8_000;

/** For runs in which most states are expected never to come. */
export function setPatience(ms: number): void {
  patienceByDefaultMs = ms;
}

/**
 * Waits for a state; never for a time. Resolves with the first answer that is neither false nor undefined.
 *
 * Errors: rejects naming `what` after `patienceMs`, so that a failing test says what did not happen.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = patienceByDefaultMs,
  /** Between two looks; more for looks that cost something. */
  pauseMs = 10,
): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== undefined) return seen;
    if (performance.now() > giveUpAt) throw new Error(`it never happened that ${what}`);
    for (const turn of turns) turn();
    await delay(pauseMs);
  }
}
