// What happens to members: another role, removal, leaving.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { Group, Member, mayAs, memberId, membershipOf, Role } from './groups.ts';

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

/** One's photos stay in the group. */
export const leaveGroup = command('members.leave', z.object({ groupId: z.uuid() }))
  .need('self', (input, caller) => Member.at(memberId(input.groupId, caller.id)))
  .need('group', (input) => Group.at(input.groupId))
  .allow((facts) => (facts.self.role === 'owner' ? 'last-owner' : true))
  .apply((facts) => [Member.remove(facts.self.id), Group.inc(facts.group.id, { memberCount: -1 })]);

export const members = feature({
  name: 'members',
  entities: [],
  places: [],
  commands: [changeRole, removeMember, leaveGroup],
  topics: [],
});
