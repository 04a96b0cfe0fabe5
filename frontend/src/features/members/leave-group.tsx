import { useState } from 'react';
import { Member, memberId } from '@zoetrope/contract/features/groups.ts';
import { leaveGroup } from '@zoetrope/contract/features/members.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand, useMe, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Checkbox } from '#ui/switch.tsx';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';

/** The way out of a group, for whoever has one. One's photos stay unless one takes them along, and the question says so. */
export function LeaveGroup({ groupId, groupName, onLeft }: { groupId: string; groupName: string; onLeft: () => void }) {
  const intl = useIntl();
  const { $t } = intl;
  const leave = useCommand(leaveGroup);
  const me = useMe();
  const self = useRow(Member, me && memberId(groupId, me));
  const { isBusy, error, send } = useSending();
  const [isAsking, setIsAsking] = useState(false);
  const [takePhotos, setTakePhotos] = useState(false);
  if (self?.role === 'owner')
    return (
      <section className="page-section">
        <p className="z-two">
          {$t({
            id: 'members.ownerStays',
            defaultMessage:
              'You own this group, so you cannot leave it as it is: hand it over to somebody under People, or delete it.',
          })}
        </p>
      </section>
    );
  return (
    <>
      <RefusalNote error={error} />
      <p className="page-actions">
        <Button
          kind="danger-soft"
          icon="leave"
          onClick={() => {
            setTakePhotos(false);
            setIsAsking(true);
          }}
        >
          {$t({ id: 'members.leaveIt', defaultMessage: 'Leave the group' })}
        </Button>
      </p>
      <ConfirmDialog
        isOpen={isAsking}
        question={$t(
          { id: 'members.leave.question', defaultMessage: 'Leave {groupName}?' },
          { groupName: toIsolated(intl, groupName) },
        )}
        keepLabel={$t({ id: 'act.stay', defaultMessage: 'Stay' })}
        doLabel={$t({ id: 'act.leave', defaultMessage: 'Leave' })}
        isBusy={isBusy}
        onKeep={() => setIsAsking(false)}
        asks={
          <Checkbox
            label={$t({ id: 'members.leave.takePhotos', defaultMessage: 'Take my photos along' })}
            hint={$t({
              id: 'members.leave.takePhotos.hint',
              defaultMessage:
                'They are deleted here, with what was said about them, for everybody in the group. Download those that you want to keep first.',
            })}
            isOn={takePhotos}
            onSwitch={setTakePhotos}
          />
        }
        onDo={() =>
          void send(() => leave.run({ groupId, takePhotos })).then((isDone) => {
            setIsAsking(false);
            if (isDone) onLeft();
          })
        }
      >
        {$t({
          id: 'members.leave.text',
          defaultMessage: 'Your comments stay in the group, and so do your photos unless you take them along.',
        })}
      </ConfirmDialog>
    </>
  );
}
