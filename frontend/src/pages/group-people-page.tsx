import { useState } from 'react';
import { useParams } from '#router/router.tsx';
import { Member, memberId, mayAs } from '@zoetrope/contract/features/groups.ts';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { GroupFrame } from '#features/groups/group-frame.tsx';
import { InviteDialog } from '#features/invites/invite-dialog.tsx';
import { InviteList } from '#features/invites/invite-list.tsx';
import { MemberList } from '#features/members/member-list.tsx';
import { HereNow } from '#features/presence/presence.tsx';
import { useMe, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import './page.css';
import { useIntl } from 'react-intl';

/** Everybody in the group, and the ways in. */
export function GroupPeoplePage() {
  const { $t } = useIntl();
  const groupId = useParams().groupId ?? '';
  const me = useMe();
  const self = useRow(Member, me && memberId(groupId, me));
  const [isInviting, setIsInviting] = useState(false);
  return (
    <GroupFrame
      groupId={groupId}
      current="people"
      Status={ConnectionStatus}
      beside={<HereNow groupId={groupId} />}
      actions={
        mayAs('admin', self) && (
          <Button icon="link" kind="line" onClick={() => setIsInviting(true)}>
            {$t({ id: 'invites.invite', defaultMessage: 'Invite' })}
          </Button>
        )
      }
    >
      {(group) => (
        <>
          <MemberList groupId={groupId} groupName={group.name} />
          <InviteList groupId={groupId} />
          <InviteDialog
            groupId={groupId}
            groupName={group.name}
            isOwner={self?.role === 'owner'}
            isOpen={isInviting}
            onClose={() => setIsInviting(false)}
          />
        </>
      )}
    </GroupFrame>
  );
}
