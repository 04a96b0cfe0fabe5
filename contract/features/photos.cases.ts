import type { Case, PersonName, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { friendsOfTwo } from './friends.cases.ts';
import { Group, GroupTopic } from './groups.ts';
import { aGroup, aGroupWith } from './groups.cases.ts';
import { FriendPhotosTopic, GroupPhotosTopic, type PhotoAudience, SitePhotosTopic } from './audiences.ts';
import { addPhoto, captionPhoto, describePhoto, makeCover, Photo, PhotoTopic, removePhoto, Tally } from './photos.ts';
import { SITE_ID } from './site.ts';
import { everyoneIs } from './site.cases.ts';

/** The audience of a photo in one of the stage's groups. */
export const toGroup = (stage: Stage, group = 'group'): PhotoAudience => ({ to: 'group', groupId: stage.id(group) });
const upload = (stage: Stage, audience: PhotoAudience, caption = 'the lake') => ({
  id: stage.id('photo'),
  audience,
  caption,
  widthPx: 4,
  heightPx: 3,
});
/** A photo of theirs. */
export const addedPhoto = (stage: Stage, as: PersonName, audience: PhotoAudience): Step => ({
  as,
  run: addPhoto,
  input: upload(stage, audience),
});

/** alice's group with bob (contributor) and carla (viewer), and a photo of alice's in it. */
export const aPhotoInAGroup = (stage: Stage): Step[] => [...aGroup(stage), addedPhoto(stage, 'alice', toGroup(stage))];

/** alice and bob are friends, and alice has a photo for her friends. */
export const aPhotoForFriends = (stage: Stage): Step[] => [
  ...friendsOfTwo(stage),
  addedPhoto(stage, 'alice', { to: 'friends' }),
];

/** A photo of alice's that everyone may see. */
export const aPhotoForEveryone = (stage: Stage): Step[] => [
  everyoneIs(true),
  addedPhoto(stage, 'alice', { to: 'everyone' }),
];

const bobsPhoto =
  (bob: 'contributor' | 'admin', carla: 'viewer' | 'admin' = 'viewer') =>
  (stage: Stage): Step[] => [...aGroupWith(stage, bob, carla), addedPhoto(stage, 'bob', toGroup(stage))];
const everybody = ['alice', 'bob', 'carla', 'dan', 'visitor'] as const;
const inPhoto = (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') });
const inGroup = (stage: Stage) => GroupPhotosTopic.of({ groupId: stage.id('group') });
const forFriends = (stage: Stage) => FriendPhotosTopic.of({ ownerId: stage.person('alice') });
const onSite = (_stage: Stage) => SitePhotosTopic.of({ siteId: SITE_ID });

const shared = { given: aPhotoInAGroup, watch: inPhoto, seenBy: ['alice', 'bob', 'carla'] } as const;
const caption = (text: string) => (stage: Stage) => ({ id: stage.id('photo'), caption: text });
const description = (text: string) => (stage: Stage) => ({ id: stage.id('photo'), description: text });
const thePhoto = (stage: Stage) => ({ id: stage.id('photo') });
const has: NonNullable<Case['see']> = (rows, stage) => rows(Photo).some((photo) => photo.id === stage.id('photo'));
const hasNot: NonNullable<Case['see']> = (rows, stage) => !has(rows, stage);
const isReady: NonNullable<Case['see']> = (rows, stage) =>
  rows(Photo).some(
    (photo) => photo.id === stage.id('photo') && photo.state === 'ready' && photo.placeholder !== null,
  ) && rows(Tally).some((tally) => tally.id === stage.id('photo') && tally.comments === 0);

export const photosCases: readonly Case[] = [
  {
    ...shared,
    given: aGroup,
    title: 'a contributor adds a photo, and all the group has it',
    watch: inGroup,
    as: 'bob',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage), ' dusk '),
    expect: 'ok',
    see: isReady,
  },
  {
    ...shared,
    given: aGroup,
    title: 'the group counts its photos',
    watch: (stage) => GroupTopic.of({ groupId: stage.id('group') }),
    as: 'alice',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage)),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.photoCount === 1,
  },
  {
    ...shared,
    given: aGroup,
    title: 'a viewer adds no photos',
    watch: inGroup,
    as: 'carla',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage)),
    expect: 'forbidden',
    see: hasNot,
  },
  {
    ...shared,
    given: aGroup,
    title: 'a stranger adds no photos to a group that they cannot know of',
    watch: inGroup,
    as: 'dan',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage)),
    expect: 'not-found',
    see: hasNot,
  },
  {
    ...shared,
    given: aGroup,
    title: 'a visitor signs in before adding photos',
    watch: inGroup,
    as: 'visitor',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage)),
    expect: 'unauthenticated',
    see: hasNot,
  },
  {
    ...shared,
    given: aGroup,
    title: 'a photo may not come with a caption of 2,001 characters',
    watch: inGroup,
    as: 'bob',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage), 'x'.repeat(2001)),
    expect: 'invalid',
    see: hasNot,
  },
  {
    ...shared,
    title: 'a photo id is used once',
    as: 'bob',
    run: addPhoto,
    input: (stage) => upload(stage, toGroup(stage)),
    expect: 'conflict',
    see: (rows, stage) => rows(Photo)[0]?.ownerId === stage.person('alice'),
  },
  {
    given: friendsOfTwo,
    title: 'a photo for friends is seen by friends',
    watch: forFriends,
    seenBy: ['alice', 'bob'],
    as: 'alice',
    run: addPhoto,
    input: (stage) => upload(stage, { to: 'friends' }),
    expect: 'ok',
    see: isReady,
  },
  {
    given: () => [everyoneIs(true)],
    title: 'a photo for everyone is seen by everyone',
    watch: onSite,
    seenBy: everybody,
    alone: true,
    as: 'bob',
    run: addPhoto,
    input: (stage) => upload(stage, { to: 'everyone' }),
    expect: 'ok',
    see: isReady,
  },
  {
    given: () => [everyoneIs(false)],
    title: 'no photo is for everyone while that is off',
    watch: onSite,
    seenBy: [],
    alone: true,
    as: 'bob',
    run: addPhoto,
    input: (stage) => upload(stage, { to: 'everyone' }),
    expect: 'everyone-is-off',
  },
  {
    ...shared,
    title: 'the owner writes a caption',
    as: 'alice',
    run: captionPhoto,
    input: caption(' dusk '),
    expect: 'ok',
    see: (rows) => rows(Photo)[0]?.caption === 'dusk',
  },
  {
    ...shared,
    title: 'a caption may be taken away',
    watch: inGroup,
    as: 'alice',
    run: captionPhoto,
    input: caption(''),
    expect: 'ok',
    see: (rows) => rows(Photo)[0]?.caption === '',
  },
  {
    ...shared,
    title: 'another member may not write the caption',
    as: 'bob',
    run: captionPhoto,
    input: caption('x'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger cannot tell whether there is a photo to caption',
    as: 'dan',
    run: captionPhoto,
    input: caption('x'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'any member says what is on a photo',
    as: 'carla',
    run: describePhoto,
    input: description(' A jetty at dusk '),
    expect: 'ok',
    see: (rows) => rows(Photo)[0]?.description === 'A jetty at dusk',
  },
  {
    ...shared,
    title: 'an empty description is none',
    watch: inGroup,
    as: 'alice',
    run: describePhoto,
    input: description(''),
    expect: 'ok',
    see: (rows) => rows(Photo)[0]?.description === null,
  },
  {
    title: 'a friend says what is on a photo for friends',
    given: aPhotoForFriends,
    watch: forFriends,
    seenBy: ['alice', 'bob'],
    as: 'bob',
    run: describePhoto,
    input: description('A boat'),
    expect: 'ok',
    see: (rows, stage) => rows(Photo).some((photo) => photo.id === stage.id('photo') && photo.description === 'A boat'),
  },
  {
    title: 'whoever sees a photo because everyone does may not describe it',
    given: aPhotoForEveryone,
    alone: true,
    watch: onSite,
    seenBy: everybody,
    as: 'dan',
    run: describePhoto,
    input: description('x'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger cannot tell whether there is a photo to describe',
    as: 'dan',
    run: describePhoto,
    input: description('x'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'a description of 501 characters is invalid',
    as: 'alice',
    run: describePhoto,
    input: description('x'.repeat(501)),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a caption of 2,001 characters is invalid',
    as: 'alice',
    run: captionPhoto,
    input: caption('x'.repeat(2001)),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a caption needs a proper id',
    as: 'alice',
    run: captionPhoto,
    input: () => ({ id: 'x', caption: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a removed photo leaves the group',
    watch: inGroup,
    as: 'alice',
    run: removePhoto,
    input: thePhoto,
    expect: 'ok',
    see: (rows) => rows(Photo).length === 0 && rows(Tally).length === 0,
  },
  {
    ...shared,
    title: 'a removed photo is no longer counted',
    watch: (stage) => GroupTopic.of({ groupId: stage.id('group') }),
    as: 'alice',
    run: removePhoto,
    input: thePhoto,
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.photoCount === 0,
  },
  {
    ...shared,
    given: (stage) => [...aPhotoInAGroup(stage), { as: 'alice', run: makeCover, input: thePhoto(stage) }],
    title: 'a group whose cover is removed has none',
    watch: (stage) => GroupTopic.of({ groupId: stage.id('group') }),
    as: 'alice',
    run: removePhoto,
    input: thePhoto,
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.coverPhotoId === null,
  },
  {
    ...shared,
    title: 'the page of a removed photo is gone for everyone',
    as: 'alice',
    run: removePhoto,
    input: thePhoto,
    expect: 'ok',
    seenAfterBy: [],
  },
  {
    ...shared,
    given: bobsPhoto('contributor', 'admin'),
    title: 'an admin removes the photo of another',
    watch: inGroup,
    as: 'carla',
    run: removePhoto,
    input: thePhoto,
    expect: 'ok',
    see: hasNot,
  },
  {
    ...shared,
    title: 'a member may not remove the photo of another',
    as: 'bob',
    run: removePhoto,
    input: thePhoto,
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger removes nothing',
    as: 'dan',
    run: removePhoto,
    input: thePhoto,
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'removing a photo needs a proper id',
    as: 'alice',
    run: removePhoto,
    input: () => ({ id: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'the owner of a group chooses its cover',
    watch: (stage) => GroupTopic.of({ groupId: stage.id('group') }),
    as: 'alice',
    run: makeCover,
    input: thePhoto,
    expect: 'ok',
    see: (rows, stage) => rows(Group)[0]?.coverPhotoId === stage.id('photo'),
  },
  {
    ...shared,
    title: 'a contributor does not choose the cover',
    as: 'bob',
    run: makeCover,
    input: thePhoto,
    expect: 'forbidden',
  },
  {
    ...shared,
    given: aPhotoForFriends,
    seenBy: ['alice', 'bob'],
    title: 'a photo that is in no group is no cover',
    as: 'alice',
    run: makeCover,
    input: thePhoto,
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger chooses no cover',
    as: 'dan',
    run: makeCover,
    input: thePhoto,
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'a cover needs a proper id',
    as: 'alice',
    run: makeCover,
    input: () => ({ id: 'x' }),
    expect: 'invalid',
  },
];
