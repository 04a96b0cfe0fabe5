import { lazy, Suspense, useCallback, useState } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { Button } from '#ui/button.tsx';
import { Menu } from '#ui/menu.tsx';
import { useSelection, type Selection } from '#ui/selection.ts';
import type { DayOrder } from './days.ts';
import type { ShareChoice } from './share-dialog.tsx';
import { withTexts } from '#words/language.ts';
import { useIntl } from 'react-intl';

const PhotoSelectionBar = lazy(async () => ({
  default: (await withTexts(() => import('./photo-selection-bar.tsx'))).PhotoSelectionBar,
}));

/** How one list of photos is looked at: chosen on its page, followed by the list. */
export interface Selecting {
  readonly order: DayOrder;
  /** Remembered on this device. */
  readonly chooseOrder: (order: DayOrder) => void;
  readonly selection: Selection;
  /** Whom photos may be shown to instead. */
  readonly choices: readonly ShareChoice[];
}

export function useSelecting(choices: readonly ShareChoice[]): Selecting {
  const selection = useSelection();
  const [order, setOrder] = useState(readOrder);
  const chooseOrder = useCallback((next: DayOrder) => {
    setOrder(next);
    scrollTo({ top: Math.min(scrollY, innerHeight / 2), behavior: 'instant' });
    try {
      localStorage.setItem(ORDER_KEY, next);
    } catch {
      return;
    }
  }, []);
  return { selection, choices, order, chooseOrder };
}

const ORDER_KEY = 'zoetrope:photo-order';
// A browser may forbid storage; then the choice lasts as long as the page.
function readOrder(): DayOrder {
  try {
    return localStorage.getItem(ORDER_KEY) === 'taken' ? 'taken' : 'added';
  } catch {
    return 'added';
  }
}

/** By which day photos stand. */
export function OrderButton({ selecting }: { selecting: Selecting }) {
  const { $t } = useIntl();
  const { order, chooseOrder } = selecting;
  const words: Record<DayOrder, string> = {
    added: $t({ id: 'photos.order.added', defaultMessage: 'Newest first' }),
    taken: $t({ id: 'photos.order.taken', defaultMessage: 'By day taken' }),
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet" size="small" icon="order">
          <span className="photo-tool-word">{words[order]}</span>
        </Button>
      }
      entries={(['added', 'taken'] as const).map((one) => ({
        label: words[one],
        isChosen: one === order,
        onPick: () => chooseOrder(one),
      }))}
    />
  );
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
      <span className="photo-tool-word">{$t({ id: 'photos.select', defaultMessage: 'Select' })}</span>
    </Button>
  );
}

/** The list's part: shows the bar while somebody selects. */
export function SelectionOver({ selecting, photos }: { selecting: Selecting; photos: readonly PhotoRow[] }) {
  const { selection, choices } = selecting;
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
