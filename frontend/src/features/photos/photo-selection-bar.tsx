import { useState } from 'react';
import { removePhoto, shareWith, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { ORIGINAL, photoUrl } from '@zoetrope/contract/renditions.ts';
import { saveFrom, useTakeHome } from '#forms/use-take-home.ts';
import { useRemoval } from '#forms/use-removal.tsx';
import { useCommand } from '#replica/hooks.tsx';
import { SelectionBar } from '#ui/selection-bar.tsx';
import { useToast } from '#ui/toast.tsx';
import { ShareDialog, type ShareChoice } from './share-dialog.tsx';
import { useIntl } from 'react-intl';

interface Props {
  /** What is selected, in the order of the page. */
  readonly photos: readonly PhotoRow[];
  readonly choices: readonly ShareChoice[];
  readonly onLeave: () => void;
}

/** What one may do with the selected photos. An act that is not allowed for each of them says why. */
export function PhotoSelectionBar({ photos, choices, onLeave }: Props) {
  const { $t } = useIntl();
  const removal = useCommand(removePhoto);
  const share = useCommand(shareWith);
  const remove = useRemoval(removePhoto);
  const toast = useToast();
  const [isSharing, setIsSharing] = useState(false);
  const none =
    photos.length === 0 ? $t({ id: 'photos.noneSelected', defaultMessage: 'Nothing is selected.' }) : undefined;
  const mayRemove = photos.every(({ id }) => removal.can({ id }) === true);
  const mayShare = photos.every(({ id }) => share.can({ id, audience: { to: 'friends' } }) === true);
  const downloading = useDownload();
  return (
    <>
      <SelectionBar
        label={$t({ id: 'photos.selection', defaultMessage: 'Selected photos' })}
        leaveLabel={$t({ id: 'photos.stopSelecting', defaultMessage: 'Stop selecting' })}
        text={$t(
          { id: 'photos.selected', defaultMessage: '{count, plural, one {# selected} other {# selected}}' },
          { count: photos.length },
        )}
        onLeave={onLeave}
        onWhyNot={(text) => toast({ text })}
        acts={[
          {
            icon: 'download',
            label: $t({ id: 'photos.downloadOriginals', defaultMessage: 'Download the originals' }),
            isBusy: downloading.isBusy,
            onPick: () => downloading.start(photos),
            whyNot:
              none ??
              (photos.length <= LIMITS.downloadPhotos
                ? undefined
                : $t(
                    {
                      id: 'photos.downloadLimit',
                      defaultMessage: 'At most {max, number} photos fit in one download.',
                    },
                    { max: LIMITS.downloadPhotos },
                  )),
          },
          {
            icon: 'people',
            label: $t({ id: 'uploads.audience', defaultMessage: 'Who sees them' }),
            onPick: () => setIsSharing(true),
            whyNot:
              none ??
              (mayShare
                ? undefined
                : $t({ id: 'photos.notYoursToShare', defaultMessage: 'Only whoever added a photo says who sees it.' })),
          },
          {
            icon: 'trash',
            label: $t({ id: 'act.delete', defaultMessage: 'Delete' }),
            onPick: () => {
              remove(
                photos.map((photo) => photo.id),
                $t(
                  {
                    id: 'photos.deletedCount',
                    defaultMessage: '{count, plural, one {Photo deleted.} other {# photos deleted.}}',
                  },
                  { count: photos.length },
                ),
              );
              onLeave();
            },
            whyNot:
              none ??
              (mayRemove
                ? undefined
                : $t({ id: 'photos.notYoursToDelete', defaultMessage: 'Some of these are not yours to delete.' })),
          },
        ]}
      />
      {photos.length > 0 && (
        <ShareDialog
          photos={photos}
          choices={choices}
          isOpen={isSharing}
          onClose={() => setIsSharing(false)}
          onDone={onLeave}
        />
      )}
    </>
  );
}

/** One photo comes as it is, several as one zip. */
function useDownload() {
  const { isPreparing, takeHome } = useTakeHome();
  const start = (photos: readonly PhotoRow[]) => {
    const [one] = photos;
    if (photos.length === 1 && one) saveFrom(photoUrl(one.id, ORIGINAL));
    else takeHome({ photoIds: photos.map(({ id }) => id) });
  };
  return { isBusy: isPreparing, start };
}
