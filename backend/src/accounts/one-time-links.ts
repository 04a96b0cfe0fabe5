import { LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { LinkKind } from './one-time-link.entity.ts';
import type { Rows } from './rows.ts';
import { newToken, toTokenHash } from './tokens.ts';

const RESET_HOURS = 24;
/** A new one is printed at every start until it is used. */
const ADMINISTRATOR_HOURS = 7 * 24;

export interface NewLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The address of a link on the site at `origin`, its token behind the `#`. */
export const toLinkUrl = (origin: string, kind: LinkKind, token: string): string =>
  `${origin}${LINK_PAGES[kind]}#${token}`;

/** Links that work once. Only their hash is stored: a link is shown when it is made, or never. */
export class OneTimeLinks {
  constructor(private readonly rows: Pick<Rows, 'query'>) {}

  /** Sets a new password for `personId`, within 24 hours. */
  makeReset(personId: string): Promise<NewLink> {
    return this.make('reset', personId, RESET_HOURS);
  }

  /** Makes whoever opens it administrator. Effects: earlier ones that were not used are void. */
  async makeAdministrator(): Promise<NewLink> {
    await this.rows.query(`delete from one_time_link where kind = 'administrator' and used_at is null`, []);
    return this.make('administrator', null, ADMINISTRATOR_HOURS);
  }

  /** Errors: Refusal `link-used-up`, also for a link that never was. */
  async mustBeUsable(kind: LinkKind, token: string): Promise<void> {
    const lines = await this.rows.query(
      'select 1 from one_time_link where token_hash = $1 and kind = $2 and used_at is null and expires_at > now()',
      [toTokenHash(token), kind],
    );
    if (lines.length === 0) throw new Refusal('link-used-up');
  }

  /** Uses the link up; of two at once one succeeds. Errors: Refusal `link-used-up`. */
  async claim(kind: LinkKind, token: string): Promise<void> {
    const lines = await this.rows.query(
      `update one_time_link set used_at = now()
       where token_hash = $1 and kind = $2 and used_at is null and expires_at > now() returning token_hash`,
      [toTokenHash(token), kind],
    );
    if (lines.length === 0) throw new Refusal('link-used-up');
  }

  /** What the link was claimed for did not happen: it may be used again. */
  async release(token: string): Promise<void> {
    await this.rows.query('update one_time_link set used_at = null where token_hash = $1', [toTokenHash(token)]);
  }

  private async make(kind: LinkKind, personId: string | null, hours: number): Promise<NewLink> {
    const token = newToken();
    const [line] = await this.rows.query(
      `with cleared as (delete from one_time_link where expires_at < now() - interval '7 days')
       insert into one_time_link (token_hash, kind, person_id, expires_at)
       values ($1, $2, $3, now() + $4 * interval '1 hour') returning expires_at`,
      [toTokenHash(token), kind, personId, hours],
    );
    return { token, expiresAt: line!['expires_at'] };
  }
}
