import './presence.css';
import './right-now.css';
import { useMemo } from 'react';
import { areFriends, Friendship } from '@zoetrope/contract/features/friends.ts';
import { Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { Around } from '@zoetrope/contract/features/presence.ts';
import { Roll, type RollRow } from '@zoetrope/contract/features/rolls.ts';
import { PersonName, toFace, usePerson } from '#features/people/person.tsx';
import { useConnection, useMe, useRow, useRows } from '#replica/hooks.tsx';
import { useHeardIn } from '#replica/signal-hooks.tsx';
import { Avatar } from '#ui/avatar.tsx';
import { Drum } from '#ui/drum.tsx';
import { Link } from '#ui/link-slot.tsx';
import { usePresenceChoice } from './presence-choice.ts';
import { hereWords } from './presence-words.ts';
import { useIntl } from 'react-intl';

/** As many as fit beside the first photos. */
const NAMED = 5;
/** More groups than anybody looks after at once. */
const GROUPS_HEARD = 24;

interface Here {
  readonly personId: string;
  readonly isAdding: boolean;
  readonly to: 'group' | 'friends' | 'everyone';
  readonly groupId: string | null;
}

/** Who of one's people adds photos or looks at a group, live. */
export function RightNow({ groupIds }: { groupIds: readonly string[] }) {
  const { $t } = useIntl();
  const people = usePeopleHere(groupIds);
  const isKnown = useConnection().status === 'live';
  const shown = people.slice(0, people.length > NAMED ? NAMED - 1 : NAMED);
  const moreCount = people.length - shown.length;
  return (
    <section aria-labelledby="right-now">
      <h2 id="right-now">{$t({ id: 'presence.rightNow', defaultMessage: 'Right now' })}</h2>
      <div className="right-now">
        {people.length === 0 ? (
          <p className="z-meta">
            {isKnown
              ? $t({
                  id: 'presence.nobody',
                  defaultMessage:
                    'Nobody else is here. Whoever adds photos, or looks at one of your groups, is named here.',
                })
              : $t({ id: 'presence.unknown', defaultMessage: 'Who is here is known while the connection is live.' })}
          </p>
        ) : (
          <ul>
            {shown.map((here) => (
              <li key={here.personId}>
                <PersonHere here={here} />
              </li>
            ))}
            {moreCount > 0 && (
              <li className="right-now-more z-meta">
                {$t(
                  { id: 'presence.more', defaultMessage: '{count, plural, one {And one more} other {And # more}}' },
                  { count: moreCount },
                )}
              </li>
            )}
          </ul>
        )}
      </div>
    </section>
  );
}

function PersonHere({ here }: { here: Here }) {
  const intl = useIntl();
  const { personId, groupId } = here;
  const person = usePerson(personId);
  const group = useRow(Group, groupId ?? undefined);
  const words = hereWords(intl, here, group?.name ?? '…');
  return (
    <Link className="right-now-person" href={groupId ? `/g/${groupId}` : `/people/${personId}`}>
      <Avatar face={toFace(personId, person)} sizePx={36} presenceLabel={words} isDecorative />
      <span className="right-now-words">
        <b className="z-clip">
          <PersonName personId={personId} />
        </b>{' '}
        <span className="z-meta z-clip">{words}</span>
      </span>
      {here.isAdding && <Drum state="turning" />}
    </Link>
  );
}

/** Each person once, those who add photos first. */
function usePeopleHere(groupIds: readonly string[]): readonly Here[] {
  const me = useMe();
  const rolls = useRows<RollRow>(Roll);
  const friendships = useRows(Friendship);
  const isShown = usePresenceChoice();
  // Where nothing is pushed, each group would be a request of its own every few seconds.
  const isPushed = useConnection().status === 'live';
  const topics =
    isShown && isPushed ? groupIds.slice(0, GROUPS_HEARD).map((groupId) => GroupTopic.of({ groupId })) : [];
  const around = useHeardIn(Around, topics);
  return useMemo(() => {
    const friends = new Set(friendships.filter(areFriends).flatMap(({ lowId, highId }) => [lowId, highId]));
    const people = new Map<string, Here>();
    const note = (here: Here) => {
      if (here.personId !== me && !people.has(here.personId)) people.set(here.personId, here);
    };
    for (const { ownerId: personId, groupId, friendsOfId } of rolls) {
      const to = groupId ? 'group' : friendsOfId ? 'friends' : 'everyone';
      // What is for everyone comes from strangers, too.
      if (to === 'group' ? groupIds.includes(groupId ?? '') : friends.has(personId))
        note({ personId, isAdding: true, to, groupId });
    }
    for (const groupId of groupIds)
      for (const personId of around.get(GroupTopic.of({ groupId }).key) ?? [])
        note({ personId, isAdding: false, to: 'group', groupId });
    return [...people.values()];
  }, [me, rolls, friendships, around, groupIds]);
}
