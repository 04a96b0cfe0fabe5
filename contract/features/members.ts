// What happens to members: another role, removal, leaving.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { Clearing, Group, Member, mayAs, memberId, membershipOf, Role } from './groups.ts';

const OfMember = z.object({ groupId: z.uuid(), personId: z.uuid() });

/** An admin changes roles below admin; the owner names admins, and hands the group over by naming an owner. */
export const changeRole = command('members.changeRole', z.object({ groupId: z.uuid(), personId: z.uuid(), role: Role }))
  .need('member', (input) => Member.at(memberId(input.groupId, input.personId)))
  .need('group', (input) => Group.at(input.groupId))
  .fact('self', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts, input, { me }) => {
    if (facts.member.personId === me || facts.member.role === 'owner') return false;
    if (mayAs('owner', facts.self)) return true;
    return (
      mayAs('admin', facts.self) && !mayAs('admin', facts.member) && input.role !== 'admin' && input.role !== 'owner'
    );
  })
  .apply((facts, input) => {
    if (input.role !== 'owner') return [Member.set(facts.member.id, { role: input.role })];
    return [
      Member.set(facts.member.id, { role: 'owner' }),
      Member.set(memberId(facts.group.id, facts.group.ownerId), { role: 'admin' }),
      Group.set(facts.group.id, { ownerId: facts.member.personId }),
    ];
  });

export const removeMember = command('members.remove', OfMember)
  .need('member', (input) => Member.at(memberId(input.groupId, input.personId)))
  .need('group', (input) => Group.at(input.groupId))
  .fact('self', (input, caller) => membershipOf(input.groupId, caller))
  .allow((facts, _input, { me }) => {
    if (facts.member.personId === me) return false;
    return mayAs('owner', facts.self) || (mayAs('admin', facts.self) && !mayAs('admin', facts.member));
  })
  .apply((facts) => [Member.remove(facts.member.id), Group.inc(facts.group.id, { memberCount: -1 })]);

/** One's photos stay in the group, or leave it with oneself: then they are gone for everybody. What one said stays. */
export const leaveGroup = command('members.leave', z.object({ groupId: z.uuid(), takePhotos: z.boolean() }))
  .need('self', (input, caller) => Member.at(memberId(input.groupId, caller.id)))
  .need('group', (input) => Group.at(input.groupId))
  .refuses('last-owner')
  .allow((facts) => (facts.self.role === 'owner' ? 'last-owner' : true))
  .apply(({ self, group }, input, { me, now }) => [
    Member.remove(self.id),
    Group.inc(group.id, { memberCount: -1 }),
    // Whoever came back and leaves once more takes what they added since: that is another one. An id may not rest on `now`,
    // which is a later one under lock than when the server guesses what to lock.
    ...(input.takePhotos
      ? [
          Clearing.put({
            id: `${self.id}:${self.joinedAt}`,
            groupId: group.id,
            ownerId: me,
            clearedCount: 0,
            createdAt: now,
          }),
        ]
      : []),
  ]);

/** Run by the server for each who was in a group that ended: it leaves the list of their groups. */
export const clearMember = command('members.clear', z.object({ id: z.string(), groupId: z.uuid() }))
  .onServer()
  .need('member', (input) => Member.at(input.id))
  .exists('isGroupThere', (input) => Group.at(input.groupId))
  .allow((facts, input) => (facts.member.groupId === input.groupId && !facts.isGroupThere) || 'conflict')
  .apply((facts, input) => [Member.remove(facts.member.id), Clearing.inc(input.groupId, { clearedCount: 1 })]);

export const members = feature({
  name: 'members',
  entities: [],
  places: [],
  commands: [changeRole, removeMember, leaveGroup, clearMember],
  topics: [],
});
