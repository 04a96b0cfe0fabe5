import { useEffect, useState } from 'react';
import { useNavigate, useSearch } from '#router/router.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { CreateGroupDialog } from '#features/groups/create-group.tsx';
import { GroupList } from '#features/groups/group-list.tsx';
import { useMyGroups, useMyGroupsState } from '#features/groups/my-groups.ts';
import { OrAway } from '#forms/or-away.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import './page.css';
import { useIntl } from 'react-intl';

/** All groups of whoever is here; `/groups?make` asks for the name of a new one at once. */
export function GroupsPage() {
  const { $t } = useIntl();
  const groups = useMyGroups();
  const state = useMyGroupsState();
  const navigate = useNavigate();
  const isAskedTo = useSearch().has('make');
  const [isMaking, setIsMaking] = useState(isAskedTo);
  // Asked once: not again by a reload, or on the way back.
  useEffect(() => {
    if (isAskedTo) void navigate('/groups', { replace: true });
  }, [isAskedTo, navigate]);
  return (
    <>
      <TopBar title={$t({ id: 'groups.title', defaultMessage: 'Groups' })} end={<ConnectionStatus />} />
      <main className="page-body">
        {state === 'loading' ? (
          <OrAway>
            <Skeleton label={$t({ id: 'groups.loading', defaultMessage: 'Loading your groups' })}>
              <SkeletonPrints ratios={[1.5, 1.5, 1.5]} />
            </Skeleton>
          </OrAway>
        ) : groups.length === 0 ? (
          <EmptyState
            title={$t({ id: 'groups.none', defaultMessage: 'No groups yet' })}
            action={
              <Button kind="primary" icon="plus" onClick={() => setIsMaking(true)}>
                {$t({ id: 'groups.make', defaultMessage: 'Make a group' })}
              </Button>
            }
          >
            {$t({
              id: 'groups.none.text',
              defaultMessage: 'Make one and invite your people, or open an invitation link that somebody sent you.',
            })}
          </EmptyState>
        ) : (
          <>
            <p className="page-actions">
              <Button icon="plus" onClick={() => setIsMaking(true)}>
                {$t({ id: 'groups.make', defaultMessage: 'Make a group' })}
              </Button>
            </p>
            <GroupList groups={groups} />
          </>
        )}
      </main>
      <CreateGroupDialog
        isOpen={isMaking}
        onClose={() => setIsMaking(false)}
        onMade={(groupId) => {
          setIsMaking(false);
          void navigate(`/g/${groupId}`);
        }}
      />
    </>
  );
}
