import { useCallback } from 'react';
import { removeFriend } from '@zoetrope/contract/features/friends.ts';
import { useRemovalBy } from '#forms/use-removal.tsx';
import { useIntl } from 'react-intl';

/** Declines somebody who asks to be a friend; it may be taken back for ten seconds. */
export function useDecline(): (friendshipId: string, personId: string) => void {
  const { $t } = useIntl();
  const remove = useRemovalBy(removeFriend);
  return useCallback(
    (id, personId) =>
      remove(
        [{ id, input: { personId } }],
        $t({ id: 'friends.declined', defaultMessage: 'Declined. Nobody is told.' }),
      ),
    [remove, $t],
  );
}
