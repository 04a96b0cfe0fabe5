import { useEffect, useMemo } from 'react';
import { Group, GroupTopic, Member } from '@zoetrope/contract/features/groups.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { useMe, useReplica, useRows } from '#replica/hooks.tsx';

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
