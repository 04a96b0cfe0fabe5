import type { Case, PersonName, Stage } from '@zoetrope/contract/kernel/case.ts';
import { Group, GroupTopic, Member, MembersTopic } from './groups.ts';
import { aGroup, aGroupWith } from './groups.cases.ts';
import { changeRole, leaveGroup, removeMember } from './members.ts';
import { MeTopic } from './people.ts';
import { aPhotoInAGroup } from './photos.cases.ts';
import { GroupPhotosTopic } from './audiences.ts';
import { PhotoTopic } from './photos.ts';

const all = ['alice', 'bob', 'carla'] as const;
const ofGroup = (stage: Stage) => ({ groupId: stage.id('group') });
const shared = { given: aGroup, watch: (stage: Stage) => MembersTopic.of(ofGroup(stage)), seenBy: all } as const;
const twoAdmins = (stage: Stage) => aGroupWith(stage, 'admin', 'admin');
const oneAdmin = (stage: Stage) => aGroupWith(stage, 'admin', 'viewer');

const role = (name: PersonName, to: string) => (stage: Stage) => ({
  ...ofGroup(stage),
  personId: stage.person(name),
  role: to,
});
const leaves = (takePhotos: boolean) => (stage: Stage) => ({ ...ofGroup(stage), takePhotos });
const who = (name: PersonName) => (stage: Stage) => ({ ...ofGroup(stage), personId: stage.person(name) });

