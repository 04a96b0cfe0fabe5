import { useEffect, useMemo, useState } from 'react';
import { Group, GroupTopic, Member } from '@zoetrope/contract/features/groups.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { useMine } from '#features/people/mine.ts';
import { useMe, useReplica, useRow, useRows } from '#replica/hooks.tsx';

export type GroupRow = RowOf<typeof Group>;
export type MemberRow = RowOf<typeof Member>;

const byName = (a: GroupRow, b: GroupRow) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
const byGroup = (a: MemberRow, b: MemberRow) => (a.groupId < b.groupId ? -1 : 1);
/** Matches no row: ids of people are UUIDs. */
const NOBODY = 'nobody';

/** My memberships, in a stable order. They are held by the session. */
function useMyMemberships(): readonly MemberRow[] {
  return useRows(Member, { personId: useMe() ?? NOBODY }, byGroup);
}

/** `loading` until it is known which groups I am in, and one of them is here to be shown. */
export function useMyGroupsState(): 'loading' | 'live' {
  const mine = useMine();
  const memberships = useMyMemberships();
  const groups = useRows(Group);
  const isWaiting = mine === 'loading' || (memberships.length > 0 && groups.length === 0);
  return isWaiting ? 'loading' : 'live';
}

/** The groups that I am in, by name; each is held while this is mounted. */
export function useMyGroups(): readonly GroupRow[] {
  const replica = useReplica();
  const memberships = useMyMemberships();
  const ids = memberships.map((member) => member.groupId).join();
  useEffect(() => {
    const releases = ids === '' ? [] : ids.split(',').map((groupId) => replica.hold(GroupTopic.of({ groupId })));
    return () => releases.forEach((release) => release());
  }, [replica, ids]);
  const groups = useRows(Group, {}, byName);
  return useMemo(() => groups.filter((group) => ids.includes(group.id)), [groups, ids]);
}

/** A group's name as I saw it last, also when it is not mine any more; undefined when it never was here. */
export function useLastName(groupId: string): string | undefined {
  const me = useMe();
  const name = useRow(Group, groupId)?.name;
  const [last, setLast] = useState({ me, name });
  if (name !== undefined && (name !== last.name || me !== last.me)) setLast({ me, name });
  // Whoever signs in after somebody else in this tab was not there.
  return name ?? (last.me === me ? last.name : undefined);
}
