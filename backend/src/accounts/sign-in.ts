import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Passwords } from './passwords.ts';
import type { Rows } from './rows.ts';
import type { Sessions } from './sessions.ts';

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
       update session set ended_at = now() where person_id = $1 and ended_at is null and id is distinct from $3 returning id`,
      [personId, await this.passwords.toHash(newPassword), keptSessionId ?? null],
    );
    this.sessions.announce(lines.map((line) => line['id']));
  }
}
