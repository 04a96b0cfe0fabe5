import { useMemo } from 'react';
import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { FriendFaces } from '#features/friends/friend-faces.tsx';
import { Lately } from '#features/groups/lately.tsx';
import { useMyGroups } from '#features/groups/my-groups.ts';
import { OnThisDay } from '#features/photos/on-this-day-print.tsx';
import { RightNow } from '#features/presence/right-now.tsx';
import { useRows } from '#replica/hooks.tsx';

/** As wide as the column of home-page.css. */
const WIDTH_PX = 296;

/** What stands beside the feed where there is room: who is here, this day in other years, where something was added. */
export function HomeAside() {
  const groups = useMyGroups();
  const ids = groups.map((group) => group.id).join();
  const groupIds = useMemo(() => ids.split(',').filter(Boolean), [ids]);
  // The feed holds them.
  const photos = useRows<PhotoRow>(Photo, { state: 'ready', siteId: null });
  return (
    <>
      <RightNow groupIds={groupIds} />
      <OnThisDay photos={photos} widthPx={WIDTH_PX} />
      <Lately groups={groups} photos={photos} />
      <FriendFaces />
    </>
  );
}
