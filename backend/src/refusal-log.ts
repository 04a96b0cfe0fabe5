// One line for each request that was refused, on whichever carrier: whoever runs the site sees what people run into, and
// what strangers try. Reads of what is not there are left out, since every robot asks for pages that are not there.
import type { ErrorBody, ErrorCode } from '@zoetrope/contract/errors.ts';
import { logLine } from './log.ts';

/** What breaks and what is away is told where it is found, a wrong password with the network that it came from. */
const TOLD_ELSEWHERE: ReadonlySet<ErrorCode> = new Set(['internal', 'unavailable', 'wrong-password']);
/** A flood of refusals must not become a flood of lines: this many at once, then a few a second. */
const LINES_AT_ONCE = 100;
const LINES_PER_SECOND = 5;

let room = LINES_AT_ONCE;
let filledAtMs = performance.now();
let unprinted = 0;

/** Prints `code`, `where` (method and path, or the socket's message) and which fields were wrong; never what was given. */
export function noteRefusal({ code, fields }: ErrorBody, where: string): void {
  if (TOLD_ELSEWHERE.has(code)) return;
  const nowMs = performance.now();
  room = Math.min(LINES_AT_ONCE, room + ((nowMs - filledAtMs) / 1_000) * LINES_PER_SECOND);
  filledAtMs = nowMs;
  if (room < 1) {
    unprinted += 1;
    return;
  }
  room -= 1;
  logLine('notice', 'A request was refused.', { code, where, fields, unprinted: unprinted || undefined });
  unprinted = 0;
}
