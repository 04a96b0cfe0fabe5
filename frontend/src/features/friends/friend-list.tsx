import { acceptFriend, Friendship, removeFriend, type FriendshipRow } from '@zoetrope/contract/features/friends.ts';
import { PersonAvatar, PersonName } from '#features/people/person.tsx';
import { useCommand, useMe, useRows } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Link } from '#ui/link-slot.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';

const oldestFirst = (a: FriendshipRow, b: FriendshipRow) => (a.askedAt < b.askedAt ? -1 : 1);

/** Who asks to be my friend, whom I have asked, and who is. */
export function FriendList() {
  const me = useMe();
  const all = useRows(Friendship, {}, oldestFirst);
  const accept = useCommand(acceptFriend);
  const remove = useCommand(removeFriend);
  const tellRefusal = useRefusalToast();
  const attempt = (work: Promise<void>) => void work.catch(tellRefusal);
  const other = (friendship: FriendshipRow) => (friendship.lowId === me ? friendship.highId : friendship.lowId);

  const asking = all.filter((friendship) => !friendship.acceptedAt && friendship.askedById !== me);
  const asked = all.filter((friendship) => !friendship.acceptedAt && friendship.askedById === me);
  const friends = all.filter((friendship) => friendship.acceptedAt);
  if (all.length === 0) {
    return (
      <EmptyState title="No friends here yet">
        Open somebody from the people of a group and ask. Photos for friends are seen by all your friends, and by nobody
        else.
      </EmptyState>
    );
  }
  return (
    <>
      {asking.length > 0 && (
        <section className="page-section">
          <h2>Would like to be friends</h2>
          <ul className="page-rows">
            {asking.map((friendship) => (
              <Row key={friendship.id} personId={other(friendship)} says="Asks to be friends">
                <Button size="small" onClick={() => attempt(remove.run({ personId: other(friendship) }))}>
                  Decline
                </Button>
                <Button
                  size="small"
                  kind="primary"
                  onClick={() => attempt(accept.run({ personId: other(friendship) }))}
                >
                  Accept
                </Button>
              </Row>
            ))}
          </ul>
        </section>
      )}
      {friends.length > 0 && (
        <section className="page-section">
          <h2>Your friends</h2>
          <ul className="page-rows">
            {friends.map((friendship) => (
              <Row key={friendship.id} personId={other(friendship)} says={since(friendship)} />
            ))}
          </ul>
        </section>
      )}
      {asked.length > 0 && (
        <section className="page-section">
          <h2>You have asked</h2>
          <ul className="page-rows">
            {asked.map((friendship) => (
              <Row key={friendship.id} personId={other(friendship)} says="Not answered yet">
                <Button size="small" onClick={() => attempt(remove.run({ personId: other(friendship) }))}>
                  Take back
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

const since = (friendship: FriendshipRow): string =>
  `Friends since ${new Date(friendship.acceptedAt ?? friendship.askedAt).toLocaleDateString(undefined, { dateStyle: 'long' })}`;
