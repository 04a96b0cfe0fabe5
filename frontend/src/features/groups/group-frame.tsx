import type { ReactNode } from 'react';
import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { photoUrl } from '@zoetrope/contract/media.ts';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { useRow, useTopic } from '#replica/hooks.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { plural } from '#ui/plural.ts';
import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import { Tabs } from '#ui/tabs.tsx';
import type { GroupRow } from './my-groups.ts';
import './group-frame.css';

interface Props {
  readonly groupId: string;
  readonly current: 'photos' | 'people' | 'about';
  /** Beside the tabs' heading: what one may do here. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A group's cover, name and tabs around one of its pages; says so when the group is not, or no longer, one's own. */
export function GroupFrame({ groupId, current, actions, children }: Props) {
  const state = useTopic(GroupTopic.of({ groupId }));
  const group = useRow(Group, groupId);
  if (state === 'gone') return <GroupGone />;
  if (!group) {
    return (
      <main className="z-pad">
        <Skeleton label="Loading the group">
          <SkeletonPrints />
        </Skeleton>
      </main>
    );
  }
  return (
    <main>
      <GroupHeader group={group} />
      <div className="group-tabs z-pad">
        <Tabs
          label={group.name}
          current={current === 'photos' ? `/g/${groupId}` : `/g/${groupId}/${current}`}
          tabs={[
            { href: `/g/${groupId}`, label: 'Photos' },
            { href: `/g/${groupId}/people`, label: 'People' },
            { href: `/g/${groupId}/about`, label: 'About' },
          ]}
        />
        {actions && <div className="group-actions">{actions}</div>}
      </div>
      {children}
    </main>
  );
}

function GroupHeader({ group }: { group: GroupRow }) {
  const counts = `${plural(group.memberCount, { one: '# person', other: '# people' })}, ${plural(group.photoCount, { one: '# photo', other: '# photos' })}`;
  const hasCover = group.coverPhotoId !== null;
  return (
    <header className={hasCover ? 'group-head group-head-cover' : 'group-head'}>
      {group.coverPhotoId && <img src={photoUrl(group.coverPhotoId, 'w1280.webp')} alt="" />}
      <div className="group-head-top">
        <ConnectionStatus isOverPicture={hasCover} />
      </div>
      <div className="group-head-words">
        <h1 dir="auto">{group.name}</h1>
        <p>{counts}</p>
      </div>
    </header>
  );
}

export function GroupGone() {
  return (
    <main className="z-pad">
      <EmptyState
        title="This group is not here"
        action={
          <ButtonLink href="/groups" kind="primary">
            To your groups
          </ButtonLink>
        }
      >
        It may have been deleted, or you are no longer in it. Ask one of its people for an invitation.
      </EmptyState>
    </main>
  );
}
