import './friend-faces.css';
import { areFriends, Friendship, type FriendshipRow } from '@zoetrope/contract/features/friends.ts';
import { PersonAvatar, usePerson } from '#features/people/person.tsx';
import { useMe, useRows } from '#replica/hooks.tsx';
import { Link } from '#ui/link-slot.tsx';
import { useIntl } from 'react-intl';

/** Two rows of them beside the feed. */
const SHOWN = 12;
const oldestFirst = (a: FriendshipRow, b: FriendshipRow) => (a.askedAt < b.askedAt ? -1 : 1);

/** My friends as faces, each a way to what they show; nothing for one without friends. */
export function FriendFaces() {
  const { $t } = useIntl();
  const me = useMe();
  const friends = useRows(Friendship, {}, oldestFirst).filter(areFriends);
  if (friends.length === 0) return null;
  return (
    <section aria-labelledby="friend-faces">
      <h2 id="friend-faces">
        <Link href="/friends">{$t({ id: 'friends.title', defaultMessage: 'Friends' })}</Link>
      </h2>
      <ul className="friend-faces">
        {friends.slice(0, SHOWN).map(({ id, lowId, highId }) => (
          <li key={id}>
            <Face personId={lowId === me ? highId : lowId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Face({ personId }: { personId: string }) {
  return (
    <Link href={`/people/${personId}`} title={usePerson(personId)?.name}>
      <PersonAvatar personId={personId} sizePx={40} />
    </Link>
  );
}
