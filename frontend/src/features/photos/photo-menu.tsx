import { useState } from 'react';
import { makeCover, removePhoto, shareWith, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { useCommand } from '#replica/hooks.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { ShareDialog, type ShareChoice } from './share-dialog.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useRemoval } from '#forms/use-removal.tsx';
import { useToast } from '#ui/toast.tsx';
import { useIntl } from 'react-intl';

interface Props {
  readonly photo: PhotoRow;
  /** Whom its owner may show it to instead. */
  readonly choices: readonly ShareChoice[];
  readonly onRemoved: () => void;
}

/** What one may do with a photo beside looking at it; nothing where one may do nothing. */
export function PhotoMenu({ photo, choices, onRemoved }: Props) {
  const { $t } = useIntl();
  const cover = useCommand(makeCover);
  const removal = useCommand(removePhoto);
  const remove = useRemoval(removePhoto);
  const toast = useToast();
  const tellRefusal = useRefusalToast();
  const share = useCommand(shareWith);
  const [isSharing, setIsSharing] = useState(false);
  const input = { id: photo.id };

  const entries: MenuEntry[] = [];
  if (photo.groupId && photo.state === 'ready' && cover.can(input) === true) {
    entries.push({
      label: $t({ id: 'photos.makeItCover', defaultMessage: 'Make it the cover' }),
      icon: 'picture',
      onPick: () =>
        void cover
          .run(input)
          .then(
            () => toast({ text: $t({ id: 'photos.isCover', defaultMessage: 'This is the cover now.' }) }),
            tellRefusal,
          ),
    });
  }
  if (share.can({ id: photo.id, audience: { to: 'friends' } }) === true) {
    entries.push({
      label: $t({ id: 'photos.whoSees', defaultMessage: 'Who sees it' }),
      icon: 'people',
      onPick: () => setIsSharing(true),
    });
  }
  if (removal.can(input) === true) {
    const onPick = () => {
      onRemoved();
      remove([photo.id], $t({ id: 'photos.deleted', defaultMessage: 'Photo deleted.' }));
    };
    entries.push({ label: $t({ id: 'act.delete', defaultMessage: 'Delete' }), icon: 'trash', isDanger: true, onPick });
  }
  if (entries.length === 0) return null;
  return (
    <>
      <Menu
        trigger={<IconButton icon="more" label={$t({ id: 'act.more', defaultMessage: 'More' })} />}
        entries={entries}
        align="end"
      />
      <ShareDialog photos={[photo]} choices={choices} isOpen={isSharing} onClose={() => setIsSharing(false)} />
    </>
  );
}
