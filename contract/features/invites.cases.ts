import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { Group, GroupTopic } from './groups.ts';
import { aGroup, aGroupWith } from './groups.cases.ts';
import { acceptInvite, createInvite, Invite, InvitesTopic, revokeInvite } from './invites.ts';
import { MeTopic } from './people.ts';
import { Member } from './groups.ts';

/** 64 hex digits that no other stage has; nobody knows a token for them. */
const someHash = (stage: Stage) => stage.id('token').replaceAll('-', '').repeat(2);
const link = (stage: Stage, over: object = {}) => ({
  id: stage.id('invite'),
  groupId: stage.id('group'),
  role: 'contributor',
  tokenHash: someHash(stage),
  expiresAt: null,
  usesLeft: null,
  ...over,
});
/** A link whose token the world knows: it fills the hash in. */
const linked =
  (over: object = {}) =>
  (stage: Stage): Step[] => [
    ...aGroup(stage),
    { as: 'alice', run: createInvite, input: link(stage, { tokenHash: '', ...over }) },
  ];
const theLink = (stage: Stage) => ({ id: stage.id('invite') });
const shared = {
  given: aGroup,
  watch: (stage: Stage) => InvitesTopic.of({ groupId: stage.id('group') }),
  seenBy: ['alice'],
} as const;
const inGroup = {
  watch: (stage: Stage) => GroupTopic.of({ groupId: stage.id('group') }),
  seenBy: ['alice', 'bob', 'carla'],
  run: acceptInvite,
  input: theLink,
} as const;
const creating = (title: string, over: object): Case => ({
  ...shared,
  title,
  as: 'alice',
  run: createInvite,
  input: (stage) => link(stage, over),
  expect: 'invalid',
});

export const invitesCases: readonly Case[] = [
  {
    ...shared,
    title: 'the owner makes a link',
    as: 'alice',
    run: createInvite,
    input: (stage) => link(stage, { usesLeft: 3, expiresAt: '2090-01-01T00:00:00.000Z' }),
    expect: 'ok',
    see: (rows, stage) =>
      rows(Invite).some((invite) => invite.id === stage.id('invite') && invite.createdById === stage.person('alice')),
  },
  {
    ...shared,
    given: (stage) => aGroupWith(stage, 'admin', 'viewer'),
    title: 'an admin makes a link for contributors',
    as: 'bob',
    run: createInvite,
    input: (stage) => link(stage),
    expect: 'ok',
    seenBy: ['alice', 'bob'],
  },
  {
    ...shared,
    given: (stage) => aGroupWith(stage, 'admin', 'viewer'),
    title: 'an admin makes no link for admins',
    as: 'bob',
    run: createInvite,
    input: (stage) => link(stage, { role: 'admin' }),
    expect: 'forbidden',
    seenBy: ['alice', 'bob'],
  },
  {
    ...shared,
    title: 'a contributor makes no link',
    as: 'bob',
    run: createInvite,
    input: (stage) => link(stage),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a stranger makes no link into a group',
    as: 'dan',
    run: createInvite,
    input: (stage) => link(stage),
    expect: 'not-found',
  },
  {
    ...shared,
    title: 'a visitor makes no link',
    as: 'visitor',
    run: createInvite,
    input: (stage) => link(stage),
    expect: 'unauthenticated',
  },
  creating('no link makes an owner', { role: 'owner' }),
  creating('a link is stored by its hash', { tokenHash: 'token' }),
  creating('a link is good for once at least', { usesLeft: 0 }),
  creating('a link is good for 2,000 times at most', { usesLeft: 2001 }),
  creating('a link ends at an instant', { expiresAt: 'tomorrow' }),
  creating('a link needs a proper id', { id: 'x' }),
  creating('a link needs a proper group id', { groupId: 'x' }),
  {
    ...shared,
    given: linked(),
    title: 'the id of a link is used once',
    as: 'alice',
    run: createInvite,
    input: (stage) => link(stage),
    expect: 'conflict',
  },
  {
    ...shared,
    given: linked(),
    title: 'the owner revokes a link',
    as: 'alice',
    run: revokeInvite,
    input: theLink,
    expect: 'ok',
    see: (rows, stage) => rows(Invite).every((invite) => invite.id !== stage.id('invite')),
  },
  {
    ...shared,
    given: linked(),
    title: 'a contributor cannot tell which links there are',
    as: 'bob',
    run: revokeInvite,
    input: theLink,
    expect: 'not-found',
  },
  {
    ...shared,
    given: linked(),
    title: 'revoking needs a proper id',
    as: 'alice',
    run: revokeInvite,
    input: () => ({ id: 'x' }),
    expect: 'invalid',
  },
  {
    ...inGroup,
    given: linked(),
    title: 'who opens a link is in',
    as: 'dan',
    expect: 'ok',
    seenAfterBy: ['alice', 'bob', 'carla', 'dan'],
    see: (rows) => rows(Group)[0]?.memberCount === 4,
  },
  {
    ...inGroup,
    given: linked(),
    title: 'the group is then among the groups of the new member',
    watch: (stage) => MeTopic.of({ personId: stage.person('dan') }),
    seenBy: ['dan'],
    as: 'dan',
    expect: 'ok',
    see: (rows, stage) => rows(Member).some((row) => row.groupId === stage.id('group') && row.role === 'contributor'),
  },
  {
    ...inGroup,
    given: linked({ usesLeft: 2 }),
    title: 'each use is counted',
    watch: shared.watch,
    seenBy: ['alice'],
    as: 'dan',
    expect: 'ok',
    see: (rows, stage) => rows(Invite).some((invite) => invite.id === stage.id('invite') && invite.usesLeft === 1),
  },
  {
    ...inGroup,
    given: linked({ expiresAt: '2020-01-01T00:00:00.000Z' }),
    title: 'a link that has expired lets nobody in',
    as: 'dan',
    expect: 'invite-expired',
  },
  {
    ...inGroup,
    given: aGroup,
    title: 'a link that was used up lets nobody in',
    as: 'dan',
    input: (stage) => ({ id: stage.id('invite for bob') }),
    expect: 'invite-used-up',
  },
  { ...inGroup, given: linked(), title: 'one is in a group once', as: 'bob', expect: 'already-member' },
  {
    ...inGroup,
    given: (stage) => [...linked()(stage), { as: 'alice', run: revokeInvite, input: theLink(stage) }],
    title: 'a revoked link is not there',
    as: 'dan',
    expect: 'not-found',
  },
  {
    ...inGroup,
    given: aGroup,
    title: 'a made-up link is not there',
    as: 'dan',
    input: (stage) => ({ id: stage.id('made up') }),
    expect: 'not-found',
  },
  { ...inGroup, given: linked(), title: 'a visitor signs in first', as: 'visitor', expect: 'unauthenticated' },
];
