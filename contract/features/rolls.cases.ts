import type { Case, PersonName, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { FriendPhotosTopic, GroupPhotosTopic, type PhotoAudience, SitePhotosTopic } from './audiences.ts';
import { friendsOfTwo } from './friends.cases.ts';
import { aGroup } from './groups.cases.ts';
import { addPhoto, Photo } from './photos.ts';
import { beginRoll, dropUpload, renewRoll, Roll, ROLL_LIVES_MS, Upload } from './rolls.ts';
import { SITE_ID } from './site.ts';
import { everyoneIs } from './site.cases.ts';

const toGroup = (stage: Stage): PhotoAudience => ({ to: 'group', groupId: stage.id('group') });
const twoPhotos = (stage: Stage) => [
  { id: stage.id('photo'), widthPx: 4, heightPx: 3 },
  { id: stage.id('second'), widthPx: 3, heightPx: 4 },
];
const aRoll = (stage: Stage, audience: PhotoAudience = toGroup(stage)) => ({
  id: stage.id('roll'),
  audience,
  photos: twoPhotos(stage),
});
const bobIsAdding = (stage: Stage): Step[] => [...aGroup(stage), { as: 'bob', run: beginRoll, input: aRoll(stage) }];
const oneIsLeft = (stage: Stage): Step[] => [
  ...bobIsAdding(stage),
  { as: 'bob', run: dropUpload, input: { id: stage.id('second') } },
];
const thePhoto = (stage: Stage) => ({ id: stage.id('photo') });
const theRoll = (stage: Stage) => ({ id: stage.id('roll') });
const arrives = (stage: Stage) => ({
  ...thePhoto(stage),
  audience: toGroup(stage),
  caption: '',
  widthPx: 4,
  heightPx: 3,
});

const shared = {
  given: aGroup,
  watch: (stage: Stage) => GroupPhotosTopic.of({ groupId: stage.id('group') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;
const adding = { ...shared, given: bobIsAdding } as const;
/** So many places stand there, and the roll says so. */
const areLeft =
  (count: number): NonNullable<Case['see']> =>
  (rows) =>
    rows(Upload).length === count && (rows(Roll)[0]?.leftCount ?? 0) === count;
const isOfBob = (rows: Parameters<NonNullable<Case['see']>>[0], stage: Stage, who: PersonName = 'bob') =>
  rows(Upload).every((row) => row.ownerId === stage.person(who));

/** On a list that other rolls may be on. */
const isThere: NonNullable<Case['see']> = (rows, stage) =>
  rows(Roll).some(({ id }) => id === stage.id('roll')) && rows(Upload).some(({ id }) => id === stage.id('photo'));
const livesLonger: NonNullable<Case['see']> = (rows, stage) =>
  areLeft(2)(rows, stage) &&
  rows(Roll).every(({ createdAt, expiresAt }) => Date.parse(expiresAt) - Date.parse(createdAt) > ROLL_LIVES_MS);

export const rollsCases: readonly Case[] = [
  {
    given: () => [everyoneIs(false)],
    title: 'nobody begins to add photos for everyone while that is off',
    watch: () => SitePhotosTopic.of({ siteId: SITE_ID }),
    seenBy: [],
    alone: true,
    as: 'bob',
    run: beginRoll,
    input: (stage) => aRoll(stage, { to: 'everyone' }),
    expect: 'everyone-is-off',
  },
  {
    ...shared,
    title: 'a contributor begins to add photos, and all the group sees their places in their shapes',
    as: 'bob',
    run: beginRoll,
    input: (stage) => aRoll(stage),
    expect: 'ok',
    see: (rows, stage) =>
      areLeft(2)(rows, stage) &&
      isOfBob(rows, stage) &&
      rows(Roll)[0]?.photoCount === 2 &&
      rows(Upload).some(({ id, widthPx, heightPx }) => id === stage.id('second') && widthPx === 3 && heightPx === 4),
  },
  {
    ...shared,
    title: 'a viewer announces no photos',
    as: 'carla',
    run: beginRoll,
    input: (stage) => aRoll(stage),
    expect: 'forbidden',
    see: areLeft(0),
  },
  {
    ...shared,
    title: 'a stranger announces no photos to a group that they cannot know of',
    as: 'dan',
    run: beginRoll,
    input: (stage) => aRoll(stage),
    expect: 'not-found',
    see: areLeft(0),
  },
  {
    ...shared,
    title: 'a visitor signs in before announcing photos',
    as: 'visitor',
    run: beginRoll,
    input: (stage) => aRoll(stage),
    expect: 'unauthenticated',
    see: areLeft(0),
  },
  {
    ...shared,
    title: 'a roll of nothing is none',
    as: 'bob',
    run: beginRoll,
    input: (stage) => ({ ...aRoll(stage), photos: [] }),
    expect: 'invalid',
    see: areLeft(0),
  },
  {
    ...shared,
    title: 'a photo on its way has a shape',
    as: 'bob',
    run: beginRoll,
    input: (stage) => ({ ...aRoll(stage), photos: [{ ...thePhoto(stage), widthPx: 0, heightPx: 3 }] }),
    expect: 'invalid',
    see: areLeft(0),
  },
  {
    ...adding,
    title: 'nobody puts their photo where that of another is announced',
    as: 'alice',
    run: beginRoll,
    input: (stage) => ({ ...aRoll(stage), id: stage.id('other roll') }),
    expect: 'conflict',
    see: (rows, stage) => areLeft(2)(rows, stage) && isOfBob(rows, stage),
  },
  {
    given: friendsOfTwo,
    watch: (stage) => FriendPhotosTopic.of({ ownerId: stage.person('alice') }),
    seenBy: ['alice', 'bob'],
    title: 'photos on their way to friends are seen by friends',
    as: 'alice',
    run: beginRoll,
    input: (stage) => aRoll(stage, { to: 'friends' }),
    expect: 'ok',
    see: isThere,
  },
  {
    given: () => [everyoneIs(true)],
    alone: true,
    watch: () => SitePhotosTopic.of({ siteId: SITE_ID }),
    seenBy: ['alice', 'bob', 'carla', 'dan', 'visitor'],
    title: 'photos on their way to everyone are seen by visitors',
    as: 'alice',
    run: beginRoll,
    input: (stage) => aRoll(stage, { to: 'everyone' }),
    expect: 'ok',
    see: isThere,
  },
  {
    ...adding,
    title: 'a photo that arrives takes the place that was kept for it',
    as: 'bob',
    run: addPhoto,
    input: arrives,
    expect: 'ok',
    see: (rows, stage) => areLeft(1)(rows, stage) && rows(Photo).some((row) => row.id === stage.id('photo')),
  },
  {
    ...adding,
    given: oneIsLeft,
    title: 'the roll goes with its last photo',
    as: 'bob',
    run: addPhoto,
    input: arrives,
    expect: 'ok',
    see: (rows, stage) => areLeft(0)(rows, stage) && rows(Roll).length === 0 && rows(Photo).length === 1,
  },
  {
    ...adding,
    title: 'nobody takes the id of a photo that another has announced',
    as: 'alice',
    run: addPhoto,
    input: arrives,
    expect: 'conflict',
    see: areLeft(2),
  },
  {
    ...adding,
    title: 'who adds gives one up, and its place goes',
    as: 'bob',
    run: dropUpload,
    input: thePhoto,
    expect: 'ok',
    see: (rows, stage) => areLeft(1)(rows, stage) && rows(Upload).every((row) => row.id === stage.id('second')),
  },
  {
    ...adding,
    given: oneIsLeft,
    title: 'who gives the last one up ends the roll',
    as: 'bob',
    run: dropUpload,
    input: thePhoto,
    expect: 'ok',
    see: (rows, stage) => areLeft(0)(rows, stage) && rows(Roll).length === 0,
  },
  {
    ...adding,
    title: 'not even the owner of a group ends what another is adding',
    as: 'alice',
    run: dropUpload,
    input: thePhoto,
    expect: 'forbidden',
    see: areLeft(2),
  },
  {
    ...adding,
    title: 'a stranger ends nothing that they cannot see',
    as: 'dan',
    run: dropUpload,
    input: thePhoto,
    expect: 'not-found',
    see: areLeft(2),
  },
  {
    ...adding,
    title: 'what is given up has a proper id',
    as: 'bob',
    run: dropUpload,
    input: () => ({ id: 'x' }),
    expect: 'invalid',
    see: areLeft(2),
  },
  {
    ...adding,
    title: 'who adds says that they are still at it',
    as: 'bob',
    run: renewRoll,
    input: theRoll,
    expect: 'ok',
    see: livesLonger,
  },
  {
    ...adding,
    title: 'nobody keeps the roll of another alive',
    as: 'alice',
    run: renewRoll,
    input: theRoll,
    expect: 'forbidden',
    see: areLeft(2),
  },
  {
    ...adding,
    title: 'a stranger keeps nothing alive that they cannot see',
    as: 'dan',
    run: renewRoll,
    input: theRoll,
    expect: 'not-found',
    see: areLeft(2),
  },
];
