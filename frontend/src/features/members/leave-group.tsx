import { useState } from 'react';
import { leaveGroup } from '@zoetrope/contract/features/members.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { useIntl } from 'react-intl';

/** The way out of a group. One's photos stay, and the question says so. */
export function LeaveGroup({ groupId, groupName, onLeft }: { groupId: string; groupName: string; onLeft: () => void }) {
  const { $t } = useIntl();
  const leave = useCommand(leaveGroup);
  const { isBusy, error, send } = useSending();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <RefusalNote error={error} />
      <p className="page-actions">
        <Button kind="danger-soft" icon="leave" onClick={() => setIsAsking(true)}>
          {$t({ id: 'members.leaveIt', defaultMessage: 'Leave the group' })}
        </Button>
      </p>
      <ConfirmDialog
        isOpen={isAsking}
        question={$t({ id: 'members.leave.question', defaultMessage: 'Leave {groupName}?' }, { groupName })}
        keepLabel={$t({ id: 'act.stay', defaultMessage: 'Stay' })}
        doLabel={$t({ id: 'act.leave', defaultMessage: 'Leave' })}
        isBusy={isBusy}
        onKeep={() => setIsAsking(false)}
        onDo={() =>
          void send(() => leave.run({ groupId })).then((isDone) => {
            setIsAsking(false);
            if (isDone) onLeft();
          })
        }
      >
        {$t({
          id: 'members.leave.text',
          defaultMessage: 'Your photos and comments stay in the group. To take photos along, delete them there first.',
        })}
      </ConfirmDialog>
    </>
  );
}
