import { lazy, Suspense, useLayoutEffect } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { Button } from '#ui/button.tsx';
import { useSelection, type Selection } from '#ui/selection.ts';
import type { ShareChoice } from './share-dialog.tsx';
import { useIntl } from 'react-intl';

const PhotoSelectionBar = lazy(async () => ({
  default: (await import('./photo-selection-bar.tsx')).PhotoSelectionBar,
}));

/** Selecting among the photos of one list: made by the page, which may begin it, and used by the list. */
export interface Selecting {
  readonly selection: Selection;
  /** Whom photos may be shown to instead. */
  readonly choices: readonly ShareChoice[];
}

export function useSelecting(choices: readonly ShareChoice[]): Selecting {
  const selection = useSelection();
  return { selection, choices };
}

/** Begins to select, for those who do not know that Space, a resting finger and a drag do. */
export function SelectButton({ selecting }: { selecting: Selecting }) {
  const { $t } = useIntl();
  const { selection } = selecting;
  return (
    <Button
      kind="quiet"
      size="small"
      icon="select"
      aria-pressed={selection.isSelecting}
      onClick={selection.isSelecting ? selection.leave : selection.begin}
    >
      {$t({ id: 'photos.select', defaultMessage: 'Select' })}
    </Button>
  );
}

/** The list's part: says in which order its photos stand, and shows the bar while somebody selects. */
export function SelectionOver({ selecting, photos }: { selecting: Selecting; photos: readonly PhotoRow[] }) {
  const { selection, choices } = selecting;
  const { keepOrder } = selection;
  useLayoutEffect(() => keepOrder(photos.map((photo) => photo.id)), [keepOrder, photos]);
  if (!selection.isSelecting) return null;
  return (
    <Suspense>
      <PhotoSelectionBar
        photos={photos.filter((photo) => selection.ids.has(photo.id))}
        choices={choices}
        onLeave={selection.leave}
      />
    </Suspense>
  );
}
