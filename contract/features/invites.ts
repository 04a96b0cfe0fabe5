// Links that let somebody into a group. The token is made by the client and never stored: the row keeps its hash.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { LIMITS, Name } from '@zoetrope/contract/limits.ts';
import { Group, Member, mayAs, memberId, membershipOf } from './groups.ts';
import { Person } from './people.ts';

const InvitedRole = z.enum(['viewer', 'contributor', 'admin']);
/** SHA-256 of the link's token, in hex. The token has 128 random bits, so its hash may be seen by the group's admins. */
const TokenHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Uses = z.int32().check(z.minimum(1), z.maximum(LIMITS.groupMembers));

export const Invite = entity(
  'invites',
  z.object({
    id: z.uuid(),
    groupId: z.uuid(),
    role: InvitedRole,
    tokenHash: TokenHash,
    /** null: never */
    expiresAt: z.nullable(z.iso.datetime()),
    /** null: any number */
    usesLeft: z.nullable(z.int32()),
    createdById: z.uuid(),
    createdAt: z.iso.datetime(),
  }),
);

/** The group's links, for those who may make them. */
export const InvitesTopic = topic('invites', z.object({ groupId: z.uuid() }))
  .exists('isGroupThere', (params) => Group.at(params.groupId))
  .fact('member', (params, caller) => membershipOf(params.groupId, caller))
  .allow((facts) => facts.isGroupThere && mayAs('admin', facts.member));

export const createInvite = command(
  'invites.create',
  z.object({
    id: z.uuid(),
    groupId: z.uuid(),
    role: InvitedRole,
    tokenHash: TokenHash,
    expiresAt: z.nullable(z.iso.datetime()),
    usesLeft: z.nullable(Uses),
  }),
)
  .need('group', (input) => Group.at(input.groupId))
  .fact('member', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts, input) => mayAs(input.role === 'admin' ? 'owner' : 'admin', facts.member))
  .apply((_facts, input, { me, now }) => [Invite.create({ ...input, createdById: me, createdAt: now })]);

export const revokeInvite = command('invites.revoke', z.object({ id: z.uuid() }))
  .need('invite', (input) => Invite.at(input.id))
  .allow(() => true)
  .apply((facts) => [Invite.remove(facts.invite.id)]);

interface Door {
  readonly invite: RowOf<typeof Invite>;
  readonly group: RowOf<typeof Group>;
}

function mayEnter({ invite, group }: Door, now: string) {
  if (invite.expiresAt !== null && invite.expiresAt <= now) return 'invite-expired';
  if (invite.usesLeft === 0) return 'invite-used-up';
  return group.memberCount < LIMITS.groupMembers || 'group-full';
}

const entering = ({ invite, group }: Door, me: string, now: string) => [
  Member.create({ id: memberId(group.id, me), groupId: group.id, personId: me, role: invite.role, joinedAt: now }),
  Group.inc(group.id, { memberCount: 1 }),
  ...(invite.usesLeft === null ? [] : [Invite.set(invite.id, { usesLeft: invite.usesLeft - 1 })]),
];

/** Run by the server when somebody opens a link whose token it has hashed and found. */
export const acceptInvite = command('invites.accept', z.object({ id: z.uuid() }))
  .onServer()
  .need('invite', (input) => Invite.at(input.id))
  .need('group', (_input, _caller, facts) => Group.at(facts.invite.groupId))
  .fact('member', (_input, caller, facts) => Member.at(memberId(facts.invite.groupId, caller.id)))
  .allow((facts, _input, { now }) => (facts.member ? 'already-member' : mayEnter(facts, now)))
  .apply((facts, _input, { me, now }) => entering(facts, me, now));

/** Run by a sign-up with an invite: the person and the use of the invite are one, so that of neither the half remains. */
export const signUpByInvite = command('invites.signUp', z.object({ id: z.uuid(), name: Name }))
  .onServer()
  .need('invite', (input) => Invite.at(input.id))
  .need('group', (_input, _caller, facts) => Group.at(facts.invite.groupId))
  .allow((facts, _input, { now }) => mayEnter(facts, now))
  .apply((facts, { name }, { me, now }) => [
    Person.create({ id: me, name, avatarId: null, isAdmin: false, createdAt: now }),
    ...entering(facts, me, now),
  ]);

export const invites = feature({
  name: 'invites',
  entities: [Invite],
  places: [place(Invite, InvitesTopic, { groupId: 'groupId' })],
  commands: [createInvite, revokeInvite, acceptInvite, signUpByInvite],
  topics: [InvitesTopic],
});
