import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Authentication } from '#carriers/authentication.port.ts';
import { describeError, logLine } from '#log.ts';
import { Administrators } from './administrators.ts';
import { toNetwork } from '#carriers/network.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { Attempts } from './attempts.ts';
import type { Announcements } from './announcements.port.ts';
import { Avatars, type AvatarSettings } from './avatars.ts';
import { CookieAuthentication } from './authentication.ts';
import { signedIn, type BrowserRequest, type SignedIn } from './browser.ts';
import { OneTimeLinks } from './one-time-links.ts';
import { OpenInvites } from './open-invites.ts';
import type { OriginSettings } from './own-origin.ts';
import { Passwords } from './passwords.ts';
import { Rows, type Ground } from './rows.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { SignUp } from './sign-up.ts';
import { Visits } from './visits.ts';

/** No command is without its end for so long. */
const HOUR_MS = 60 * 60 * 1000;

export interface AccountsSettings {
  readonly ground: Ground;
  readonly announcements: Announcements;
  readonly hasOtherNodes: boolean;
  readonly origin: OriginSettings;
  readonly avatars: AvatarSettings;
}

/** Everything of the room that the controllers use, put together once. */
export class Accounts {
  readonly administrators: Administrators;
  readonly authentication: Authentication;
  readonly avatars: Avatars;
  readonly invites: OpenInvites;
  readonly links: OneTimeLinks;
  readonly limits = new AttemptLimits(new Attempts());
  readonly rows: Rows;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly signUp: SignUp;
  readonly visits: Visits;

  private readonly origin: OriginSettings;
  private sweeping: NodeJS.Timeout | undefined;

  constructor({ ground, announcements, hasOtherNodes, origin, avatars }: AccountsSettings) {
    this.origin = origin;
    const passwords = new Passwords();
    this.rows = new Rows(ground);
    this.links = new OneTimeLinks(this.rows);
    this.administrators = new Administrators(this.rows, this.links);
    const report = (error: unknown) => logLine('warning', 'Sessions could not be looked after.', { error });
    this.sessions = new Sessions({ rows: this.rows, announcements, hasOtherNodes, report });
    this.authentication = new CookieAuthentication(this.sessions, origin);
    this.avatars = new Avatars(this.rows, avatars);
    this.invites = new OpenInvites(this.rows);
    this.signIn = new SignIn(this.rows, this.sessions, passwords);
    this.signUp = new SignUp(this.rows, passwords, this.administrators);
    this.visits = new Visits(this.rows, this.sessions, this.administrators);
  }

  /** Takes up what the last process left, and looks each hour. Does not wait for it. */
  start(): void {
    this.sweep();
    this.sweeping = setInterval(() => this.sweep(), HOUR_MS).unref();
  }

  stop(): void {
    clearInterval(this.sweeping);
    this.sessions.close();
  }

  private sweep(): void {
    this.avatars.sweep(new Date(Date.now() - HOUR_MS)).catch((error: unknown) => {
      // The next hour finds it again.
      logLine('warning', 'Pictures of people could not be looked after.', { error: describeError(error) });
    });
  }

  /** Errors: Refusal `unauthenticated`, `session-ended`. */
  signedIn(request: BrowserRequest): Promise<SignedIn> {
    return signedIn(this.authentication, request);
  }

  /** Where the site is, for a link to it. The request must have passed `isOwnOrigin`. */
  originOf(request: BrowserRequest): string {
    const scheme = request.secure ? 'https' : 'http';
    return this.origin.publicUrl ?? request.headers.origin ?? `${scheme}://${request.headers.host}`;
  }

  /** The person with this name and password. Errors: Refusal `wrong-password`, `slow-down`. Effects: a failure is a line in the log. */
  async verify(given: string, password: string, address: string | undefined): Promise<string> {
    const login = given.trim().toLowerCase();
    const giveBack = this.limits.signIn(login, address);
    try {
      const personId = await this.signIn.verify(login, password);
      giveBack();
      return personId;
    } catch (error) {
      // The name is left out: people type passwords into the wrong field.
      if (error instanceof Refusal && error.body.code === 'wrong-password')
        logLine('notice', 'A sign-in failed.', { network: toNetwork(address) });
      throw error;
    }
  }
}
