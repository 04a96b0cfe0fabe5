import { describePhoto, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { useIntl } from 'react-intl';
import { TextEditor } from '#forms/text-editor.tsx';
import { useTextEditing } from '#forms/use-text-editing.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';

/** What is to be seen on a photo, for those who cannot: written by whoever shares it or sees it, read as its alt text. */
export function Description({ photo }: { photo: PhotoRow }) {
  const { $t } = useIntl();
  const { can, run } = useCommand(describePhoto);
  const { isOpen, open, editor } = useTextEditing(`description:${photo.id}`, photo.description ?? '');
  if (can({ id: photo.id, description: photo.description ?? '' }) !== true) return null;
  if (isOpen) {
    return (
      <TextEditor
        label={$t({ id: 'photos.description', defaultMessage: 'What is on this photo, for those who cannot see it' })}
        kind="caption"
        field="description"
        maxGraphemes={LIMITS.descriptionGraphemes}
        onSave={(description) => run({ id: photo.id, description })}
        {...editor}
      />
    );
  }
  return (
    <Button kind="quiet" size="small" icon="pencil" onClick={open}>
      {photo.description === null
        ? $t({ id: 'photos.describeIt', defaultMessage: 'Describe the photo' })
        : $t({ id: 'photos.describeAgain', defaultMessage: 'Edit the description' })}
    </Button>
  );
}
