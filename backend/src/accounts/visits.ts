import type { Account, Me } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import type { Administrators } from './administrators.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import type { Rows } from './rows.ts';
import { forgetCookie, sessionCookie, tokenIn } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

const RENEW_EACH_MS = 24 * 60 * 60_000;

/** A browser comes and goes: sessions begun and ended together with their cookie. */
export class Visits {
  constructor(
    private readonly rows: Rows,
    private readonly sessions: Sessions,
    private readonly administrators: Administrators,
  ) {}

  /** Signs this browser in, and whoever was signed in here before out. Effects: a session; the cookie on the response. */
  async begin(request: BrowserRequest, response: BrowserResponse, personId: string): Promise<Account> {
    const session = await this.sessions.start(personId, request.headers['user-agent']);
    const account = session && (await this.describe(personId));
    if (!session || !account) throw new Refusal('session-ended');
    await this.endCurrent(request);
    response.setHeader('Set-Cookie', sessionCookie(session.token, request.secure));
    return account;
  }

  /** Signs this browser out; a visitor stays one. */
  async end(request: BrowserRequest, response: BrowserResponse): Promise<void> {
    await this.endCurrent(request);
    response.setHeader('Set-Cookie', forgetCookie(request.secure));
  }

  /** Who is here. Effects: an old cookie is taken away; a good one starts its 400 days anew, once a day. */
  async look(request: BrowserRequest, response: BrowserResponse): Promise<Me> {
    const token = tokenIn(request.headers);
    if (token === undefined) return this.visitor();
    const session = await this.sessions.find(token);
    const account = session && (await this.describe(session.personId));
    if (!session || !account) {
      const queueOf = session ? undefined : await this.sessions.ownerOfLapsed(token);
      response.setHeader('Set-Cookie', forgetCookie(request.secure));
      return { ...(await this.visitor()), ...(queueOf !== undefined && { queueOf }) };
    }
    if (Date.now() - session.renewedAtMs > RENEW_EACH_MS) {
      session.renewedAtMs = Date.now();
      response.setHeader('Set-Cookie', sessionCookie(token, request.secure));
    }
    return { visitor: false, ...account };
  }

  /** The account as its owner sees it; undefined when it is gone. */
  async describe(personId: string): Promise<Account | undefined> {
    const [lines, person] = await Promise.all([
      this.rows.query('select login from credential where person_id = $1', [personId]),
      this.rows.find(Person, personId),
    ]);
    return lines[0] && person && { personId, login: lines[0]['login'], isAdmin: person.isAdmin };
  }

  private async visitor(): Promise<Me> {
    return { visitor: true, ...(!(await this.administrators.exist()) && { isUnclaimed: true }) };
  }

  private async endCurrent(request: BrowserRequest): Promise<void> {
    const token = tokenIn(request.headers);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (session) await this.sessions.end(session.id, session.personId);
  }
}
