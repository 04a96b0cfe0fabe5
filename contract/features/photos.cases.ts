import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { Group } from './groups.ts';
import { aGroup } from './groups.cases.ts';
import { addPhoto, captionPhoto, GroupPhotosTopic, Photo, PhotoTopic, removePhoto } from './photos.ts';

/** alice's group with bob (contributor) and carla (viewer), and a photo of alice's in it. */
export const aPhotoInAGroup = (stage: Stage): Step[] => [
  ...aGroup(stage),
  {
    as: 'alice',
    run: addPhoto,
    input: {
      id: stage.id('photo'),
      audience: { to: 'group', groupId: stage.id('group') },
      caption: 'the lake',
      widthPx: 4,
      heightPx: 3,
    },
  },
];
const shared = {
  given: aPhotoInAGroup,
  watch: (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;

export const photosCases: readonly Case[] = [
  {
    ...shared,
    title: 'the owner writes a caption',
    as: 'alice',
    run: captionPhoto,
    input: (stage) => ({ id: stage.id('photo'), caption: ' dusk ' }),
    expect: 'ok',
    see: (rows) => rows(Photo)[0]?.caption === 'dusk',
  },
  {
    ...shared,
    title: 'another member may not write the caption',
    as: 'bob',
    run: captionPhoto,
    input: (stage) => ({ id: stage.id('photo'), caption: 'x' }),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a removed photo leaves the group',
    watch: (stage) => GroupPhotosTopic.of({ groupId: stage.id('group') }),
    as: 'alice',
    run: removePhoto,
    input: (stage) => ({ id: stage.id('photo') }),
    expect: 'ok',
    see: (rows) => rows(Photo).length === 0 && rows(Group).every((group) => group.photoCount === 0),
  },
  {
    ...shared,
    title: 'the page of a removed photo is gone for everyone',
    as: 'alice',
    run: removePhoto,
    input: (stage) => ({ id: stage.id('photo') }),
    expect: 'ok',
    seenAfterBy: [],
  },
  {
    ...shared,
    title: 'a member may not remove the photo of another',
    as: 'bob',
    run: removePhoto,
    input: (stage) => ({ id: stage.id('photo') }),
    expect: 'forbidden',
  },
];
