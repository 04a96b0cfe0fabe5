import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { useRow, useTopic } from '#replica/hooks.tsx';
import { linkTo, plain } from '#ui/rich-text.tsx';

/** Whom a photo is for, as the values of a message with a `<link>` around `{group}`; undefined while the group is not here. */
export function useAudienceNamed(photo: PhotoRow) {
  useTopic(photo.groupId ? GroupTopic.of({ groupId: photo.groupId }) : undefined);
  const group = useRow(Group, photo.groupId ?? undefined);
  const to = photo.siteId ? 'everyone' : photo.friendsOfId ? 'friends' : 'group';
  if (to === 'group' && !group) return undefined;
  return {
    to,
    // Its own direction: what follows it in the sentence stays in its place.
    group: group ? <bdi>{group.name}</bdi> : '',
    link: group ? linkTo(`/g/${group.id}`) : plain,
  };
}
