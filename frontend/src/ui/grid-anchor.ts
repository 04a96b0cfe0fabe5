import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import type { GridLine } from './grid-lines.ts';

/** A reader's place: an item, and how far its row stands below the top of the window. Without an item: plain scroll. */
export type GridPlace = { id: string | null; offsetPx: number };

type Input<Item> = {
  lines: readonly GridLine<Item>[];
  virtualizer: Virtualizer<Window, Element>;
  topPx: number;
  startPlace: GridPlace | undefined;
  onPlace: ((place: GridPlace) => void) | undefined;
};

/** Keeps the row being read where it is while rows come and go above it, and brings a returning reader back. */
export function useGridAnchor<Item extends { id: string }>({
  lines,
  virtualizer,
  topPx,
  startPlace,
  onPlace,
}: Input<Item>): void {
  const place = useRef<GridPlace>({ id: null, offsetPx: 0 });
  const awaited = useRef(startPlace);
  const latest = useRef({ lines, topPx, onPlace });

  const rowStart = (id: string) => {
    const index = lines.findIndex((line) => line.kind === 'row' && line.tiles.some((tile) => tile.item.id === id));
    // Filled by the virtualizer when it lays out; index -1 has no entry.
    return virtualizer.measurementsCache[index]?.start;
  };

  useLayoutEffect(() => {
    latest.current = { lines, topPx, onPlace };
    if (lines.length === 0) return;
    virtualizer.getTotalSize();
    const wanted = awaited.current;
    if (wanted) {
      const start = wanted.id === null ? 0 : rowStart(wanted.id);
      if (start === undefined) return;
      awaited.current = undefined;
      place.current = wanted;
      scrollTo({ top: start - wanted.offsetPx, behavior: 'instant' });
      return;
    }
    const { id, offsetPx } = place.current;
    // Somebody went to the top in the same breath, to see the news; the scroll event that says so comes later.
    const isAbove = scrollY < topPx;
    const start = id === null || isAbove ? undefined : rowStart(id);
    if (start === undefined) return;
    const drift = start - scrollY - offsetPx;
    if (Math.abs(drift) >= 1) scrollBy({ top: drift, behavior: 'instant' });
    // Only new rows or a new width may move things; the page's own scrolling is recorded below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the others change without anything to be moved
  }, [lines]);

  // In the same breath as the page's removal: the scroll that follows from a shorter page is nobody's place.
  useLayoutEffect(() => {
    const record = () => {
      const now = latest.current;
      const isAbove = scrollY < now.topPx;
      const first = isAbove
        ? undefined
        : virtualizer.getVirtualItems().find((item) => item.end > scrollY && now.lines[item.index]?.kind === 'row');
      const line = first && now.lines[first.index];
      place.current =
        first && line?.kind === 'row' && line.tiles[0]
          ? { id: line.tiles[0].item.id, offsetPx: first.start - scrollY }
          : { id: null, offsetPx: -scrollY };
      now.onPlace?.(place.current);
    };
    const giveUp = () => {
      awaited.current = undefined;
    };
    addEventListener('scroll', record, { passive: true });
    addEventListener('wheel', giveUp, { passive: true });
    addEventListener('touchmove', giveUp, { passive: true });
    return () => {
      removeEventListener('scroll', record);
      removeEventListener('wheel', giveUp);
      removeEventListener('touchmove', giveUp);
    };
  }, [virtualizer]);
}
