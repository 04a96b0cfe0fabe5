import { useState } from 'react';
import { useNavigate, useParams } from '#router/router.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { EndGroup, EndGroupDialog } from '#features/groups/end-group.tsx';
import { GroupFrame } from '#features/groups/group-frame.tsx';
import { GroupOriginals } from '#features/groups/group-originals.tsx';
import type { GroupRow } from '#features/groups/my-groups.ts';
import { RenameGroup } from '#features/groups/rename-group.tsx';
import { LeaveGroup } from '#features/members/leave-group.tsx';
import { HereNow } from '#features/presence/presence.tsx';
import { useToast } from '#ui/toast.tsx';
import './page.css';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';

/** What the group is called, since when it exists, the way out, and its end. */
export function GroupAboutPage() {
  const intl = useIntl();
  const { $t, formatDate } = intl;
  const groupId = useParams().groupId ?? '';
  const navigate = useNavigate();
  const toast = useToast();
  const [ending, setEnding] = useState<GroupRow>();
  const [isEnding, setIsEnding] = useState(false);
  return (
    <>
      <GroupFrame groupId={groupId} current="about" Status={ConnectionStatus} beside={<HereNow groupId={groupId} />}>
        {(group) => (
          <>
            <p className="z-two">
              {$t(
                { id: 'groups.made', defaultMessage: 'Made on {day}. Only people in it see its photos.' },
                { day: formatDate(group.createdAt, { dateStyle: 'long' }) },
              )}
            </p>
            <RenameGroup key={group.id} group={group} />
            <GroupOriginals group={group} />
            <LeaveGroup groupId={groupId} groupName={group.name} onLeft={() => void navigate('/groups')} />
            <EndGroup
              group={group}
              onAsk={() => {
                setEnding(group);
                setIsEnding(true);
              }}
            />
          </>
        )}
      </GroupFrame>
      {ending && (
        <EndGroupDialog
          group={ending}
          isOpen={isEnding}
          onKeep={() => setIsEnding(false)}
          onEnded={() => {
            toast({
              text: $t(
                { id: 'groups.deleted', defaultMessage: '{name} is deleted.' },
                { name: toIsolated(intl, ending.name) },
              ),
            });
            void navigate('/groups', { replace: true });
          }}
        />
      )}
    </>
  );
}
