// Who sends a request. Declared by the carriers, filled by accounts/.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { CALLER_HEADER } from '@zoetrope/contract/kernel/wire.ts';

export interface Authenticated {
  readonly caller: Caller;
  /** The session that the cookie names; undefined for a visitor. Sockets of an ended session are closed. */
  readonly sessionId: string | undefined;
}

export interface Authentication {
  /**
   * Who holds the session cookie in these headers; a visitor when there is none.
   * Errors: rejects with Refusal `session-ended` when a cookie names a session that is over or was never there, or is
   * not that of the caller whose page this is (CALLER_HEADER).
   */
  authenticate(headers: IncomingHttpHeaders): Promise<Authenticated>;
  /** The same without a promise, when this node has it in memory; undefined when PostgreSQL must be asked. */
  remembered(headers: IncomingHttpHeaders): Authenticated | undefined;
  /** Hears of every session that ended, on whichever node: within 2 s, within 5 s with Redis down. */
  onSessionEnded(listener: (sessionId: string) => void): () => void;
  /** True when the Origin of a request with effects is this site's. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean;
}

/**
 * The same for what visitors may see as well: there an old cookie is no error, and whoever sends it is a visitor.
 *
 * Errors: Refusal `session-ended` all the same where the page says whose it is.
 */
export async function callerOrVisitor(authentication: Authentication, headers: IncomingHttpHeaders): Promise<Caller> {
  try {
    return (await authentication.authenticate(headers)).caller;
  } catch (error) {
    const isOld = error instanceof Refusal && error.body.kind === 'unauthenticated';
    if (isOld && headers[CALLER_HEADER] === undefined) return VISITOR;
    throw error;
  }
}

export const AUTHENTICATION = Symbol('Authentication');
