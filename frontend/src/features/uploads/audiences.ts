import { useMemo } from 'react';
import { Group, Member } from '@zoetrope/contract/features/groups.ts';
import { mayAddTo, type PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useMe, useRow, useRows } from '#replica/hooks.tsx';
import { useIntl } from 'react-intl';

export interface AudienceChoice {
  /** Fit for a select. */
  readonly value: string;
  readonly label: string;
  readonly audience: PhotoAudience;
  /** What originals that are downloaded there will say of this photo. */
  readonly tells?: 'place' | 'time' | 'both';
}

/**
 * The one that was picked. Undefined while it is not there, or no longer: nobody else is shown the photos in its place.
 * Before anything was picked, the first.
 */
export const chosenOf = (choices: readonly AudienceChoice[], picked: string | undefined): AudienceChoice | undefined =>
  picked === undefined ? choices[0] : choices.find(({ value }) => value === picked);

/** Whom I may show photos to: groups where I may add, my friends, and everyone where the site allows it. */
export function useAudiences(): readonly AudienceChoice[] {
  const { $t } = useIntl();
  const me = useMe();
  const members = useRows(Member, { personId: me ?? 'nobody' });
  // The frame holds the rows of my groups.
  const groups = useRows(Group);
  const site = useRow(Site, SITE_ID);
  return useMemo(() => {
    const mine = new Map(members.map((member) => [member.groupId, member]));
    const mayAdd = (audience: PhotoAudience) =>
      mayAddTo(audience, {
        isGroupThere: true,
        site,
        member: audience.to === 'group' ? mine.get(audience.groupId) : undefined,
      }) === true;
    const choices: AudienceChoice[] = groups
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, placeKeptSince, timeKeptSince }) => ({
        value: id,
        label: name,
        audience: { to: 'group', groupId: id },
        ...((placeKeptSince !== null || timeKeptSince !== null) && {
          tells: placeKeptSince === null ? 'time' : timeKeptSince === null ? 'place' : 'both',
        }),
      }));
    choices.push({
      value: 'friends',
      label: $t({ id: 'audience.friends', defaultMessage: 'My friends' }),
      audience: { to: 'friends' },
    });
    choices.push({
      value: 'everyone',
      label: $t({ id: 'audience.everyone', defaultMessage: 'Everyone, also without an account' }),
      audience: { to: 'everyone' },
    });
    return choices.filter(({ audience }) => mayAdd(audience));
  }, [members, groups, site, $t]);
}
