import type { ComponentType, ReactNode } from 'react';
import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { useRow, useTopic } from '#replica/hooks.tsx';
import { GroupGone } from './group-gone.tsx';
import { GroupHeader } from './group-header.tsx';
import { useLastName } from './my-groups.ts';

interface Props {
  readonly groupId: string;
  readonly current: 'people' | 'about';
  /** Over the cover, at the end; told whether there is a picture below it. */
  readonly Status: ComponentType<{ isOverPicture: boolean }>;
  /** Beside the faces, and at the end of their line. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A group's header around one of its pages without photos; says so when the group is not, or no longer, one's own. */
export function GroupFrame({ groupId, current, Status, beside, actions, children }: Props) {
  const state = useTopic(GroupTopic.of({ groupId }));
  const group = useRow(Group, groupId);
  const lastName = useLastName(groupId);
  if (state === 'gone') return <GroupGone name={lastName} />;
  return (
    <>
      <GroupHeader
        groupId={groupId}
        current={current}
        end={<Status isOverPicture={typeof group?.coverPhotoId === 'string'} />}
        beside={beside}
        actions={actions}
      />
      <main>{children}</main>
    </>
  );
}
