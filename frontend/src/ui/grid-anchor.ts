import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import type { GridLine } from './grid-lines.ts';

/** A reader's place: an item, and how far its row stands below the top of the window. Without an item: plain scroll. */
export type GridPlace = { id: string | null; offsetPx: number };

/** The way back of a reader who returns. */
export interface GridStart {
  readonly place: GridPlace;
  /** Until the place is reached, or somebody scrolled elsewhere. */
  isDue(): boolean;
  /** Scrolls there, as soon and as far as the page is long enough. */
  goTo(topPx: number): void;
}

type Input<Item> = {
  lines: readonly GridLine<Item>[];
  virtualizer: Virtualizer<Window, Element>;
  /** As they are drawn with this render. */
  shown: readonly VirtualItem[];
  topPx: number;
  start: GridStart | undefined;
  onPlace: ((place: GridPlace) => void) | undefined;
};

/** A row that was on the screen: where it began, and how far the page was scrolled when somebody last looked. */
type Anchor = { id: string; startPx: number; scrolledPx: number };

/**
 * Keeps the row being read where it is while rows come and go above it, a heading grows, or what stands above the grid
 * does; and brings a returning reader back.
 *
 * The only one that scrolls for this: the virtualizer's own corrections pass over a page that was just scrolled upwards,
 * and two that correct the same movement make another.
 */
export function useGridAnchor<Item extends { id: string }>(input: Input<Item>): void {
  const { lines, virtualizer, shown, topPx, start, onPlace } = input;
  const anchor = useRef<Anchor>(undefined);
  const latest = useRef({ lines, topPx, shown, onPlace });

  const rowStart = (id: string) => {
    const index = lines.findIndex((line) => line.kind === 'row' && line.tiles.some((tile) => tile.item.id === id));
    // Filled by the virtualizer when it lays out; index -1 has no entry.
    return virtualizer.measurementsCache[index]?.start;
  };

  useLayoutEffect(() => {
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  }, [virtualizer]);

  useLayoutEffect(() => {
    latest.current = { lines, topPx, shown, onPlace };
  });

  const heightPx = virtualizer.getTotalSize();
  const lastTopPx = useRef(topPx);
  useLayoutEffect(() => {
    const wasBelowPx = lastTopPx.current;
    lastTopPx.current = topPx;
    if (lines.length === 0) return;
    if (start?.isDue()) {
      const { id, offsetPx } = start.place;
      const startPx = id === null ? 0 : rowStart(id);
      if (startPx === undefined) return;
      const scrolledPx = startPx - offsetPx;
      anchor.current = id === null ? undefined : { id, startPx, scrolledPx };
      start.goTo(scrolledPx);
      return;
    }
    // Somebody went to the top in the same breath, to see the news; the scroll event that says so comes later.
    const last = scrollY < wasBelowPx ? undefined : anchor.current;
    const startPx = last && rowStart(last.id);
    if (!last || startPx === undefined) return;
    const movedPx = startPx - last.startPx;
    // A page that became shorter was scrolled back by the browser; any other scroll since then is the reader's own.
    const isShortened = scrollY < last.scrolledPx && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    const fromPx = isShortened ? last.scrolledPx : scrollY;
    anchor.current = { id: last.id, startPx, scrolledPx: fromPx + movedPx };
    if (Math.abs(movedPx) >= 1 || isShortened) scrollTo({ top: fromPx + movedPx, behavior: 'instant' });
    // Only new rows, other heights and what stands above move things; the page's own scrolling is recorded below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the others change without anything to be moved
  }, [lines, topPx, heightPx, start]);

  // In the same breath as the page's removal: the scroll that follows from a shorter page is nobody's place.
  useLayoutEffect(() => {
    const record = () => {
      const now = latest.current;
      const rows = now.shown.filter((item) => now.lines[item.index]?.kind === 'row');
      // A leap may have passed everything that is drawn; any row tells what moves.
      const first = scrollY < now.topPx ? undefined : (rows.find((item) => item.end > scrollY) ?? rows.at(-1));
      const line = first && now.lines[first.index];
      const id = line?.kind === 'row' ? line.tiles[0]?.item.id : undefined;
      const isInGrid = first !== undefined && id !== undefined;
      anchor.current = isInGrid ? { id, startPx: first.start, scrolledPx: scrollY } : undefined;
      now.onPlace?.(isInGrid ? { id, offsetPx: first.start - scrollY } : { id: null, offsetPx: -scrollY });
    };
    addEventListener('scroll', record, { passive: true });
    return () => removeEventListener('scroll', record);
  }, [virtualizer]);
}
