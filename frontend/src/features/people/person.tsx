// People as they appear in sentences and beside what they made. Whoever shows an id holds that person's topic.
import { useEffect, useMemo } from 'react';
import { AVATARS } from '@zoetrope/contract/accounts.ts';
import { Person, PersonTopic } from '@zoetrope/contract/features/people.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { useMe, useReplica, useRow, useRows, useTopic } from '#replica/hooks.tsx';
import { Avatar, type Face } from '#ui/avatar.tsx';
import { FormattedMessage } from 'react-intl';

export type PersonRow = RowOf<typeof Person>;

/** One person, live; undefined while not here yet. */
export function usePerson(personId: string | undefined): PersonRow | undefined {
  useTopic(personId === undefined ? undefined : PersonTopic.of({ personId }));
  return useRow(Person, personId);
}

/** Those of `ids` that are here, by id. The map stays the same until one of these people changes. */
export function usePeople(ids: readonly string[]): ReadonlyMap<string, PersonRow> {
  const replica = useReplica();
  const joined = ids.join();
  useEffect(() => {
    const releases =
      joined === '' ? [] : joined.split(',').map((personId) => replica.hold(PersonTopic.of({ personId })));
    return () => releases.forEach((release) => release());
  }, [replica, joined]);
  const people = useRows(Person);
  const mine = people.filter((person) => joined.includes(person.id));
  const stamp = mine.map((person) => `${person.id}${person.name}${person.avatarId}`).join();
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `stamp` says all that is shown of them
  return useMemo(() => new Map(mine.map((person) => [person.id, person])), [stamp]);
}

/** What an avatar shows of a person; no letters while the name is not here. */
export const toFace = (personId: string, person: PersonRow | undefined): Face => ({
  id: personId,
  name: person?.name ?? '',
  pictureUrl: person?.avatarId ? `${AVATARS}/${person.avatarId}` : null,
});

/** The person's name, "You" for me where `isYou` asks for it, and a dash of the same height while it is not here. */
export function PersonName({ personId, isYou = false }: { personId: string; isYou?: boolean }) {
  const person = usePerson(personId);
  const me = useMe();
  if (isYou && personId === me) return <FormattedMessage id="people.you" defaultMessage="You" />;
  // A name has a direction of its own: beside a time in another script the two would be shuffled.
  return <bdi>{person?.name ?? '…'}</bdi>;
}

interface PersonAvatarProps {
  readonly personId: string;
  readonly sizePx?: number;
  /** The name stands beside it already. */
  readonly isDecorative?: boolean;
}

export function PersonAvatar({ personId, sizePx, isDecorative }: PersonAvatarProps) {
  const person = usePerson(personId);
  return (
    <Avatar
      face={toFace(personId, person)}
      {...(sizePx !== undefined && { sizePx })}
      isDecorative={isDecorative === true || person === undefined}
    />
  );
}
