import { useNavigate, useParams } from '#router/router.tsx';
import { Group } from '@zoetrope/contract/features/groups.ts';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { GroupFrame } from '#features/groups/group-frame.tsx';
import { GroupOriginals } from '#features/groups/group-originals.tsx';
import { RenameGroup } from '#features/groups/rename-group.tsx';
import { LeaveGroup } from '#features/members/leave-group.tsx';
import { HereNow } from '#features/presence/presence.tsx';
import { useRow } from '#replica/hooks.tsx';
import './page.css';
import { useIntl } from 'react-intl';

/** What the group is called, since when it exists, and the way out. */
export function GroupAboutPage() {
  const { $t, formatDate } = useIntl();
  const groupId = useParams().groupId ?? '';
  const group = useRow(Group, groupId);
  const navigate = useNavigate();
  return (
    <GroupFrame groupId={groupId} current="about" Status={ConnectionStatus} beside={<HereNow groupId={groupId} />}>
      {group && (
        <div className="page-body page-body-narrow">
          <p className="z-two">
            {$t(
              { id: 'groups.made', defaultMessage: 'Made on {day}. Only people in it see its photos.' },
              { day: formatDate(group.createdAt, { dateStyle: 'long' }) },
            )}
          </p>
          <RenameGroup key={group.id} group={group} />
          <GroupOriginals group={group} />
          <LeaveGroup groupId={groupId} groupName={group.name} onLeft={() => void navigate('/groups')} />
        </div>
      )}
    </GroupFrame>
  );
}
