import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { callerKey, VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { CALLER_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import type { Authenticated, Authentication } from '#carriers/authentication.port.ts';
import { isOwnOrigin, type OriginSettings } from './own-origin.ts';
import { tokenIn } from './session-cookie.ts';
import type { LiveSession } from './session-memory.ts';
import type { Sessions } from './sessions.ts';

const VISITING: Authenticated = { caller: VISITOR, sessionId: undefined };

/** Fills the carriers' port from the session cookie. */
/** As many as SessionMemory remembers sessions. */
const MOST_COOKIES = 20_000;

export class CookieAuthentication implements Authentication {
  /** By the header as it was sent: a poll that changed nothing need not hash its token. */
  private readonly byCookie = new Map<
    string,
    { readonly session: LiveSession; readonly authenticated: Authenticated }
  >();

  constructor(
    private readonly sessions: Sessions,
    private readonly origin: OriginSettings,
  ) {}

  async authenticate(headers: IncomingHttpHeaders): Promise<Authenticated> {
    const token = tokenIn(headers);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (token !== undefined && !session) throw new Refusal('session-ended');
    const authenticated = session ? toAuthenticated(session) : VISITING;
    if (!isFor(authenticated, headers)) throw new Refusal('session-ended');
    return authenticated;
  }

  remembered(headers: IncomingHttpHeaders): Authenticated | undefined {
    const { cookie } = headers;
    if (cookie === undefined) return forCaller(VISITING, headers);
    const known = this.byCookie.get(cookie);
    if (known?.session.isRemembered) {
      this.sessions.noteSeen(known.session);
      return forCaller(known.authenticated, headers);
    }
    const token = tokenIn(headers);
    if (token === undefined) return forCaller(VISITING, headers);
    const session = this.sessions.remembered(token);
    if (session === undefined || session === 'over') return undefined;
    if (this.byCookie.size >= MOST_COOKIES) this.byCookie.clear();
    const authenticated = toAuthenticated(session);
    this.byCookie.set(cookie, { session, authenticated });
    return forCaller(authenticated, headers);
  }

  onSessionEnded(listener: (sessionId: string) => void): () => void {
    return this.sessions.onEnded(listener);
  }

  isOwnOrigin(headers: IncomingHttpHeaders): boolean {
    return isOwnOrigin(headers, this.origin);
  }
}

/** A page that says whose it is gets an answer for nobody else: its cookie changes when another tab signs in. */
const isFor = ({ caller }: Authenticated, { [CALLER_HEADER]: expected }: IncomingHttpHeaders): boolean =>
  expected === undefined || expected === callerKey(caller);

const forCaller = (authenticated: Authenticated, headers: IncomingHttpHeaders): Authenticated | undefined =>
  isFor(authenticated, headers) ? authenticated : undefined;

const toAuthenticated = ({ id, personId }: LiveSession): Authenticated => ({
  caller: { kind: 'account', id: personId },
  sessionId: id,
});
