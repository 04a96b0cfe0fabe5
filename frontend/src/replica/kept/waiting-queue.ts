// Whose upload queue may wait on this device while nobody is signed in: a session that a new password or its age ended was
// not meant to leave it (decision 0020). Only a mark; the queue itself is kept by those who send it.
import { QUEUE_WAITS_DAYS } from '@zoetrope/contract/accounts.ts';

const KEY = 'zoetrope:queue-waits';
const WAITS_MS = QUEUE_WAITS_DAYS * 24 * 60 * 60_000;

/** At once and for all tabs: another one, whose cookie this one has just lost, learns it from here alone. */
export function letQueueWait(personId: string, nowMs = Date.now()): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ personId, untilMs: nowMs + WAITS_MS }));
  } catch {
    // Where storage is forbidden no queue was kept.
    return;
  }
}

/** The person whose queue stays; undefined when nobody's may, or when it has waited long enough. */
export function whoseQueueWaits(nowMs = Date.now()): string | undefined {
  try {
    const { personId, untilMs } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return nowMs < untilMs ? personId : undefined;
  } catch {
    return undefined;
  }
}

/** Somebody is signed in here: a queue is theirs and goes on, or is another's and goes. */
export function endQueueWait(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    return;
  }
}
