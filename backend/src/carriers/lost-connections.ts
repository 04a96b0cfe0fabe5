// Connections that this process closed because nobody was at the other end any more. Phones and laptops go like that all
// day, so they are summed up: one line for the first, and for the rest no more than one in ten seconds.
import { logLine } from '#log.ts';

/** It answered no ping, or did not read what it was told. */
export type Loss = 'silent' | 'unread';

const SUM_UP_MS = 10_000;

const counts: Record<Loss, number> = { silent: 0, unread: 0 };
let toldAtMs = -SUM_UP_MS;
let timer: NodeJS.Timeout | undefined;

export function noteLost(how: Loss): void {
  counts[how]++;
  timer ??= setTimeout(tell, Math.max(0, toldAtMs + SUM_UP_MS - performance.now())).unref();
}

function tell(): void {
  timer = undefined;
  toldAtMs = performance.now();
  logLine('notice', 'Connections were closed that nobody listens to any more.', { ...counts });
  counts.silent = counts.unread = 0;
}
