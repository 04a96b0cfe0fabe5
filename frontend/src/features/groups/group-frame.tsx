import type { ComponentType, ReactNode } from 'react';
import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { OrAway } from '#forms/or-away.tsx';
import { useRow, useTopic } from '#replica/hooks.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { useIntl } from 'react-intl';
import { GroupBack } from './group-back.tsx';
import { GroupGone } from './group-gone.tsx';
import { GroupHeader } from './group-header.tsx';
import { useLastName, type GroupRow } from './my-groups.ts';

interface Props {
  readonly groupId: string;
  readonly current: 'people' | 'about';
  /** Over the cover, at the end; told whether there is a picture below it. */
  readonly Status: ComponentType<{ isOverPicture: boolean }>;
  /** Beside the faces, and at the end of their line. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: (group: GroupRow) => ReactNode;
}

/** A group's header around one of its pages without photos; says so when the group is not, or no longer, one's own. */
export function GroupFrame({ groupId, current, Status, beside, actions, children }: Props) {
  const { $t } = useIntl();
  const state = useTopic(GroupTopic.of({ groupId }));
  const group = useRow(Group, groupId);
  const lastName = useLastName(groupId);
  const isOverPicture = typeof group?.coverPhotoId === 'string';
  if (state === 'gone') return <GroupGone name={lastName} />;
  return (
    <>
      <GroupHeader
        groupId={groupId}
        current={current}
        start={<GroupBack isOverPicture={isOverPicture} />}
        end={<Status isOverPicture={isOverPicture} />}
        beside={beside}
        actions={actions}
      />
      <main>
        <div className="page-body page-body-narrow">
          {group ? (
            children(group)
          ) : (
            <OrAway>
              <Skeleton label={$t({ id: 'groups.loadingOne', defaultMessage: 'Loading the group' })}>
                <SkeletonPerson />
                <SkeletonPerson />
              </Skeleton>
            </OrAway>
          )}
        </div>
      </main>
    </>
  );
}
