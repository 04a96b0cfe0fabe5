// For whom something is: one group, the owner's friends, or everyone. The topics that their screens hold.
import * as z from 'zod/mini';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Verdict } from '@zoetrope/contract/kernel/command.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { topic } from '@zoetrope/contract/kernel/topic.ts';
import { areFriends, friendshipOf, type FriendshipRow } from './friends.ts';
import { Group, mayAs, membershipOf, type MemberRow } from './groups.ts';
import { Site, SITE_ID } from './site.ts';

/** Three columns of which exactly one is set (`hasOneAudience`): the places of what is shown to people read them. */
export const AudienceColumns = {
  groupId: z.nullable(z.uuid()),
  /** The owner, whose friends see it. */
  friendsOfId: z.nullable(z.uuid()),
  /** Everyone, signed in or not. */
  siteId: z.nullable(z.literal(SITE_ID)),
};
export interface AudienceRow {
  readonly groupId: string | null;
  readonly friendsOfId: string | null;
  readonly siteId: typeof SITE_ID | null;
}
export const hasOneAudience = (row: AudienceRow): boolean =>
  [row.groupId, row.friendsOfId, row.siteId].filter((column) => column !== null).length === 1;

export const AudienceInput = z.discriminatedUnion('to', [
  z.object({ to: z.literal('group'), groupId: z.uuid() }),
  z.object({ to: z.literal('friends') }),
  z.object({ to: z.literal('everyone') }),
]);
export type PhotoAudience = z.infer<typeof AudienceInput>;

export const columnsFor = (audience: PhotoAudience, ownerId: string): AudienceRow => ({
  groupId: audience.to === 'group' ? audience.groupId : null,
  friendsOfId: audience.to === 'friends' ? ownerId : null,
  siteId: audience.to === 'everyone' ? SITE_ID : null,
});

export interface AudienceFacts {
  readonly isGroupThere: boolean;
  readonly member: MemberRow | undefined;
  readonly friendship: FriendshipRow | undefined;
  readonly site: RowOf<typeof Site> | undefined;
}

export const memberOfAudience = (audience: PhotoAudience, caller: Caller) =>
  audience.to === 'group' ? membershipOf(audience.groupId, caller) : undefined;

export const groupOfAudience = (audience: PhotoAudience) =>
  audience.to === 'group' ? Group.at(audience.groupId) : undefined;

/** Who may show a photo to an audience. A group that one is not in looks like one that does not exist. */
export function mayAddTo(
  audience: PhotoAudience,
  facts: Pick<AudienceFacts, 'isGroupThere' | 'member' | 'site'>,
): Verdict {
  if (audience.to === 'group')
    return facts.isGroupThere && facts.member ? mayAs('contributor', facts.member) : 'not-found';
  return audience.to === 'friends' || facts.site?.everyone || 'everyone-is-off';
}

export const GroupPhotosTopic = topic('group-photos', z.object({ groupId: z.uuid() }))
  .exists('isGroupThere', (params) => Group.at(params.groupId))
  .fact('member', (params, caller) => membershipOf(params.groupId, caller))
  .allow((facts) => facts.isGroupThere && !!facts.member);

export const FriendPhotosTopic = topic('friend-photos', z.object({ ownerId: z.uuid() }))
  .fact('friendship', (params, caller) => {
    const person = personOf(caller);
    return person && person !== params.ownerId ? friendshipOf(params.ownerId, person) : undefined;
  })
  .allow((facts, params, caller) => personOf(caller) === params.ownerId || areFriends(facts.friendship));

export const SitePhotosTopic = topic('site-photos', z.object({ siteId: z.literal(SITE_ID) }))
  .fact('site', () => Site.at(SITE_ID))
  .allow((facts) => !!facts.site?.everyone);

export const audiences = feature({
  name: 'audiences',
  entities: [],
  places: [],
  commands: [],
  topics: [GroupPhotosTopic, FriendPhotosTopic, SitePhotosTopic],
});
