import { acceptFriend, Friendship, removeFriend, type FriendshipRow } from '@zoetrope/contract/features/friends.ts';
import { useMine } from '#features/people/mine.ts';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { useCommand, useMe, useRows } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Link } from '#ui/link-slot.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { OrAway } from '#forms/or-away.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useHeldBack } from '#forms/use-removal.tsx';
import { useIntl } from 'react-intl';
import { useDecline } from './decline.ts';

const oldestFirst = (a: FriendshipRow, b: FriendshipRow) => (a.askedAt < b.askedAt ? -1 : 1);

/** Who asks to be my friend, whom I have asked, and who is. */
export function FriendList() {
  const { $t, formatDate } = useIntl();
  const me = useMe();
  const mine = useMine();
  const heldBack = useHeldBack();
  const all = useRows(Friendship, {}, oldestFirst).filter(({ id }) => !heldBack.has(id));
  const decline = useDecline();
  const accept = useCommand(acceptFriend);
  const remove = useCommand(removeFriend);
  const tellRefusal = useRefusalToast();
  const attempt = (work: Promise<void>) => void work.catch(tellRefusal);
  const other = (friendship: FriendshipRow) => (friendship.lowId === me ? friendship.highId : friendship.lowId);

  const asking = all.filter((friendship) => !friendship.acceptedAt && friendship.askedById !== me);
  const asked = all.filter((friendship) => !friendship.acceptedAt && friendship.askedById === me);
  const friends = all.filter((friendship) => friendship.acceptedAt);
  if (mine === 'loading') {
    return (
      <OrAway>
        <Skeleton label={$t({ id: 'friends.loading', defaultMessage: 'Loading your friends' })}>
          <SkeletonPerson />
          <SkeletonPerson />
        </Skeleton>
      </OrAway>
    );
  }
  if (all.length === 0) {
    return (
      <EmptyState title={$t({ id: 'friends.none', defaultMessage: 'No friends here yet' })}>
        {$t({
          id: 'friends.none.text',
          defaultMessage:
            'Open somebody from the people of a group and ask. Photos for friends are seen by all your friends, and by nobody else.',
        })}
      </EmptyState>
    );
  }
  return (
    <>
      {asking.length > 0 && (
        <section className="page-section">
          <h2>{$t({ id: 'friends.asking', defaultMessage: 'Would like to be friends' })}</h2>
          <ul className="page-rows">
            {asking.map((friendship) => (
              <Row
                key={friendship.id}
                personId={other(friendship)}
                says={$t({ id: 'friends.asks', defaultMessage: 'Asks to be friends' })}
              >
                <Button size="small" onClick={() => decline(friendship.id, other(friendship))}>
                  {$t({ id: 'friends.decline', defaultMessage: 'Decline' })}
                </Button>
                <Button
                  size="small"
                  kind="primary"
                  onClick={() => attempt(accept.run({ personId: other(friendship) }))}
                >
                  {$t({ id: 'friends.acceptIt', defaultMessage: 'Accept' })}
                </Button>
              </Row>
            ))}
          </ul>
        </section>
      )}
      {friends.length > 0 && (
        <section className="page-section">
          <h2>{$t({ id: 'friends.yours', defaultMessage: 'Your friends' })}</h2>
          <ul className="page-rows">
            {friends.map((friendship) => (
              <Row
                key={friendship.id}
                personId={other(friendship)}
                says={$t(
                  { id: 'friends.since', defaultMessage: 'Friends since {day}' },
                  { day: formatDate(friendship.acceptedAt ?? friendship.askedAt, { dateStyle: 'long' }) },
                )}
              />
            ))}
          </ul>
        </section>
      )}
      {asked.length > 0 && (
        <section className="page-section">
          <h2>{$t({ id: 'friends.youAsked', defaultMessage: 'You have asked' })}</h2>
          <ul className="page-rows">
            {asked.map((friendship) => (
              <Row
                key={friendship.id}
                personId={other(friendship)}
                says={$t({ id: 'friends.unanswered', defaultMessage: 'Not answered yet' })}
              >
                <Button size="small" onClick={() => attempt(remove.run({ personId: other(friendship) }))}>
                  {$t({ id: 'act.takeBack', defaultMessage: 'Take back' })}
                </Button>
              </Row>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Row(props: { personId: string; says: string; children?: React.ReactNode }) {
  return (
    <li className="page-row">
      <PersonAvatar personId={props.personId} sizePx={44} isDecorative />
      <span className="page-row-text">
        <Link className="page-row-name z-clip" href={`/people/${props.personId}`}>
          <PersonName personId={props.personId} />
        </Link>
        <span className="z-meta z-two z-clip">{props.says}</span>
      </span>
      {props.children}
    </li>
  );
}
