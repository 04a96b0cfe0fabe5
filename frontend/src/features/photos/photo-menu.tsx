import { useState } from 'react';
import { makeCover, removePhoto, shareWith, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { useCommand } from '#replica/hooks.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { ShareDialog, type ShareChoice } from './share-dialog.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useToast } from '#ui/toast.tsx';

interface Props {
  readonly photo: PhotoRow;
  /** Whom its owner may show it to instead. */
  readonly choices: readonly ShareChoice[];
  readonly onRemoved: () => void;
}

/** What one may do with a photo beside looking at it; nothing where one may do nothing. */
export function PhotoMenu({ photo, choices, onRemoved }: Props) {
  const cover = useCommand(makeCover);
  const removal = useCommand(removePhoto);
  const toast = useToast();
  const tellRefusal = useRefusalToast();
  const share = useCommand(shareWith);
  const [isAsking, setIsAsking] = useState(false);
  const [isSharing, setIsSharing] = useState(false);
  const input = { id: photo.id };

  const entries: MenuEntry[] = [];
  if (photo.groupId && photo.state === 'ready' && cover.can(input) === true) {
    entries.push({
      label: 'Make it the cover',
      icon: 'picture',
      onPick: () => void cover.run(input).then(() => toast({ text: 'This is the cover now.' }), tellRefusal),
    });
  }
  if (share.can({ id: photo.id, audience: { to: 'friends' } }) === true) {
    entries.push({ label: 'Who sees it', icon: 'people', onPick: () => setIsSharing(true) });
  }
  if (removal.can(input) === true) {
    entries.push({ label: 'Delete', icon: 'trash', isDanger: true, onPick: () => setIsAsking(true) });
  }
  if (entries.length === 0) return null;
  return (
    <>
      <Menu trigger={<IconButton icon="more" label="More" />} entries={entries} align="end" />
      <ShareDialog photo={photo} choices={choices} isOpen={isSharing} onClose={() => setIsSharing(false)} />
      <ConfirmDialog
        isOpen={isAsking}
        question="Delete this photo?"
        keepLabel="Keep"
        doLabel="Delete"
        onKeep={() => setIsAsking(false)}
        onDo={() => {
          setIsAsking(false);
          onRemoved();
          removal.run(input).then(() => toast({ text: 'Photo deleted.' }), tellRefusal);
        }}
      >
        It leaves everyone’s screen at once, with what was said about it. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
