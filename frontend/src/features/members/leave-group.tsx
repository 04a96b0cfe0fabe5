import { useState } from 'react';
import { leaveGroup } from '@zoetrope/contract/features/members.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';

/** The way out of a group. One's photos stay, and the question says so. */
export function LeaveGroup({ groupId, groupName, onLeft }: { groupId: string; groupName: string; onLeft: () => void }) {
  const leave = useCommand(leaveGroup);
  const { isBusy, error, send } = useSending();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <RefusalNote error={error} />
      <p className="page-actions">
        <Button kind="danger-soft" icon="leave" onClick={() => setIsAsking(true)}>
          Leave the group
        </Button>
      </p>
      <ConfirmDialog
        isOpen={isAsking}
        question={`Leave ${groupName}?`}
        keepLabel="Stay"
        doLabel="Leave"
        isBusy={isBusy}
        onKeep={() => setIsAsking(false)}
        onDo={() =>
          void send(() => leave.run({ groupId })).then((isDone) => {
            setIsAsking(false);
            if (isDone) onLeft();
          })
        }
      >
        Your photos and comments stay in the group. To take photos along, delete them there first.
      </ConfirmDialog>
    </>
  );
}
