import { useEffect, useMemo } from 'react';
import { Group } from '@zoetrope/contract/features/groups.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useOlder, useRow, useRows, useTopic } from '#replica/hooks.tsx';
import type { Where } from '#replica/offers.ts';
import { newestFirst } from './line.ts';

/** The list in which a photo stands: the other photos of its audience. */
function listOf(photo: PhotoRow): { at: TopicAt; where: Where<PhotoRow> } {
  if (photo.groupId) return { at: GroupPhotosTopic.of({ groupId: photo.groupId }), where: { groupId: photo.groupId } };
  if (photo.friendsOfId) {
    return { at: FriendPhotosTopic.of({ ownerId: photo.friendsOfId }), where: { friendsOfId: photo.friendsOfId } };
  }
  return { at: SitePhotosTopic.of({ siteId: SITE_ID }), where: { siteId: SITE_ID } };
}

export interface Neighbours {
  /** Newest first. Empty until the photo is here. */
  readonly photos: readonly PhotoRow[];
  readonly index: number;
  readonly newer: PhotoRow | undefined;
  readonly older: PhotoRow | undefined;
  /** How many there are in all, where that is known. */
  readonly totalCount: number | undefined;
}

const NOWHERE = { id: 'nowhere' } as const;

/** The photos beside one, in its audience's list, live; older pages are fetched before the end is reached. */
export function useNeighbours(photo: PhotoRow | undefined): Neighbours {
  const list = photo && listOf(photo);
  useTopic(list?.at);
  const rows = useRows<PhotoRow>(Photo, list?.where ?? NOWHERE, newestFirst);
  const group = useRow(Group, photo?.groupId ?? undefined);
  const more = useOlder(list?.at, Photo);
  const heldBack = useHeldBack();
  const photos = useMemo(
    () => rows.filter((row) => row.id === photo?.id || (row.state === 'ready' && !heldBack.has(row.id))),
    [rows, photo?.id, heldBack],
  );
  const index = photo ? photos.findIndex((row) => row.id === photo.id) : -1;
  const isNearEnd = index >= 0 && index >= photos.length - 3;
  useEffect(() => {
    if (isNearEnd && !more.isEnd && !more.isLoading) more.load().catch(() => undefined);
  }, [isNearEnd, more]);
  return {
    photos,
    index,
    newer: index > 0 ? photos[index - 1] : undefined,
    older: index >= 0 ? photos[index + 1] : undefined,
    totalCount: group?.photoCount ?? (more.isEnd ? photos.length : undefined),
  };
}
