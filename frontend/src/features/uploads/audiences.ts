import { useMemo } from 'react';
import { Group, mayAs, Member } from '@zoetrope/contract/features/groups.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/photos.ts';
import { Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useMe, useRow, useRows } from '#replica/hooks.tsx';

export interface AudienceChoice {
  /** Fit for a select. */
  readonly value: string;
  readonly label: string;
  /** "to Lake house", "for your friends". */
  readonly where: string;
  readonly audience: PhotoAudience;
}

export const toAudienceValue = (audience: PhotoAudience): string =>
  audience.to === 'group' ? audience.groupId : audience.to;

/** Whom I may show photos to: groups where I may add, my friends, and everyone where the site allows it. */
export function useAudiences(): readonly AudienceChoice[] {
  const me = useMe();
  const members = useRows(Member, { personId: me ?? 'nobody' });
  // The frame holds the rows of my groups.
  const groups = useRows(Group);
  const everyone = useRow(Site, SITE_ID)?.everyone ?? false;
  return useMemo(() => {
    const open = new Set(members.filter((member) => mayAs('contributor', member)).map((member) => member.groupId));
    const choices: AudienceChoice[] = groups
      .filter((group) => open.has(group.id))
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }) => ({
        value: id,
        label: name,
        where: `to ${name}`,
        audience: { to: 'group', groupId: id },
      }));
    choices.push({ value: 'friends', label: 'My friends', where: 'for your friends', audience: { to: 'friends' } });
    if (everyone) {
      choices.push({
        value: 'everyone',
        label: 'Everyone, also without an account',
        where: 'for everyone',
        audience: { to: 'everyone' },
      });
    }
    return choices;
  }, [members, groups, everyone]);
}
