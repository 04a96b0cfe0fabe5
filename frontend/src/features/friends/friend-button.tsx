import {
  acceptFriend,
  askFriend,
  Friendship,
  friendshipOf,
  removeFriend,
} from '@zoetrope/contract/features/friends.ts';
import { useState } from 'react';
import { usePerson } from '#features/people/person.tsx';
import { useCommand, useMe, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useHeldBack } from '#forms/use-removal.tsx';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';
import { useDecline } from './decline.ts';

/** What one can do about being friends with a person: ask, take back, answer, end. Nothing for oneself and for visitors. */
export function FriendButton({ personId }: { personId: string }) {
  const me = useMe();
  const intl = useIntl();
  const { $t } = intl;
  const name = usePerson(personId)?.name ?? '…';
  const friendship = useRow(Friendship, me ? friendshipOf(me, personId).id : undefined);
  const ask = useCommand(askFriend);
  const accept = useCommand(acceptFriend);
  const remove = useCommand(removeFriend);
  const decline = useDecline();
  const heldBack = useHeldBack();
  const tellRefusal = useRefusalToast();
  const [isAsking, setIsAsking] = useState(false);
  const attempt = (work: Promise<void>) => void work.catch(tellRefusal);
  if (!me || me === personId) return null;
  // Declined, and Undo still stands there: asking would answer the question that was put.
  if (friendship && heldBack.has(friendship.id)) return null;
  if (!friendship) {
    return (
      <Button kind="primary" icon="person" onClick={() => attempt(ask.run({ personId }))}>
        {$t({ id: 'friends.askFor', defaultMessage: 'Ask to be friends' })}
      </Button>
    );
  }
  if (!friendship.acceptedAt) {
    return friendship.askedById === me ? (
      <Button onClick={() => attempt(remove.run({ personId }))}>
        {$t({ id: 'friends.asked', defaultMessage: 'Asked. Take back' })}
      </Button>
    ) : (
      <span className="page-actions">
        <Button onClick={() => decline(friendship.id, personId)}>
          {$t({ id: 'friends.decline', defaultMessage: 'Decline' })}
        </Button>
        <Button kind="primary" onClick={() => attempt(accept.run({ personId }))}>
          {$t({ id: 'friends.acceptIt', defaultMessage: 'Accept' })}
        </Button>
      </span>
    );
  }
  return (
    <>
      <Button icon="check" onClick={() => setIsAsking(true)}>
        {$t({ id: 'friends.title', defaultMessage: 'Friends' })}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        question={$t(
          { id: 'friends.end.question', defaultMessage: 'End the friendship with {name}?' },
          { name: toIsolated(intl, name) },
        )}
        keepLabel={$t({ id: 'friends.stay', defaultMessage: 'Stay friends' })}
        doLabel={$t({ id: 'friends.end', defaultMessage: 'End it' })}
        onKeep={() => setIsAsking(false)}
        onDo={() => {
          setIsAsking(false);
          attempt(remove.run({ personId }));
        }}
      >
        {$t({
          id: 'friends.end.text',
          defaultMessage: 'Your photos for friends close for each other at once. Nobody is told.',
        })}
      </ConfirmDialog>
    </>
  );
}
