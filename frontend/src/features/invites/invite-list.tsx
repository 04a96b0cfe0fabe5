import { Invite, InvitesTopic, revokeInvite } from '@zoetrope/contract/features/invites.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { useRows, useTopic } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { Button } from '#ui/button.tsx';
import { useHeldBack, useRemoval } from '#forms/use-removal.tsx';
import { defineMessages, useIntl, type IntlShape } from 'react-intl';
import { MAY } from './invite-words.ts';

type InviteRow = RowOf<typeof Invite>;
const newestFirst = (a: InviteRow, b: InviteRow) => (a.createdAt < b.createdAt ? 1 : -1);

/** The group's open links, for those who may make them; nothing for everybody else. */
export function InviteList({ groupId }: { groupId: string }) {
  const intl = useIntl();
  const state = useTopic(InvitesTopic.of({ groupId }));
  const heldBack = useHeldBack();
  const invites = useRows(Invite, { groupId }, newestFirst).filter(({ id }) => !heldBack.has(id));
  const takeBack = useRemoval(revokeInvite);
  if (state !== 'live' || invites.length === 0) return null;
  return (
    <section className="page-section">
      <h2>{intl.$t({ id: 'invites.open', defaultMessage: 'Open links' })}</h2>
      <ul className="page-rows">
        {invites.map((invite) => (
          <li key={invite.id} className="page-row">
            <span className="page-row-text">
              <span>{intl.$t(MAY[invite.role])}</span>
              <span className="z-meta z-two">{standing(intl, invite)}</span>
            </span>
            <Button
              size="small"
              onClick={() =>
                takeBack(
                  [invite.id],
                  intl.$t({ id: 'invites.takenBack', defaultMessage: 'Invitation link taken back.' }),
                )
              }
            >
              {intl.$t({ id: 'act.takeBack', defaultMessage: 'Take back' })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const STANDING = defineMessages({
  usedUp: { id: 'invites.usedUp', defaultMessage: 'Used up' },
  expired: { id: 'invites.expired', defaultMessage: 'Expired' },
});

/** Until when and how often a link works, in one message: "Until 3 May 2026, 18:00, 4 uses left". */
function standing(intl: IntlShape, invite: InviteRow): string {
  if (invite.usesLeft === 0) return intl.$t(STANDING.usedUp);
  if (invite.expiresAt && Date.parse(invite.expiresAt) <= serverNow().getTime()) return intl.$t(STANDING.expired);
  return intl.$t(
    {
      id: 'invites.standing',
      defaultMessage:
        '{ends, select, yes {Until {when}} other {Until it is taken back}}{uses, plural, =-1 {} one {, # use left} other {, # uses left}}',
    },
    {
      ends: invite.expiresAt ? 'yes' : 'no',
      when: invite.expiresAt ? intl.formatDate(invite.expiresAt, { dateStyle: 'medium', timeStyle: 'short' }) : '',
      uses: invite.usesLeft ?? -1,
    },
  );
}
