import './photo-grid.css';
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useGridAnchor } from './grid-anchor.ts';
import type { GridPlace, GridStart } from './grid-anchor.ts';
import { GridCell, type TileSlot } from './grid-cell.tsx';
import { useGridKeys } from './grid-keys.ts';
import { toGridLines } from './grid-lines.ts';
import type { GridSection } from './grid-lines.ts';
import { useGridSweep } from './grid-sweep.ts';
import { useLayoutSize } from './layout-size.ts';
import { usePrinting } from './printing.ts';
import type { Selection } from './selection.ts';

export type { TileSlot } from './grid-cell.tsx';

type Props<Item> = {
  sections: readonly GridSection<Item>[];
  /** Names the grid for readers. */
  label: string;
  /** Draws one tile; its first link or button gets the focus. It fills the slot. The same function draws nothing anew. */
  renderTile: (item: Item, slot: TileSlot) => ReactNode;
  /** With it tiles can be picked: Space, Shift and the arrows, a resting finger, a drag. */
  selection?: Selection | undefined;
  /** More items follow that are not here yet. */
  hasMore?: boolean;
  /** Called while less than two screens are left below. Must bear being called again. */
  onNearEnd?: () => void;
  start?: GridStart | undefined;
  onPlace?: (place: GridPlace) => void;
};

/** `headerPx` is what a heading usually takes, until it is measured. */
const shapes = {
  phone: { rowHeightPx: 132, gapPx: 3, headerPx: 78 },
  tablet: { rowHeightPx: 176, gapPx: 4, headerPx: 60 },
  desktop: { rowHeightPx: 216, gapPx: 5, headerPx: 60 },
};

/** Some dozens of sheets; more than that nobody prints by pressing a key. */
const LINES_PRINTED = 250;

/**
 * Prints in justified rows on the page's own scroll; only those near the screen are in the document.
 *
 * What the reader looks at stays where it is when items come or go above. Arrows move, Home and End leap.
 */
export function PhotoGrid<Item extends { id: string; ratio: number }>(props: Props<Item>) {
  const { sections, renderTile, onNearEnd, selection } = props;
  const root = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState({ widthPx: 0, topPx: 0 });
  const size = useLayoutSize();

  const measure = useCallback(() => {
    const box = root.current?.getBoundingClientRect();
    if (!box) return;
    const next = { widthPx: Math.floor(box.width), topPx: Math.round(box.top + scrollY) };
    setFrame((last) => (last.widthPx === next.widthPx && last.topPx === next.topPx ? last : next));
  }, []);
  useEffect(() => {
    // At once: what moved is put back before anybody sees it.
    const observer = new ResizeObserver(() => flushSync(measure));
    if (root.current) observer.observe(root.current);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [measure]);

  const lines = useMemo(
    () => toGridLines(sections, { widthPx: frame.widthPx, ...shapes[size] }),
    [sections, frame.widthPx, size],
  );
  // What stands above may have grown with the same news; scrolling changes neither.
  useLayoutEffect(measure, [measure, lines]);

  const gapPx = shapes[size].gapPx;
  const [currentId, setCurrentId] = useState<string | null>(null);
  const currentLine = useMemo(
    () =>
      currentId === null
        ? -1
        : lines.findIndex((line) => line.kind === 'row' && line.tiles.some(({ item }) => item.id === currentId)),
    [lines, currentId],
  );
  // The focused tile stays in the document however far it scrolls away: a reader's cursor must not fall to the page.
  const isPrinting = usePrinting();
  const rangeExtractor = useCallback(
    (range: Range) => {
      if (isPrinting) return Array.from({ length: Math.min(range.count, LINES_PRINTED) }, (_, index) => index);
      const near = defaultRangeExtractor(range);
      if (currentLine < 0 || near.includes(currentLine)) return near;
      return [...near, currentLine].toSorted((a, b) => a - b);
    },
    [currentLine, isPrinting],
  );
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    scrollMargin: frame.topPx,
    overscan: 4,
    rangeExtractor,
    estimateSize: (index) => {
      const line = lines[index];
      return line?.kind === 'row' ? line.heightPx + gapPx : shapes[size].headerPx;
    },
    getItemKey: (index) => lines[index]?.key ?? index,
  });
  // Row heights follow from the width, so a new layout makes the remembered ones wrong; headings are measured again.
  useLayoutEffect(() => {
    virtualizer.measure();
    for (const header of root.current?.querySelectorAll('.z-grid-line') ?? []) virtualizer.measureElement(header);
  }, [virtualizer, frame.widthPx, size]);
  const shown = virtualizer.getVirtualItems();
  const { start, onPlace } = props;
  useGridAnchor({ lines, virtualizer, shown, topPx: frame.topPx, start, onPlace });

  const lastShown = shown.at(-1);
  const isNearEnd =
    lastShown !== undefined && virtualizer.getTotalSize() + frame.topPx - lastShown.end < 2 * innerHeight;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd, lines.length]);

  const onKeyDown = useGridKeys({
    root,
    lines,
    selection,
    onMove: setCurrentId,
    scrollToLine: virtualizer.scrollToIndex,
  });
  useGridSweep(root, selection?.sweep);

  const firstId = lines.find((line) => line.kind === 'row')?.key;
  const tabStop = currentLine < 0 ? firstId : currentId;
  const lastLine = lines.at(-1);
  const count = !props.hasMore && lastLine?.kind === 'row' ? lastLine.firstIndex + lastLine.tiles.length : -1;
  const isSelecting = selection?.isSelecting ?? false;
  return (
    <div
      ref={root}
      className="z-grid"
      role="list"
      aria-label={props.label}
      onKeyDown={onKeyDown}
      style={{ blockSize: virtualizer.getTotalSize() }}
    >
      {shown.flatMap((virtual) => {
        const line = lines[virtual.index];
        if (!line) return [];
        const topPx = virtual.start - frame.topPx;
        if (line.kind === 'header') {
          return (
            <div
              key={line.key}
              ref={virtualizer.measureElement}
              data-index={virtual.index}
              className="z-grid-line"
              role="listitem"
              style={{ transform: `translateY(${topPx}px)` }}
            >
              {line.header}
            </div>
          );
        }
        return line.tiles.map(({ item, startPx, widthPx }, index) => (
          <GridCell
            key={item.id}
            item={item}
            topPx={topPx}
            startPx={startPx}
            widthPx={widthPx}
            heightPx={line.heightPx}
            position={line.firstIndex + index + 1}
            count={count}
            tabIndex={item.id === tabStop ? 0 : -1}
            isSelected={isSelecting ? selection?.ids.has(item.id) : undefined}
            onFocus={setCurrentId}
            renderTile={renderTile}
          />
        ));
      })}
    </div>
  );
}
