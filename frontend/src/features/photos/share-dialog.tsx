import { useState } from 'react';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { shareWith, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Select } from '#ui/select.tsx';
import { useIntl } from 'react-intl';

export interface ShareChoice {
  readonly value: string;
  readonly label: string;
  readonly audience: PhotoAudience;
}

interface Props {
  /** All mine; one at least. */
  readonly photos: readonly PhotoRow[];
  readonly choices: readonly ShareChoice[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Whom all of them are shown to; undefined when that differs. */
const toValue = (photos: readonly PhotoRow[]): string | undefined => {
  const values = new Set(photos.map(audienceOf));
  return values.size === 1 ? [...values][0] : undefined;
};
const audienceOf = (photo: PhotoRow): string => photo.groupId ?? (photo.siteId ? 'everyone' : 'friends');

/** Shows a photo to somebody else instead. */
export function ShareDialog({ photos, choices, isOpen, onClose, onDone }: Props) {
  const { $t } = useIntl();
  const { run } = useCommand(shareWith);
  const { isBusy, error, send } = useSending();
  const [picked, setPicked] = useState<string>();
  const chosen = choices.find((choice) => choice.value === (picked ?? toValue(photos)));
  const close = () => {
    setPicked(undefined);
    onClose();
  };
  const save = async () => {
    if (!chosen) return;
    const { audience } = chosen;
    // One refusal is told; those that were moved before it stay moved, and a second try passes over them.
    if (!(await send(() => Promise.all(photos.map(({ id }) => run({ id, audience })))))) return;
    close();
    onDone?.();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={$t(
        {
          id: 'photos.share.title',
          defaultMessage: '{count, plural, one {Who sees this photo?} other {Who sees these # photos?}}',
        },
        { count: photos.length },
      )}
      closeLabel={$t({ id: 'act.close', defaultMessage: 'Close' })}
      actions={
        <>
          <Button onClick={close}>{$t({ id: 'act.cancel', defaultMessage: 'Cancel' })}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={!chosen} onClick={() => void save()}>
            {$t({ id: 'act.save', defaultMessage: 'Save' })}
          </Button>
        </>
      }
    >
      <Select
        label={$t({ id: 'photos.whoSees', defaultMessage: 'Who sees it' })}
        hint={$t({
          id: 'photos.share.hint',
          defaultMessage: 'It leaves the screens of everyone else at once; what was said about it moves along.',
        })}
        value={chosen?.value ?? ''}
        options={choices.map(({ value, label }) => ({ value, label }))}
        onPick={setPicked}
      />
      <RefusalNote error={error} />
    </Dialog>
  );
}
