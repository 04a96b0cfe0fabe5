import './group-page.css';
import { lazy, Suspense, useState } from 'react';
import { useParams } from '#router/router.tsx';
import { Group, GroupTopic, mayAs, Member, memberId } from '@zoetrope/contract/features/groups.ts';
import { GroupPhotosTopic, mayAddTo } from '@zoetrope/contract/features/audiences.ts';
import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { GroupMenu } from '#features/downloads/group-menu.tsx';
import { GroupBack } from '#features/groups/group-back.tsx';
import { GroupGone } from '#features/groups/group-gone.tsx';
import { GroupHeader } from '#features/groups/group-header.tsx';
import { newestFirst } from '#features/photos/line.ts';
import { GroupPhotos } from '#features/photos/live-photos.tsx';
import { findCover } from '#features/photos/sources.ts';
import { OrderButton, SelectButton, useSelecting } from '#features/photos/selecting.tsx';
import { useLastName } from '#features/groups/my-groups.ts';
import { HereNow } from '#features/presence/presence.tsx';
import { useAudiences } from '#features/uploads/audiences.ts';
import { useAddPhotos, useSuggested } from '#features/uploads/add-photos.tsx';
import { useMe, useRow, useRows, useTopic } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { usePageSeen } from '#ui/page-seen.ts';
import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import { withTexts } from '#words/language.ts';
import { useIntl } from 'react-intl';

const InviteDialog = lazy(async () => ({
  default: (await withTexts(() => import('#features/invites/invite-dialog.tsx'))).InviteDialog,
}));

/** A group's photos under its cover, live. */
export function GroupPage() {
  const groupId = useParams().groupId ?? '';
  return <GroupOf key={groupId} groupId={groupId} />;
}

function GroupOf({ groupId }: { groupId: string }) {
  const { $t } = useIntl();
  const state = useTopic(GroupTopic.of({ groupId }));
  const photosState = useTopic(GroupPhotosTopic.of({ groupId }));
  const group = useRow(Group, groupId);
  const lastName = useLastName(groupId);
  const me = useMe();
  const self = useRow(Member, me && memberId(groupId, me));
  const photos = useRows(Photo, { groupId, state: 'ready' }, newestFirst);
  const openAddPhotos = useAddPhotos();
  const selecting = useSelecting(useAudiences());
  const [isInviting, setIsInviting] = useState(false);
  // The cover comes first: it is the largest of what is seen, and a grid takes a phone half a second.
  const isSeen = usePageSeen();
  // Chosen once: a cover that changed with each new photo would move what somebody looks at.
  const [standIn, setStandIn] = useState<PhotoRow | null>();
  if (standIn === undefined && photosState === 'live') setStandIn(findCover(photos) ?? null);

  const audience = { to: 'group', groupId } as const;
  const mayAdd = mayAddTo(audience, { isGroupThere: !!group, member: self, site: undefined }) === true;
  useSuggested(mayAdd ? audience : undefined, group?.name ?? '');

  if (state === 'gone' || photosState === 'gone') return <GroupGone name={lastName} />;
  // A group that is known to be empty will have no picture: its buttons stand where they stay.
  const isAwaited = photosState === 'loading' && group?.photoCount !== 0;
  const isOverPicture = isAwaited || !!(group?.coverPhotoId ?? standIn);
  const mayInvite = mayAs('admin', self);
  const addButton = (
    <Button kind="primary" icon="plus" onClick={() => openAddPhotos({ audience })}>
      {$t({ id: 'uploads.open', defaultMessage: 'Add photos' })}
    </Button>
  );
  return (
    <>
      <GroupHeader
        groupId={groupId}
        current="photos"
        standIn={standIn ?? undefined}
        isAwaited={isAwaited}
        start={<GroupBack isOverPicture={isOverPicture} />}
        end={
          <>
            <ConnectionStatus isOverPicture={isOverPicture} />
            {photos.length > 0 && <GroupMenu groupId={groupId} isOverPicture={isOverPicture} />}
          </>
        }
        tabsEnd={
          photos.length > 0 && (
            <>
              <OrderButton selecting={selecting} />
              <SelectButton selecting={selecting} />
            </>
          )
        }
        beside={<HereNow groupId={groupId} />}
        actions={
          <>
            {mayInvite && (
              <Button kind="line" icon="link" onClick={() => setIsInviting(true)}>
                {$t({ id: 'invites.invite', defaultMessage: 'Invite' })}
              </Button>
            )}
            {mayAdd && photos.length > 0 && <span className="group-page-add">{addButton}</span>}
          </>
        }
      />
      <main className="z-pad">
        {isSeen ? (
          <GroupPhotos
            groupId={groupId}
            selecting={selecting}
            whenEmpty={
              <EmptyState
                title={$t({ id: 'empty.nothing', defaultMessage: 'Nothing here yet' })}
                action={mayAdd ? addButton : undefined}
              >
                {mayAdd
                  ? $t({
                      id: 'groups.empty.add',
                      defaultMessage: 'Add the first photo and everyone you invite will see it arrive.',
                    })
                  : $t({
                      id: 'groups.empty.wait',
                      defaultMessage: 'As soon as somebody adds a photo, it appears here.',
                    })}
              </EmptyState>
            }
          />
        ) : (
          <Skeleton label={$t({ id: 'photos.loading', defaultMessage: 'Loading photos' })}>
            <SkeletonPrints />
          </Skeleton>
        )}
      </main>
      {isInviting && group && (
        <Suspense>
          <InviteDialog
            groupId={groupId}
            groupName={group.name}
            isOwner={self?.role === 'owner'}
            isOpen
            onClose={() => setIsInviting(false)}
          />
        </Suspense>
      )}
    </>
  );
}
