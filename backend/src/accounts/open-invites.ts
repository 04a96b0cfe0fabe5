import type { InviteAccepted, InvitePreview } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Group } from '@zoetrope/contract/features/groups.ts';
import { acceptInvite, Invite } from '@zoetrope/contract/features/invites.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { Rows } from './rows.ts';
import { toTokenHash } from './tokens.ts';

/** Invites as whoever holds their token sees them. Errors, throughout: Refusal `not-found` when no invite has this token. */
export class OpenInvites {
  constructor(private readonly rows: Rows) {}

  /** Errors: also `invite-expired`, `invite-used-up`. Holds no id of a person or the group. */
  async preview(token: string): Promise<InvitePreview> {
    const invite = await this.usable(token);
    const [group, inviter] = await Promise.all([
      this.rows.find(Group, invite.groupId),
      this.rows.find(Person, invite.createdById),
    ]);
    if (!group || !inviter) throw new Refusal('not-found');
    const { name: groupName, memberCount } = group;
    return { groupName, memberCount, inviterName: inviter.name, role: invite.role };
  }

  /** Errors: also what the command refuses with; to be a member already is no error. */
  async accept(token: string, personId: string): Promise<InviteAccepted> {
    const { id, groupId } = await this.find(token);
    try {
      await this.rows.runFor(personId, acceptInvite, { id });
      return { groupId, already: false };
    } catch (error) {
      if (error instanceof Refusal && error.body.code === 'already-member') return { groupId, already: true };
      throw error;
    }
  }

  /** The invite, when it still opens a door. The command decides; this tells before somebody fills in a form. */
  async usable(token: string): Promise<RowOf<typeof Invite>> {
    const invite = await this.find(token);
    if (invite.expiresAt !== null && Date.parse(invite.expiresAt) <= Date.now()) throw new Refusal('invite-expired');
    if (invite.usesLeft === 0) throw new Refusal('invite-used-up');
    return invite;
  }

  /** Who may always know what a link of the group says. Errors: only throughout. */
  async ownerOf(groupId: string): Promise<string> {
    const group = await this.rows.find(Group, groupId);
    if (!group) throw new Refusal('not-found');
    return group.ownerId;
  }

  private async find(token: string): Promise<RowOf<typeof Invite>> {
    const [line] = await this.rows.query('select id from invites where token_hash = $1', [toTokenHash(token)]);
    const invite = line && (await this.rows.find(Invite, line['id']));
    if (!invite) throw new Refusal('not-found');
    return invite;
  }
}
