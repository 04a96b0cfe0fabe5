// What is left of a group that has ended: nothing, for nobody, wherever they look and whatever they try.
import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { GroupPhotosTopic } from './audiences.ts';
import { createGroup, endGroup, GroupTopic, Member, MembersTopic, renameGroup } from './groups.ts';
import { aGroup, aGroupWith, joins } from './groups.cases.ts';
import { acceptInvite, createInvite, InvitesTopic } from './invites.ts';
import { leaveGroup } from './members.ts';
import { MeTopic } from './people.ts';
import { addPhoto, PhotoTopic, shareWith } from './photos.ts';
import { addedPhoto, aPhotoInAGroup, toGroup } from './photos.cases.ts';
import { beginRoll } from './rolls.ts';

const theGroup = (stage: Stage) => ({ groupId: stage.id('group') });
const ending = (title: string, watch: Case['watch'], more: Partial<Case> = {}): Case => ({
  given: aGroup,
  title,
  watch,
  seenBy: ['alice', 'bob', 'carla'],
  seenAfterBy: [],
  as: 'alice',
  run: endGroup,
  input: theGroup,
  expect: 'ok',
  ...more,
});
const ofGroup = (stage: Stage) => GroupTopic.of(theGroup(stage));
const hasNone: NonNullable<Case['see']> = (rows, stage) =>
  rows(Member).every((member) => member.groupId !== stage.id('group'));
const kept = { watch: ofGroup, seenBy: ['alice', 'bob', 'carla'], run: endGroup, input: theGroup } as const;

const ended = (stage: Stage): Step[] => [{ as: 'alice', run: endGroup, input: theGroup(stage) }];
const aGroupThatEnded = (stage: Stage): Step[] => [...aGroup(stage), ...ended(stage)];
const over = { given: aGroupThatEnded, watch: ofGroup, seenBy: [], expect: 'not-found' } as const;

export const groupEndingsCases: readonly Case[] = [
  ending('a group that its owner ends is gone for everybody in it', ofGroup),
  ending('and so is who was in it', (stage) => MembersTopic.of(theGroup(stage))),
  ending('and so are its links', (stage) => InvitesTopic.of(theGroup(stage)), { seenBy: ['alice'] }),
  ending('and so are its photos', (stage) => GroupPhotosTopic.of(theGroup(stage)), { given: aPhotoInAGroup }),
  ending('and so is a photo that somebody looks at', (stage) => PhotoTopic.of({ photoId: stage.id('photo') }), {
    given: aPhotoInAGroup,
  }),
  ending('it is no longer among the groups of its owner', (stage) => MeTopic.of({ personId: stage.person('alice') }), {
    seenBy: ['alice'],
    seenAfterBy: ['alice'],
    see: hasNone,
  }),
  ending('and soon not among those of the others', (stage) => MeTopic.of({ personId: stage.person('bob') }), {
    seenBy: ['bob'],
    seenAfterBy: ['bob'],
    see: hasNone,
  }),
  {
    ...kept,
    given: (stage) => aGroupWith(stage, 'admin', 'viewer'),
    title: 'an admin does not end a group',
    as: 'bob',
    expect: 'forbidden',
  },
  { ...kept, given: aGroup, title: 'a contributor does not end a group', as: 'bob', expect: 'forbidden' },
  { ...kept, given: aGroup, title: 'a viewer does not end a group', as: 'carla', expect: 'forbidden' },
  { ...kept, given: aGroup, title: 'a stranger finds no group to end', as: 'dan', expect: 'not-found' },
  {
    ...kept,
    given: aGroup,
    title: 'a visitor signs in before ending anything',
    as: 'visitor',
    expect: 'unauthenticated',
  },
  { ...over, title: 'a group ends once', as: 'alice', run: endGroup, input: theGroup },
  {
    ...over,
    title: 'a group that ended has no name to change',
    as: 'alice',
    run: renameGroup,
    input: (stage) => ({ ...theGroup(stage), name: 'Again' }),
  },
  {
    ...over,
    title: 'nobody leaves a group that ended',
    as: 'bob',
    run: leaveGroup,
    input: (stage) => ({ ...theGroup(stage), takePhotos: true }),
  },
  {
    ...over,
    title: 'no photo comes into a group that ended',
    watch: (stage) => GroupPhotosTopic.of(theGroup(stage)),
    as: 'bob',
    run: addPhoto,
    input: (stage) => addedPhoto(stage, 'bob', toGroup(stage)).input,
  },
  {
    ...over,
    title: 'no photo is announced in a group that ended',
    watch: (stage) => GroupPhotosTopic.of(theGroup(stage)),
    as: 'bob',
    run: beginRoll,
    input: (stage) => ({
      id: stage.id('roll'),
      audience: toGroup(stage),
      photos: [{ id: stage.id('photo'), widthPx: 4, heightPx: 3 }],
    }),
  },
  {
    ...over,
    given: (stage) => [...aGroupThatEnded(stage), addedPhoto(stage, 'bob', { to: 'friends' })],
    title: 'no photo is moved into a group that ended',
    as: 'bob',
    run: shareWith,
    input: (stage) => ({ id: stage.id('photo'), audience: toGroup(stage) }),
  },
  {
    ...over,
    given: (stage) => [...aGroup(stage), joins(stage, 'dan', 'viewer')[0]!, ...ended(stage)],
    title: 'no link leads into a group that ended',
    as: 'dan',
    run: acceptInvite,
    input: (stage) => ({ id: stage.id('invite for dan') }),
  },
  {
    ...over,
    title: 'no link is made into a group that ended',
    watch: (stage) => InvitesTopic.of(theGroup(stage)),
    as: 'alice',
    run: createInvite,
    input: (stage) => ({
      id: stage.id('invite'),
      ...theGroup(stage),
      role: 'viewer',
      tokenHash: stage.id('token').replaceAll('-', '').repeat(2),
      expiresAt: null,
      usesLeft: null,
    }),
  },
  {
    ...over,
    title: 'the id of a group that ended names no other',
    as: 'dan',
    run: createGroup,
    input: (stage) => ({ id: stage.id('group'), name: 'Mine' }),
    expect: 'conflict',
  },
];
