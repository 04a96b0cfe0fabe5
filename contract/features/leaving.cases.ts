// What becomes of the photos of whoever leaves a group.
import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { GroupPhotosTopic } from './audiences.ts';
import { Group, GroupTopic } from './groups.ts';
import { aGroup } from './groups.cases.ts';
import { leaveGroup } from './members.ts';
import { addPhoto, Photo, PhotoTopic } from './photos.ts';
import { addedPhoto, toGroup } from './photos.cases.ts';

const ofGroup = (stage: Stage) => ({ groupId: stage.id('group') });
const leaves = (takePhotos: boolean) => (stage: Stage) => ({ ...ofGroup(stage), takePhotos });
/** One of bob's, and one of alice's beside it. */
const twoPhotos = (stage: Stage): Step[] => [
  ...aGroup(stage),
  addedPhoto(stage, 'bob', toGroup(stage)),
  {
    as: 'alice',
    run: addPhoto,
    input: { id: stage.id('second'), audience: toGroup(stage), caption: '', widthPx: 3, heightPx: 4 },
  },
];
const shown: NonNullable<Case['see']> = (rows, stage) =>
  ['photo', 'second'].every((name) => rows(Photo).some(({ id }) => id === stage.id(name)));
const shared = {
  given: twoPhotos,
  watch: (stage: Stage) => GroupPhotosTopic.of(ofGroup(stage)),
  seenBy: ['alice', 'bob', 'carla'],
  as: 'bob',
  run: leaveGroup,
} as const;

export const leavingCases: readonly Case[] = [
  {
    ...shared,
    title: 'who leaves says what becomes of their photos',
    input: ofGroup,
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'the photos of a member who leaves stay',
    input: leaves(false),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: shown,
  },
  {
    ...shared,
    title: 'unless they are taken along: then they are gone for everybody, and those of others stay',
    input: leaves(true),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows, stage) => rows(Photo).every(({ id }) => id === stage.id('second')) && rows(Photo).length === 1,
  },
  {
    ...shared,
    title: 'a photo that was taken along is gone for who looks at it',
    watch: (stage) => PhotoTopic.of({ photoId: stage.id('photo') }),
    input: leaves(true),
    expect: 'ok',
    seenAfterBy: [],
  },
  {
    ...shared,
    title: 'the group counts the photos that are left',
    watch: (stage) => GroupTopic.of(ofGroup(stage)),
    input: leaves(true),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows) => rows(Group)[0]?.memberCount === 2 && rows(Group)[0]?.photoCount === 1,
  },
  {
    ...shared,
    title: 'an owner who stays keeps their photos',
    as: 'alice',
    input: leaves(true),
    expect: 'last-owner',
    see: shown,
  },
];
