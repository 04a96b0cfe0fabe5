import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import type { Authenticated, Authentication } from '#carriers/authentication.port.ts';
import { isOwnOrigin, type OriginSettings } from './own-origin.ts';
import { tokenIn } from './session-cookie.ts';
import type { LiveSession } from './session-memory.ts';
import type { Sessions } from './sessions.ts';

const VISITING: Authenticated = { caller: VISITOR, sessionId: undefined };

/** Fills the carriers' port from the session cookie. */
export class CookieAuthentication implements Authentication {
  constructor(
    private readonly sessions: Sessions,
    private readonly origin: OriginSettings,
  ) {}

  async authenticate(headers: IncomingHttpHeaders): Promise<Authenticated> {
    const token = tokenIn(headers);
    if (token === undefined) return VISITING;
    const session = await this.sessions.find(token);
    if (!session) throw new Refusal('session-ended');
    return toAuthenticated(session);
  }

  remembered(headers: IncomingHttpHeaders): Authenticated | undefined {
    const token = tokenIn(headers);
    if (token === undefined) return VISITING;
    const session = this.sessions.remembered(token);
    return session === undefined || session === 'over' ? undefined : toAuthenticated(session);
  }

  onSessionEnded(listener: (sessionId: string) => void): () => void {
    return this.sessions.onEnded(listener);
  }

  isOwnOrigin(headers: IncomingHttpHeaders): boolean {
    return isOwnOrigin(headers, this.origin);
  }
}

const toAuthenticated = ({ id, personId }: LiveSession): Authenticated => ({
  caller: { kind: 'account', id: personId },
  sessionId: id,
});
