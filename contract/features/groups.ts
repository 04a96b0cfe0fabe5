// Groups and who is in them, and how a group ends. How one comes in (invites) and what members do (members) are features of
// their own.
import * as z from 'zod/mini';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type Ref, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { Name } from '@zoetrope/contract/limits.ts';
import { MeTopic } from './people.ts';

export const Group = entity(
  'groups',
  z.object({
    id: z.uuid(),
    name: Name,
    ownerId: z.uuid(),
    coverPhotoId: z.nullable(z.uuid()),
    memberCount: z.int32(),
    photoCount: z.int32(),
    /**
     * Originals of photos added since then say, when they are downloaded, where or when they were taken; null: none does.
     * What is shown on screens never does.
     */
    placeKeptSince: z.nullable(z.iso.datetime()),
    timeKeptSince: z.nullable(z.iso.datetime()),
    createdAt: z.iso.datetime(),
  }),
);

/** In the order of what they may: each may what the ones before may. */
export const ROLES = ['viewer', 'contributor', 'admin', 'owner'] as const;
export const Role = z.enum(ROLES);
export type RoleName = (typeof ROLES)[number];

export const Member = entity(
  'members',
  z.object({ id: z.string(), groupId: z.uuid(), personId: z.uuid(), role: Role, joinedAt: z.iso.datetime() }),
);
export type MemberRow = RowOf<typeof Member>;

export const memberId = (groupId: string, personId: string): string => `${groupId}:${personId}`;

/** Where a caller's membership is; nowhere for a visitor. */
export function membershipOf(groupId: string, caller: Caller): Ref<MemberRow> | undefined {
  const person = personOf(caller);
  return person ? Member.at(memberId(groupId, person)) : undefined;
}

/** True when the member may what `role` may. */
export const mayAs = (role: RoleName, member: MemberRow | undefined): boolean =>
  !!member && ROLES.indexOf(member.role) >= ROLES.indexOf(role);

/**
 * What is to be cleared away: of a group that ended, everything; of somebody who left and took their photos along, those.
 * The server does it bit by bit (backend/effects), and the row goes last.
 */
export const Clearing = entity(
  'clearings',
  z.object({
    /** `groupId` of a group that ended. */
    id: z.string(),
    groupId: z.uuid(),
    /** Whose photos; null for all that was in the group. */
    ownerId: z.nullable(z.uuid()),
    /** Rows that are gone so far. Who adds to it waits for the same row, and so shares a transaction. */
    clearedCount: z.int32(),
    createdAt: z.iso.datetime(),
  }),
);
export type ClearingRow = RowOf<typeof Clearing>;

const ofGroup = z.object({ groupId: z.uuid() });

/** The group's name, cover and counts. */
export const GroupTopic = topic('group', ofGroup)
  .exists('isGroupThere', (params) => Group.at(params.groupId))
  .fact('member', (params, caller) => membershipOf(params.groupId, caller))
  .allow((facts) => facts.isGroupThere && !!facts.member);

/** Everybody in it. */
export const MembersTopic = topic('members', ofGroup)
  .exists('isGroupThere', (params) => Group.at(params.groupId))
  .fact('member', (params, caller) => membershipOf(params.groupId, caller))
  .allow((facts) => facts.isGroupThere && !!facts.member);

export const createGroup = command('groups.create', z.object({ id: z.uuid(), name: Name }))
  .allow(() => true)
  .apply((_facts, input, { me, now }) => [
    Group.create({
      id: input.id,
      name: input.name,
      ownerId: me,
      coverPhotoId: null,
      memberCount: 1,
      photoCount: 0,
      placeKeptSince: null,
      timeKeptSince: null,
      createdAt: now,
    }),
    Member.create({ id: memberId(input.id, me), groupId: input.id, personId: me, role: 'owner', joinedAt: now }),
  ]);

export const renameGroup = command('groups.rename', z.object({ groupId: z.uuid(), name: Name }))
  .need('group', (input) => Group.at(input.groupId))
  .fact('member', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts) => mayAs('admin', facts.member))
  .apply((facts, input) => [Group.set(facts.group.id, { name: input.name })]);

/**
 * What downloads of this group tell. The owner alone decides, for it tells on everybody who adds photos; those who added
 * theirs before trusted that it would not, so it holds from now on. Switched off, it holds for nothing any more, at once.
 */
export const keepInOriginals = command(
  'groups.keep',
  z.object({ groupId: z.uuid(), place: z.boolean(), time: z.boolean() }),
)
  .need('group', (input) => Group.at(input.groupId))
  .fact('member', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts) => mayAs('owner', facts.member))
  .apply(({ group }, input, { now }) => [
    Group.set(group.id, {
      placeKeptSince: input.place ? (group.placeKeptSince ?? now) : null,
      timeKeptSince: input.time ? (group.timeKeptSince ?? now) : null,
    }),
  ]);

/**
 * The group is gone with this commit, for everybody and wherever they look: each rule of what is in it asks for the group.
 * What was in it is cleared away after that.
 */
export const endGroup = command('groups.end', ofGroup)
  .need('group', (input) => Group.at(input.groupId))
  .fact('member', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts) => mayAs('owner', facts.member))
  .apply(({ group }, _input, { me, now }) => [
    Group.remove(group.id),
    Member.remove(memberId(group.id, me)),
    Clearing.put({ id: group.id, groupId: group.id, ownerId: null, clearedCount: 0, createdAt: now }),
  ]);

/** Run by the server when nothing of it is left. */
export const finishClearing = command('groups.finishClearing', z.object({ id: z.string() }))
  .onServer()
  .allow(() => true)
  .apply((_facts, input) => [Clearing.remove(input.id)]);

export const groups = feature({
  name: 'groups',
  entities: [Group, Member, Clearing],
  places: [
    place(Group, GroupTopic, { groupId: 'id' }),
    place(Member, MembersTopic, { groupId: 'groupId' }),
    place(Member, MeTopic, { personId: 'personId' }),
  ],
  commands: [createGroup, renameGroup, keepInOriginals, endGroup, finishClearing],
  topics: [GroupTopic, MembersTopic],
});
