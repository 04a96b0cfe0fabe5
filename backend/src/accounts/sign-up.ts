import { Refusal } from '@zoetrope/contract/errors.ts';
import { signUpByInvite } from '@zoetrope/contract/features/invites.ts';
import { joinSite } from '@zoetrope/contract/features/people.ts';
import { signUpPolicyOf, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Administrators } from './administrators.ts';
import type { Passwords } from './passwords.ts';
import type { Rows } from './rows.ts';

export interface NewAccount {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

export interface Invited {
  readonly personId: string;
  readonly isMember: boolean;
}

const INVITE_REFUSALS = new Set(['not-found', 'invite-expired', 'invite-used-up', 'group-full']);
const isRefusedByInvite = (error: unknown) => error instanceof Refusal && INVITE_REFUSALS.has(error.body.code);

/**
 * Makes accounts: first the credential, which reserves the name and the person's id; then the person, by command.
 *
 * A crash, or a database that went away, between leaves a credential without a person. Nobody can sign in with it, and it blocks no retry: who comes
 * again with the same name and password goes on where it stopped, and for everybody else the name is free after a minute.
 * The command's attempt is named by the person's id, so that going on twice makes one person.
 */
export class SignUp {
  constructor(
    private readonly rows: Rows,
    private readonly passwords: Passwords,
    private readonly administrators: Administrators,
  ) {}

  /**
   * True when the site takes anybody, false when it takes whoever is invited.
   *
   * Errors: Refusal `sign-up-closed`.
   */
  async isOpen(): Promise<boolean> {
    const site = await this.rows.find(Site, SITE_ID);
    const policy = site && signUpPolicyOf(site, await this.administrators.exist());
    if (!policy || policy === 'closed') throw new Refusal('sign-up-closed');
    return policy === 'open';
  }

  /** The new person's id. Errors: Refusal `login-taken`, `slow-down`, or what the command refuses with. */
  create(account: NewAccount): Promise<string> {
    return this.join(account, false);
  }

  /**
   * The new administrator's id. Nothing is made for whoever comes second, and who is made is administrator from the first
   * moment. Errors: as `create`; Refusal `link-used-up`.
   */
  createAdministrator(account: NewAccount, token: string): Promise<string> {
    return this.administrators.byLink(token, () => this.join(account, true));
  }

  private async join({ login, name, password }: NewAccount, isAdmin: boolean): Promise<string> {
    const personId = await this.reserve(login, password);
    await this.rows.runFor(personId, joinSite, { name, isAdmin }, personId);
    return personId;
  }

  /**
   * The new person, and whether the invite let them into its group.
   *
   * Errors: as `create`; where the site is not open also what the invite refuses with, and then no account is left of it.
   */
  async createInvited({ login, name, password }: NewAccount, inviteId: string, isOpen: boolean): Promise<Invited> {
    const personId = await this.reserve(login, password);
    try {
      await this.rows.runFor(personId, signUpByInvite, { id: inviteId, name }, personId);
      return { personId, isMember: true };
    } catch (error) {
      if (!isRefusedByInvite(error)) throw error;
      if (!isOpen) {
        await this.release(personId);
        throw error;
      }
    }
    // The last use went to somebody else a moment ago; this site would have taken them without it.
    await this.rows.runFor(personId, joinSite, { name, isAdmin: false }, personId);
    return { personId, isMember: false };
  }

  /** Nobody came of it: the name is free again. */
  private async release(personId: string): Promise<void> {
    await this.rows.query(
      'delete from credential where person_id = $1 and not exists (select from people where id = $1)',
      [personId],
    );
  }

  private async reserve(login: string, password: string): Promise<string> {
    const [held] = await this.rows.query(
      `select c.person_id, c.password_hash, p.id is not null as is_whole
       from credential c left join people p on p.id = c.person_id where c.login = $1`,
      [login],
    );
    if (held?.['is_whole']) throw new Refusal('login-taken', { fields: { login: 'taken' } });
    if (held && (await this.passwords.matches(password, held['password_hash']))) return held['person_id'];
    const [reserved] = await this.rows.query(
      `insert into credential as c (person_id, login, password_hash) values ($1, $2, $3)
       on conflict (login) do update
         set person_id = excluded.person_id, password_hash = excluded.password_hash, created_at = now()
         where c.created_at < now() - interval '1 minute'
           and not exists (select from people p where p.id = c.person_id)
       returning person_id`,
      [newId(), login, await this.passwords.toHash(password)],
    );
    if (!reserved) throw new Refusal('login-taken', { fields: { login: 'taken' } });
    return reserved['person_id'];
  }
}
