import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import {
  createGroup,
  Group,
  GroupTopic,
  keepInOriginals,
  Member,
  MembersTopic,
  renameGroup,
  type RoleName,
} from './groups.ts';
import { acceptInvite, createInvite } from './invites.ts';
import { MeTopic } from './people.ts';

/** A link into the group, used by somebody: `person` is in afterwards. */
export const joins = (
  stage: Stage,
  person: 'bob' | 'carla' | 'dan',
  role: Exclude<RoleName, 'owner'>,
  group = 'group',
): Step[] => {
  const id = stage.id(`invite for ${person}`);
  const input = { id, groupId: stage.id(group), role, tokenHash: '', expiresAt: null, usesLeft: 1 };
  return [
    { as: 'alice', run: createInvite, input },
    { as: person, run: acceptInvite, input: { id } },
  ];
};

/** alice's group with bob and carla in it; a contributor and a viewer unless said otherwise. */
export const aGroupWith = (
  stage: Stage,
  bob: Exclude<RoleName, 'owner'>,
  carla: Exclude<RoleName, 'owner'>,
): Step[] => [
  { as: 'alice', run: createGroup, input: { id: stage.id('group'), name: 'Lake house' } },
  ...joins(stage, 'bob', bob),
  ...joins(stage, 'carla', carla),
];
export const aGroup = (stage: Stage): Step[] => aGroupWith(stage, 'contributor', 'viewer');

const shared = {
  given: aGroup,
  watch: (stage: Stage) => GroupTopic.of({ groupId: stage.id('group') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;
const named = (name: string) => (stage: Stage) => ({ groupId: stage.id('group'), name });
const keeps = (place: boolean, time: boolean) => (stage: Stage) => ({ groupId: stage.id('group'), place, time });
const made = (name: string) => (stage: Stage) => ({ id: stage.id('group'), name });
const fresh = { given: () => [], watch: shared.watch, seenBy: [], run: createGroup } as const;

export const groupsCases: readonly Case[] = [
  {
    ...shared,
    title: 'the owner renames the group',
    as: 'alice',
    run: renameGroup,
    input: named('Lake  🏡'),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.name === 'Lake  🏡',
  },
  {
    ...shared,
    given: (stage) => aGroupWith(stage, 'admin', 'viewer'),
    title: 'an admin renames the group',
    as: 'bob',
    run: renameGroup,
    input: named('Ours'),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.name === 'Ours',
  },
  {
    ...shared,
    title: 'a contributor may not rename the group',
    as: 'bob',
    run: renameGroup,
    input: named('x'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger cannot tell that the group exists',
    as: 'dan',
    run: renameGroup,
    input: named('x'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'the owner chooses that originals keep where they were taken',
    as: 'alice',
    run: keepInOriginals,
    input: keeps(true, false),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.placeKeptSince !== null && rows(Group)[0]?.timeKeptSince === null,
  },
  {
    ...shared,
    given: (stage) => [...aGroup(stage), { as: 'alice', run: keepInOriginals, input: keeps(true, true)(stage) }],
    title: 'the owner takes that back',
    as: 'alice',
    run: keepInOriginals,
    input: keeps(false, true),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.placeKeptSince === null && rows(Group)[0]?.timeKeptSince !== null,
  },
  {
    ...shared,
    given: (stage) => aGroupWith(stage, 'admin', 'viewer'),
    title: 'an admin does not choose for everybody what originals tell',
    as: 'bob',
    run: keepInOriginals,
    input: keeps(true, true),
    expect: 'forbidden',
    see: (rows) => rows(Group)[0]?.placeKeptSince === null,
  },
  {
    ...shared,
    title: 'a stranger who chooses what originals tell cannot tell that the group exists',
    as: 'dan',
    run: keepInOriginals,
    input: keeps(true, true),
    expect: 'not-found',
  },
  { ...shared, title: 'a group has a name', as: 'alice', run: renameGroup, input: named(' '), expect: 'invalid' },
  {
    ...shared,
    title: 'renaming needs a proper id',
    as: 'alice',
    run: renameGroup,
    input: () => ({ groupId: 'x', name: 'x' }),
    expect: 'invalid',
  },
  {
    ...fresh,
    title: 'anybody with an account makes a group',
    as: 'dan',
    input: made('Mine'),
    expect: 'ok',
    seenAfterBy: ['dan'],
    see: (rows, stage) => rows(Group)[0]?.ownerId === stage.person('dan') && rows(Group)[0]?.memberCount === 1,
  },
  {
    ...fresh,
    title: 'who makes a group owns it',
    as: 'dan',
    input: made('Mine'),
    watch: (stage) => MembersTopic.of({ groupId: stage.id('group') }),
    expect: 'ok',
    seenAfterBy: ['dan'],
    see: (rows, stage) =>
      rows(Member).some((member) => member.groupId === stage.id('group') && member.role === 'owner'),
  },
  {
    ...fresh,
    title: 'a new group is among the groups of its maker',
    as: 'dan',
    input: made('Mine'),
    watch: (stage) => MeTopic.of({ personId: stage.person('dan') }),
    expect: 'ok',
    seenBy: ['dan'],
    see: (rows, stage) => rows(Member).some((member) => member.groupId === stage.id('group')),
  },
  { ...fresh, title: 'a new group has a name', as: 'dan', input: made(''), expect: 'invalid' },
  { ...fresh, title: 'a name of 81 characters is too long', as: 'dan', input: made('x'.repeat(81)), expect: 'invalid' },
  {
    ...fresh,
    title: 'a new group needs a proper id',
    as: 'dan',
    input: () => ({ id: '1', name: 'x' }),
    expect: 'invalid',
  },
  { ...fresh, title: 'a visitor makes no group', as: 'visitor', input: made('x'), expect: 'unauthenticated' },
  { ...shared, title: 'a group id is used once', as: 'dan', run: createGroup, input: made('x'), expect: 'conflict' },
];
