import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { friendsOfTwo } from './friends.cases.ts';
import { removeFriend } from './friends.ts';
import { createGroup } from './groups.ts';
import { aGroup, joins } from './groups.cases.ts';
import { aPhotoForEveryone, aPhotoForFriends, aPhotoInAGroup, addedPhoto, toGroup } from './photos.cases.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from './audiences.ts';
import { Photo, PhotoTopic, shareWith, Tally } from './photos.ts';
import { editSite, SITE_ID } from './site.ts';
import { everyoneIs } from './site.cases.ts';

/** The photo of `aPhotoInAGroup`, and another group of alice's. */
const anotherGroup = (stage: Stage): Step[] => [
  ...aPhotoInAGroup(stage),
  { as: 'alice', run: createGroup, input: { id: stage.id('other group'), name: 'Choir' } },
];
const show =
  (audience: (stage: Stage) => unknown) =>
  (stage: Stage): object => ({ id: stage.id('photo'), audience: audience(stage) });
const friendsOnly = show(() => ({ to: 'friends' }));
const everyone = show(() => ({ to: 'everyone' }));

const everybody = ['alice', 'bob', 'carla', 'dan', 'visitor'] as const;
const inGroup = (stage: Stage) => GroupPhotosTopic.of({ groupId: stage.id('group') });
const forFriends = (stage: Stage) => FriendPhotosTopic.of({ ownerId: stage.person('alice') });
const onSite = (_stage: Stage) => SitePhotosTopic.of({ siteId: SITE_ID });
const shared = {
  given: aPhotoInAGroup,
  watch: (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;

const has: NonNullable<Case['see']> = (rows, stage) => rows(Photo).some((photo) => photo.id === stage.id('photo'));
const hasNot: NonNullable<Case['see']> = (rows, stage) => !has(rows, stage);

/** Who sees a photo, and how that changes. */
export const photoAudienceCases: readonly Case[] = [
  {
    ...shared,
    given: (stage) => [...friendsOfTwo(stage), ...aPhotoInAGroup(stage)],
    title: 'a photo that is shown to friends instead appears among theirs',
    watch: forFriends,
    seenBy: ['alice', 'bob'],
    as: 'alice',
    run: shareWith,
    input: friendsOnly,
    expect: 'ok',
    see: (rows, stage) => has(rows, stage) && rows(Tally).some(({ id }) => id === stage.id('photo')),
  },
  {
    ...shared,
    title: 'and it leaves the group',
    watch: inGroup,
    as: 'alice',
    run: shareWith,
    input: friendsOnly,
    expect: 'ok',
    see: hasNot,
  },
  {
    ...shared,
    given: (stage) => [...friendsOfTwo(stage), ...aPhotoInAGroup(stage)],
    title: 'its open page closes for those who are no friends',
    as: 'alice',
    run: shareWith,
    input: friendsOnly,
    expect: 'ok',
    seenAfterBy: ['alice', 'bob'],
    see: has,
  },
  {
    ...shared,
    given: (stage) => [...aGroup(stage), ...aPhotoForFriends(stage)],
    title: 'a photo for friends moves into a group',
    watch: inGroup,
    as: 'alice',
    run: shareWith,
    input: show((stage) => toGroup(stage)),
    expect: 'ok',
    see: has,
  },
  {
    ...shared,
    given: (stage) => [...anotherGroup(stage), ...joins(stage, 'dan', 'viewer', 'other group')],
    title: 'a photo moves from one group to another',
    as: 'alice',
    run: shareWith,
    input: show((stage) => toGroup(stage, 'other group')),
    expect: 'ok',
    seenAfterBy: ['alice', 'dan'],
    see: has,
  },
  {
    ...shared,
    title: 'showing a photo where it is already changes nothing',
    watch: inGroup,
    as: 'alice',
    run: shareWith,
    input: show((stage) => toGroup(stage)),
    expect: 'ok',
    see: has,
  },
  {
    ...shared,
    given: (stage) => [everyoneIs(true), ...aPhotoInAGroup(stage)],
    alone: true,
    title: 'a photo that is shown to everyone has a page for all',
    as: 'alice',
    run: shareWith,
    input: everyone,
    expect: 'ok',
    seenAfterBy: everybody,
    see: has,
  },
  {
    given: aPhotoForEveryone,
    alone: true,
    title: 'a photo taken back from everyone leaves the front page',
    watch: onSite,
    seenBy: everybody,
    as: 'alice',
    run: shareWith,
    input: friendsOnly,
    expect: 'ok',
    see: hasNot,
  },
  {
    ...shared,
    given: (stage) => [everyoneIs(false), ...aPhotoInAGroup(stage)],
    alone: true,
    title: 'nothing is shown to everyone while that is off',
    as: 'alice',
    run: shareWith,
    input: everyone,
    expect: 'everyone-is-off',
  },
  {
    ...shared,
    title: 'only its owner decides who sees a photo',
    as: 'bob',
    run: shareWith,
    input: friendsOnly,
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger shows nothing to anybody',
    as: 'dan',
    run: shareWith,
    input: friendsOnly,
    expect: 'not-found',
  },
  {
    ...shared,
    given: (stage) => [
      ...aGroup(stage),
      addedPhoto(stage, 'bob', toGroup(stage)),
      { as: 'alice', run: createGroup, input: { id: stage.id('other group'), name: 'Choir' } },
    ],
    title: 'nobody shows a photo to a group that they cannot know of',
    as: 'bob',
    run: shareWith,
    input: show((stage) => toGroup(stage, 'other group')),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'there are three kinds of audience',
    as: 'alice',
    run: shareWith,
    input: show(() => ({ to: 'nobody' })),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'showing needs a proper id',
    as: 'alice',
    run: shareWith,
    input: () => ({ id: 'x', audience: { to: 'friends' } }),
    expect: 'invalid',
  },
  {
    given: aPhotoForFriends,
    title: 'the photos of a friend close when the friendship ends',
    watch: forFriends,
    seenBy: ['alice', 'bob'],
    seenAfterBy: ['alice'],
    as: 'bob',
    run: removeFriend,
    input: (stage) => ({ personId: stage.person('alice') }),
    expect: 'ok',
  },
  {
    given: aPhotoForEveryone,
    title: 'the front page closes when sharing with everyone is switched off',
    watch: onSite,
    seenBy: everybody,
    seenAfterBy: [],
    alone: true,
    as: 'alice',
    run: editSite,
    input: () => ({ everyone: false }),
    expect: 'ok',
  },
];
