// Links that let somebody into a group. The token is made by the client and never stored: the row keeps its hash.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { Group, Member, mayAs, memberId, membershipOf } from './groups.ts';

const InvitedRole = z.enum(['viewer', 'contributor', 'admin']);
/** SHA-256 of the link's token, in hex. The token has 128 random bits, so its hash may be seen by the group's admins. */
const TokenHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Uses = z.int().check(z.minimum(1), z.maximum(LIMITS.groupMembers));

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
    usesLeft: z.nullable(z.int()),
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

/** Run by the server when somebody opens a link whose token it has hashed and found. */
export const acceptInvite = command('invites.accept', z.object({ id: z.uuid() }))
  .onServer()
  .need('invite', (input) => Invite.at(input.id))
  .need('group', (_input, _caller, facts) => Group.at(facts.invite.groupId))
  .fact('member', (_input, caller, facts) => Member.at(memberId(facts.invite.groupId, caller.id)))
  .allow((facts, _input, { now }) => {
    if (facts.member) return 'already-member';
    if (facts.invite.expiresAt !== null && facts.invite.expiresAt <= now) return 'invite-expired';
    if (facts.invite.usesLeft === 0) return 'invite-used-up';
    return facts.group.memberCount < LIMITS.groupMembers || 'group-full';
  })
  .apply((facts, _input, { me, now }) => [
    Member.create({
      id: memberId(facts.group.id, me),
      groupId: facts.group.id,
      personId: me,
      role: facts.invite.role,
      joinedAt: now,
    }),
    Group.inc(facts.group.id, { memberCount: 1 }),
    ...(facts.invite.usesLeft === null ? [] : [Invite.set(facts.invite.id, { usesLeft: facts.invite.usesLeft - 1 })]),
  ]);

export const invites = feature({
  name: 'invites',
  entities: [Invite],
  places: [place(Invite, InvitesTopic, { groupId: 'groupId' })],
  commands: [createInvite, revokeInvite, acceptInvite],
  topics: [InvitesTopic],
});
