import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Passwords } from './passwords.ts';
import type { Rows } from './rows.ts';
import type { Sessions } from './sessions.ts';
import { toTokenHash } from './tokens.ts';

/** Compares passwords and changes them. */
export class SignIn {
  constructor(
    private readonly rows: Rows,
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
  ) {}

  /** The person with this name and password. Errors: Refusal `wrong-password`, after the same work whether the name exists or not. */
  async verify(login: string, password: string): Promise<string> {
    const [line] = await this.rows.query(
      `select c.person_id, c.password_hash from credential c join people p on p.id = c.person_id where c.login = $1`,
      [login],
    );
    if (!(await this.passwords.matches(password, line?.['password_hash']))) throw new Refusal('wrong-password');
    return line!['person_id'];
  }

  /** Sets a new password and ends every session of the person but `keptSessionId`, in one statement. */
  async setPassword(personId: string, newPassword: string, keptSessionId: string | undefined): Promise<void> {
    const lines = await this.rows.query(
      `with changed as (update credential set password_hash = $2 where person_id = $1)
       update session set ended_at = now(), ended_by_password = true
       where person_id = $1 and ended_at is null and id is distinct from $3 returning id`,
      [personId, await this.passwords.toHash(newPassword), keptSessionId ?? null],
    );
    this.sessions.announce(lines.map((line) => line['id']));
  }

  /**
   * Uses a reset link up: sets the password of its person and ends all their sessions, in one statement.
   *
   * Their other reset links are void, too. Errors: Refusal `link-used-up`, after which nothing has changed.
   */
  async resetPassword(token: string, newPassword: string): Promise<string> {
    const [line] = await this.rows.query(
      `with claimed as (
         update one_time_link set used_at = now()
         where token_hash = $1 and kind = 'reset' and used_at is null and expires_at > now() returning person_id
       ), others as (
         update one_time_link o set used_at = now() from claimed
         where o.person_id = claimed.person_id and o.token_hash <> $1 and o.used_at is null
       ), changed as (
         update credential c set password_hash = $2 from claimed where c.person_id = claimed.person_id
         returning c.person_id
       ), ended as (
         update session s set ended_at = now(), ended_by_password = true from claimed
         where s.person_id = claimed.person_id and s.ended_at is null returning s.id
       )
       select person_id, (select coalesce(json_agg(id), '[]') from ended) as ended from changed`,
      [toTokenHash(token), await this.passwords.toHash(newPassword)],
    );
    if (!line) throw new Refusal('link-used-up');
    this.sessions.announce(line['ended']);
    return line['person_id'];
  }
}
