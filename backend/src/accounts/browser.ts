// What the controllers use of Express, whose types are not installed.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Authentication } from '#carriers/authentication.port.ts';

export interface BrowserRequest extends IncomingMessage {
  /** The client's address; behind a proxy only as TRUST_PROXY allows. */
  readonly ip?: string;
  /** True over https; behind a proxy only as TRUST_PROXY allows. */
  readonly secure: boolean;
}
export type BrowserResponse = ServerResponse;

export interface SignedIn {
  readonly personId: string;
  readonly sessionId: string;
}

/** Who is signed in. Errors: Refusal `unauthenticated` for a visitor, `session-ended` for an old cookie. */
export async function signedIn(authentication: Authentication, request: BrowserRequest): Promise<SignedIn> {
  const { caller, sessionId } = await authentication.authenticate(request.headers);
  if (caller.kind !== 'account' || sessionId === undefined) throw new Refusal('unauthenticated');
  return { personId: caller.id, sessionId };
}
