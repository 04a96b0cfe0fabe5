import { useState } from 'react';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { shareWith, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Select } from '#ui/select.tsx';

export interface ShareChoice {
  readonly value: string;
  readonly label: string;
  readonly audience: PhotoAudience;
}

interface Props {
  readonly photo: PhotoRow;
  readonly choices: readonly ShareChoice[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const toValue = (photo: PhotoRow): string => photo.groupId ?? (photo.siteId ? 'everyone' : 'friends');

/** Shows a photo to somebody else instead. */
export function ShareDialog({ photo, choices, isOpen, onClose }: Props) {
  const { run } = useCommand(shareWith);
  const { isBusy, error, send } = useSending();
  const [picked, setPicked] = useState<string>();
  const chosen = choices.find((choice) => choice.value === (picked ?? toValue(photo)));
  const close = () => {
    setPicked(undefined);
    onClose();
  };
  const save = async () => {
    if (chosen && (await send(() => run({ id: photo.id, audience: chosen.audience })))) close();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Who sees this photo?"
      closeLabel="Close"
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" isBusy={isBusy} disabled={!chosen} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <Select
        label="Who sees it"
        hint="It leaves the screens of everyone else at once; what was said about it moves along."
        value={chosen?.value ?? ''}
        options={choices.map(({ value, label }) => ({ value, label }))}
        onPick={setPicked}
      />
      <RefusalNote error={error} />
    </Dialog>
  );
}
