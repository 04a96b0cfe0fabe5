import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { createGroup, Group, GroupTopic, renameGroup } from './groups.ts';
import { acceptInvite, createInvite } from './invites.ts';

/** A link into the group, used by somebody: `person` is in afterwards. */
const joins = (stage: Stage, person: 'bob' | 'carla', role: 'contributor' | 'viewer' | 'admin'): Step[] => {
  const id = stage.id(`invite for ${person}`);
  const input = { id, groupId: stage.id('group'), role, tokenHash: '', expiresAt: null, usesLeft: 1 };
  return [
    { as: 'alice', run: createInvite, input },
    { as: person, run: acceptInvite, input: { id } },
  ];
};

/** alice's group with bob (contributor) and carla (viewer). */
export const aGroup = (stage: Stage): Step[] => [
  { as: 'alice', run: createGroup, input: { id: stage.id('group'), name: 'Lake house' } },
  ...joins(stage, 'bob', 'contributor'),
  ...joins(stage, 'carla', 'viewer'),
];
const shared = {
  given: aGroup,
  watch: (stage: Stage) => GroupTopic.of({ groupId: stage.id('group') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;

export const groupsCases: readonly Case[] = [
  {
    ...shared,
    title: 'the owner renames the group',
    as: 'alice',
    run: renameGroup,
    input: (stage) => ({ groupId: stage.id('group'), name: 'Lake  🏡' }),
    expect: 'ok',
    see: (rows) => rows(Group)[0]?.name === 'Lake  🏡',
  },
  {
    ...shared,
    title: 'a contributor may not rename the group',
    as: 'bob',
    run: renameGroup,
    input: (stage) => ({ groupId: stage.id('group'), name: 'x' }),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger cannot tell that the group exists',
    as: 'dan',
    run: renameGroup,
    input: (stage) => ({ groupId: stage.id('group'), name: 'x' }),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'anybody with an account makes a group',
    given: () => [],
    as: 'dan',
    run: createGroup,
    input: (stage) => ({ id: stage.id('group'), name: 'Mine' }),
    expect: 'ok',
    seenBy: [],
    seenAfterBy: ['dan'],
  },
];
