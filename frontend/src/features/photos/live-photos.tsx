import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { OrAway } from '#forms/or-away.tsx';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useMe, useOlder, useRows, useTopic } from '#replica/hooks.tsx';
import type { Where } from '#replica/offers.ts';
import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import { ArrivalPill } from './arrival-pill.tsx';
import { useArrivals } from './arrivals.ts';
import { isComing, useWithComing } from './coming.ts';
import { newestFirst, toPlaceInTime } from './line.ts';
import { useLastVisit } from './last-visit.ts';
import { SelectionOver, type Selecting } from './selecting.tsx';
import { PhotoDays } from './photo-days.tsx';
import { useIntl } from 'react-intl';

/** One of the three columns of an audience, as rows of every kind have them. */
type AudienceOf = Where<Pick<PhotoRow, 'groupId' | 'friendsOfId' | 'siteId'>>;

interface Props {
  readonly at: TopicAt;
  /** Which rows the topic carries. */
  readonly where: AudienceOf;
  /** Shown while there is no photo. */
  readonly whenEmpty: ReactNode;
  /** With it photos can be selected. */
  readonly selecting?: Selecting | undefined;
}

/** One audience's photos by day, live: news slides in or waits behind a pill. Give it its topic's key as its key. */
function LivePhotos({ at, where, whenEmpty, selecting }: Props) {
  const { $t } = useIntl();
  const topic = useTopic(at);
  const me = useMe();
  const all = useWithComing(useRows<PhotoRow>(Photo, where, newestFirst), where);
  // A picture that could not be read is told to whoever added it, and is nobody else's concern.
  const heldBack = useHeldBack();
  const photos = useMemo(
    () => all.filter((photo) => (photo.state !== 'failed' || photo.ownerId === me) && !heldBack.has(photo.id)),
    [all, me, heldBack],
  );
  // The caller may build it anew; for another audience the whole list is another.
  const [adding] = useState(where);
  const isReady = topic === 'live';
  // What is selected must not move away under the finger.
  const arrivals = useArrivals(photos, isReady, me, selecting?.selection.isSelecting);
  const there = useMemo(() => arrivals.shown.filter((photo) => !isComing(photo)), [arrivals.shown]);
  const newest = photos.find((photo) => !isComing(photo));
  const lastVisit = useLastVisit(me ?? 'visitor', at.key, newest && toPlaceInTime(newest));
  const older = useOlder(at, Photo);
  // A refusal shows in the connection sign; scrolling on asks again.
  const loadOlder = useCallback(() => void older.load().catch(() => undefined), [older]);
  const order = selecting?.order ?? 'added';
  // Rows come in the order of adding; which days there are is known when all of them are here.
  const needsAll = order === 'taken' && isReady && !older.isEnd && !older.isLoading;
  useEffect(() => {
    if (needsAll) loadOlder();
  }, [needsAll, loadOlder]);

  if (!isReady && photos.length === 0) {
    return (
      <OrAway>
        <Skeleton label={$t({ id: 'photos.loading', defaultMessage: 'Loading photos' })}>
          <SkeletonPrints />
        </Skeleton>
      </OrAway>
    );
  }
  return (
    <>
      <ArrivalPill arrivals={arrivals} />
      {arrivals.shown.length === 0 ? (
        whenEmpty
      ) : (
        <PhotoDays
          label={$t({ id: 'photos.title', defaultMessage: 'Photos' })}
          photos={arrivals.shown}
          openings={arrivals.openings}
          onNearEnd={loadOlder}
          lastVisit={lastVisit}
          hasOlder={!older.isEnd}
          me={me}
          adding={adding}
          order={order}
          selection={selecting?.selection}
        />
      )}
      {selecting && <SelectionOver selecting={selecting} photos={there} />}
    </>
  );
}

type OfOne = Pick<Props, 'whenEmpty' | 'selecting'>;

export function GroupPhotos({ groupId, ...rest }: OfOne & { groupId: string }) {
  return <LivePhotos key={groupId} at={GroupPhotosTopic.of({ groupId })} where={{ groupId }} {...rest} />;
}

/** What a person shows to friends. Its topic may be gone; ask before showing this. */
export function FriendPhotos({ ownerId, ...rest }: OfOne & { ownerId: string }) {
  return <LivePhotos key={ownerId} at={FriendPhotosTopic.of({ ownerId })} where={{ friendsOfId: ownerId }} {...rest} />;
}

export function SitePhotos({ whenEmpty }: { whenEmpty: ReactNode }) {
  return <LivePhotos at={SitePhotosTopic.of({ siteId: SITE_ID })} where={{ siteId: SITE_ID }} whenEmpty={whenEmpty} />;
}
