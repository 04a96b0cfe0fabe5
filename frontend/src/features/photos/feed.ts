// The feed of Home: every group of mine, every friend, and me, merged.
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { areFriends, Friendship } from '@zoetrope/contract/features/friends.ts';
import { Member } from '@zoetrope/contract/features/groups.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { useMine } from '#features/people/mine.ts';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useMe, useReplica, useRow, useRows } from '#replica/hooks.tsx';
import { isComing, useWithComing } from './coming.ts';
import { newestFirst, toPlaceInTime } from './line.ts';
import { findFloor, type FeedSource } from './rolls.ts';

export interface Feed {
  /** Newest first, without holes. */
  readonly photos: readonly PhotoRow[];
  /** Every list has answered. */
  readonly isReady: boolean;
  readonly isEnd: boolean;
  /** The person has neither a group nor a friend. */
  readonly isAlone: boolean;
  loadOlder(): void;
}

/** The photos of my groups, my friends and myself, live. */
export function useFeed(): Feed {
  const replica = useReplica();
  const me = useMe();
  const members = useRows(Member, { personId: me ?? 'nobody' });
  const friendships = useRows(Friendship);
  const site = useRow(Site, SITE_ID);
  const mine = useMine();
  const groupIds = members
    .map((member) => member.groupId)
    .toSorted()
    .join();
  const friendIds = friendships
    .filter((friendship) => areFriends(friendship))
    .map((friendship) => (friendship.lowId === me ? friendship.highId : friendship.lowId))
    .toSorted()
    .join();
  const hasSite = site?.everyone ?? false;

  const lists = useMemo((): TopicAt[] => {
    const friends = [...(me ? [me] : []), ...friendIds.split(',').filter(Boolean)];
    return [
      ...groupIds
        .split(',')
        .filter(Boolean)
        .map((groupId) => GroupPhotosTopic.of({ groupId })),
      ...friends.map((ownerId) => FriendPhotosTopic.of({ ownerId })),
      ...(hasSite ? [SitePhotosTopic.of({ siteId: SITE_ID })] : []),
    ];
  }, [groupIds, friendIds, hasSite, me]);

  useEffect(() => {
    const releases = lists.map((at) => replica.hold(at));
    return () => releases.forEach((release) => release());
  }, [replica, lists]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = lists.map((at) => replica.onTopic(at.key, listener));
      return () => stops.forEach((stop) => stop());
    },
    [replica, lists],
  );
  // A text, since a snapshot has to be the same until something changed.
  const stamp = useSyncExternalStore(subscribe, () =>
    lists.map((at) => `${replica.stateOf(at.key)} ${replica.windowOf(at.key, Photo).isEnd}`).join(),
  );

  const rows = useWithComing(useRows<PhotoRow>(Photo, {}, newestFirst), {});
  const heldBack = useHeldBack();
  return useMemo(() => {
    const ours = new Set([...groupIds.split(','), ...friendIds.split(','), ...(me ? [me] : [])]);
    const known = rows.filter((photo) => {
      if ((photo.state === 'failed' && photo.ownerId !== me) || heldBack.has(photo.id)) return false;
      // Of what is for everyone, Home shows what comes from people one knows.
      return photo.siteId ? ours.has(photo.ownerId) : ours.has(photo.groupId ?? photo.friendsOfId ?? '');
    });
    const oldestIn = new Map(rows.filter((photo) => !isComing(photo)).map((photo) => [listKey(photo), photo]));
    const sources = lists.map((at): FeedSource => {
      const oldest = oldestIn.get(at.key);
      return {
        key: at.key,
        isEnd: replica.stateOf(at.key) !== 'live' || replica.windowOf(at.key, Photo).isEnd,
        oldest: oldest && toPlaceInTime(oldest),
      };
    });
    const floor = findFloor(sources);
    return {
      photos: floor ? known.filter((photo) => toPlaceInTime(photo) >= floor.place) : known,
      isReady: stamp !== undefined && mine === 'live' && lists.every((at) => replica.stateOf(at.key) !== 'loading'),
      isEnd: floor === undefined,
      isAlone: groupIds === '' && friendIds === '',
      loadOlder: () => {
        if (floor) replica.older(floor.key, Photo).catch(() => undefined);
      },
    };
  }, [rows, lists, groupIds, friendIds, me, mine, replica, stamp, heldBack]);
}

const listKey = (photo: PhotoRow): string => {
  if (photo.groupId) return GroupPhotosTopic.of({ groupId: photo.groupId }).key;
  if (photo.friendsOfId) return FriendPhotosTopic.of({ ownerId: photo.friendsOfId }).key;
  return SitePhotosTopic.of({ siteId: SITE_ID }).key;
};