export const membersCases: readonly Case[] = [
  {
    ...shared,
    title: 'the owner names an admin',
    as: 'alice',
    run: changeRole,
    input: role('bob', 'admin'),
    expect: 'ok',
    see: (rows, stage) =>
      rows(Member).some(
        (row) => row.personId === stage.person('bob') && row.groupId === stage.id('group') && row.role === 'admin',
      ),
  },
  {
    ...shared,
    title: 'the owner hands the group over and stays as an admin',
    as: 'alice',
    run: changeRole,
    input: role('carla', 'owner'),
    expect: 'ok',
    see: (rows, stage) =>
      ['alice:admin', 'carla:owner'].every((held) =>
        rows(Member).some(
          (row) =>
            row.groupId === stage.id('group') &&
            row.personId === stage.person(held.split(':')[0] as PersonName) &&
            row.role === held.split(':')[1],
        ),
      ),
  },
  {
    ...shared,
    title: 'the group says who owns it now',
    watch: (stage) => GroupTopic.of(ofGroup(stage)),
    as: 'alice',
    run: changeRole,
    input: role('carla', 'owner'),
    expect: 'ok',
    see: (rows, stage) => rows(Group)[0]?.ownerId === stage.person('carla'),
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'an admin makes a viewer a contributor',
    as: 'bob',
    run: changeRole,
    input: role('carla', 'contributor'),
    expect: 'ok',
    see: (rows, stage) =>
      rows(Member).some(
        (row) =>
          row.personId === stage.person('carla') && row.groupId === stage.id('group') && row.role === 'contributor',
      ),
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'an admin names no admins',
    as: 'bob',
    run: changeRole,
    input: role('carla', 'admin'),
    expect: 'forbidden',
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'an admin names no owner',
    as: 'bob',
    run: changeRole,
    input: role('carla', 'owner'),
    expect: 'forbidden',
  },
  {
    ...shared,
    given: twoAdmins,
    title: 'an admin does not change another admin',
    as: 'bob',
    run: changeRole,
    input: role('carla', 'viewer'),
    expect: 'forbidden',
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'nobody changes the owner',
    as: 'bob',
    run: changeRole,
    input: role('alice', 'viewer'),
    expect: 'forbidden',
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'nobody changes their own role',
    as: 'bob',
    run: changeRole,
    input: role('bob', 'contributor'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a contributor changes no roles',
    as: 'bob',
    run: changeRole,
    input: role('carla', 'contributor'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger cannot tell who is a member',
    as: 'dan',
    run: changeRole,
    input: role('bob', 'viewer'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'who is not in the group has no role',
    as: 'alice',
    run: changeRole,
    input: role('dan', 'viewer'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'there are four roles',
    as: 'alice',
    run: changeRole,
    input: role('bob', 'king'),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a role needs a proper group id',
    as: 'alice',
    run: changeRole,
    input: (stage) => ({ ...role('bob', 'viewer')(stage), groupId: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a role needs a proper person id',
    as: 'alice',
    run: changeRole,
    input: (stage) => ({ ...role('bob', 'viewer')(stage), personId: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a removed member loses the group at once',
    watch: (stage) => GroupTopic.of(ofGroup(stage)),
    as: 'alice',
    run: removeMember,
    input: who('bob'),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows) => rows(Group)[0]?.memberCount === 2,
  },
  {
    ...shared,
    title: 'the others see that a member is gone',
    as: 'alice',
    run: removeMember,
    input: who('bob'),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows, stage) =>
      rows(Member).every((row) => row.groupId !== stage.id('group') || row.personId !== stage.person('bob')),
  },
  {
    ...shared,
    given: aPhotoInAGroup,
    title: 'a removed member loses an open photo of the group',
    watch: (stage) => PhotoTopic.of({ photoId: stage.id('photo') }),
    as: 'alice',
    run: removeMember,
    input: who('carla'),
    expect: 'ok',
    seenAfterBy: ['alice', 'bob'],
  },
  {
    ...shared,
    given: aPhotoInAGroup,
    title: 'a removed member loses the photos of the group',
    watch: (stage) => GroupPhotosTopic.of(ofGroup(stage)),
    as: 'alice',
    run: removeMember,
    input: who('carla'),
    expect: 'ok',
    seenAfterBy: ['alice', 'bob'],
  },
  {
    ...shared,
    title: 'a removed member no longer has the group among theirs',
    watch: (stage) => MeTopic.of({ personId: stage.person('bob') }),
    seenBy: ['bob'],
    as: 'alice',
    run: removeMember,
    input: who('bob'),
    expect: 'ok',
    see: (rows, stage) => rows(Member).every((row) => row.groupId !== stage.id('group')),
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'an admin removes a viewer',
    as: 'bob',
    run: removeMember,
    input: who('carla'),
    expect: 'ok',
    seenAfterBy: ['alice', 'bob'],
  },
  {
    ...shared,
    given: twoAdmins,
    title: 'an admin does not remove an admin',
    as: 'bob',
    run: removeMember,
    input: who('carla'),
    expect: 'forbidden',
  },
  {
    ...shared,
    given: oneAdmin,
    title: 'an admin does not remove the owner',
    as: 'bob',
    run: removeMember,
    input: who('alice'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a contributor removes nobody',
    as: 'bob',
    run: removeMember,
    input: who('carla'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'nobody removes themselves; one leaves',
    as: 'alice',
    run: removeMember,
    input: who('alice'),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger removes nobody',
    as: 'dan',
    run: removeMember,
    input: who('bob'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'there is no removing who is not in the group',
    as: 'alice',
    run: removeMember,
    input: who('dan'),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'removing needs a proper group id',
    as: 'alice',
    run: removeMember,
    input: (stage) => ({ ...who('bob')(stage), groupId: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'removing needs a proper person id',
    as: 'alice',
    run: removeMember,
    input: (stage) => ({ ...who('bob')(stage), personId: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a member leaves',
    watch: (stage) => GroupTopic.of(ofGroup(stage)),
    as: 'bob',
    run: leaveGroup,
    input: leaves(false),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows) => rows(Group)[0]?.memberCount === 2,
  },
  {
    ...shared,
    title: 'the others see that a member has left',
    as: 'bob',
    run: leaveGroup,
    input: leaves(false),
    expect: 'ok',
    seenAfterBy: ['alice', 'carla'],
    see: (rows, stage) =>
      rows(Member).every((row) => row.groupId !== stage.id('group') || row.personId !== stage.person('bob')),
  },
  {
    ...shared,
    title: 'the owner does not leave a group without an owner',
    as: 'alice',
    run: leaveGroup,
    input: leaves(false),
    expect: 'last-owner',
  },
  {
    ...shared,
    title: 'there is no leaving a group that one is not in',
    as: 'dan',
    run: leaveGroup,
    input: leaves(true),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'leaving needs a proper id',
    as: 'bob',
    run: leaveGroup,
    input: () => ({ groupId: 'x', takePhotos: false }),
    expect: 'invalid',
  },
];
