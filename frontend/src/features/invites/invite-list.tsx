import { Invite, InvitesTopic, revokeInvite } from '@zoetrope/contract/features/invites.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { useCommand, useRows, useTopic } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { plural } from '#ui/plural.ts';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';

type InviteRow = RowOf<typeof Invite>;
const newestFirst = (a: InviteRow, b: InviteRow) => (a.createdAt < b.createdAt ? 1 : -1);
const MAY: Record<InviteRow['role'], string> = {
  viewer: 'See, comment and react',
  contributor: 'Add photos, comment and react',
  admin: 'Also invite and remove people',
};

/** The group's open links, for those who may make them; nothing for everybody else. */
export function InviteList({ groupId }: { groupId: string }) {
  const state = useTopic(InvitesTopic.of({ groupId }));
  const invites = useRows(Invite, { groupId }, newestFirst);
  const revoke = useCommand(revokeInvite);
  const tellRefusal = useRefusalToast();
  if (state !== 'live' || invites.length === 0) return null;
  return (
    <section className="page-section">
      <h2>Open links</h2>
      <ul className="page-rows">
        {invites.map((invite) => (
          <li key={invite.id} className="page-row">
            <span className="page-row-text">
              <span>{MAY[invite.role]}</span>
              <span className="z-meta z-two">{standing(invite)}</span>
            </span>
            <Button size="small" onClick={() => void revoke.run({ id: invite.id }).catch(tellRefusal)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function standing(invite: InviteRow): string {
  if (invite.usesLeft === 0) return 'Used up';
  if (invite.expiresAt && Date.parse(invite.expiresAt) <= Date.now()) return 'Expired';
  const until = invite.expiresAt
    ? `Until ${new Date(invite.expiresAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`
    : 'Until it is taken back';
  return invite.usesLeft === null
    ? until
    : `${until}, ${plural(invite.usesLeft, { one: '# use left', other: '# uses left' })}`;
}
