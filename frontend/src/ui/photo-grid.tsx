import './photo-grid.css';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useGridAnchor } from './grid-anchor.ts';
import type { GridPlace } from './grid-anchor.ts';
import { findNeighbour, toGridLines } from './grid-lines.ts';
import type { GridMove, GridSection } from './grid-lines.ts';
import { useLayoutSize } from './layout-size.ts';

export type TileSlot = {
  widthPx: number;
  heightPx: number;
  /** For the tile's one link or button; everything else in it takes -1. */
  tabIndex: 0 | -1;
};

type Props<Item> = {
  sections: readonly GridSection<Item>[];
  /** Names the grid for readers. */
  label: string;
  /** Draws one tile; its first link or button gets the focus. It fills the slot. */
  renderTile: (item: Item, slot: TileSlot) => ReactNode;
  /** Enter or click are the tile's own (it is a link); Space comes here. */
  onPick?: (item: Item, isExtending: boolean) => void;
  /** Called while less than two screens are left below. Must bear being called again. */
  onNearEnd?: () => void;
  /** Where the reader was, to go back there; only read at first. */
  startPlace?: GridPlace | undefined;
  onPlace?: (place: GridPlace) => void;
};

const shapes = {
  phone: { rowHeightPx: 132, gapPx: 3 },
  tablet: { rowHeightPx: 176, gapPx: 4 },
  desktop: { rowHeightPx: 216, gapPx: 5 },
};
const moves: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/**
 * Prints in justified rows on the page's own scroll; only those near the screen are in the document.
 *
 * What the reader looks at stays where it is when items come or go above. Arrows move, Home and End leap.
 */
export function PhotoGrid<Item extends { id: string; ratio: number }>(props: Props<Item>) {
  const { sections, renderTile, onNearEnd, onPick } = props;
  const root = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState({ widthPx: 0, topPx: 0 });
  const [currentId, setCurrentId] = useState<string | null>(null);
  const wantedFocus = useRef<string | null>(null);
  const size = useLayoutSize();

  const measure = useCallback(() => {
    const box = root.current?.getBoundingClientRect();
    if (!box) return;
    const next = { widthPx: Math.floor(box.width), topPx: Math.round(box.top + scrollY) };
    setFrame((last) => (last.widthPx === next.widthPx && last.topPx === next.topPx ? last : next));
  }, []);
  useLayoutEffect(measure);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (root.current) observer.observe(root.current);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [measure]);

  const lines = useMemo(
    () => toGridLines(sections, { widthPx: frame.widthPx, ...shapes[size] }),
    [sections, frame.widthPx, size],
  );
  const gapPx = shapes[size].gapPx;
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    scrollMargin: frame.topPx,
    overscan: 4,
    estimateSize: (index) => {
      const line = lines[index];
      return line?.kind === 'row' ? line.heightPx + gapPx : 64;
    },
    getItemKey: (index) => lines[index]?.key ?? index,
  });
  // Row heights follow from the width, so a new layout makes the remembered ones wrong; headings are measured again.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, frame.widthPx, size]);
  useGridAnchor({ lines, virtualizer, topPx: frame.topPx, startPlace: props.startPlace, onPlace: props.onPlace });

  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1);
  const isNearEnd =
    lastShown !== undefined && virtualizer.getTotalSize() + frame.topPx - lastShown.end < 2 * innerHeight;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd, lines.length]);

  useLayoutEffect(() => {
    const id = wantedFocus.current;
    const target =
      id === null ? null : root.current?.querySelector<HTMLElement>(`[data-tile="${CSS.escape(id)}"] :is(a, button)`);
    if (!target) return;
    wantedFocus.current = null;
    target.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-tile]')?.dataset['tile'];
    if (id === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === ' ' && onPick) {
      const item = sections.flatMap((section) => section.items).find((candidate) => candidate.id === id);
      event.preventDefault();
      if (item) onPick(item, event.shiftKey);
    }
    if (!moves.has(event.key)) return;
    event.preventDefault();
    const next = findNeighbour(
      lines,
      id,
      event.key as GridMove,
      getComputedStyle(event.currentTarget).direction === 'rtl',
    );
    if (!next) return;
    wantedFocus.current = next.id;
    setCurrentId(next.id);
    virtualizer.scrollToIndex(
      lines.findIndex((line) => line.kind === 'row' && line.tiles.some((tile) => tile.item.id === next.id)),
    );
  };

  const firstId = lines.find((line) => line.kind === 'row')?.key;
  const tabStop = currentId ?? firstId;
  return (
    <div
      ref={root}
      className="z-grid"
      role="list"
      aria-label={props.label}
      onKeyDown={onKeyDown}
      style={{ blockSize: virtualizer.getTotalSize() }}
    >
      {shown.map((virtual) => {
        const line = lines[virtual.index];
        if (!line) return null;
        const style = { transform: `translateY(${virtual.start - frame.topPx}px)` };
        if (line.kind === 'header') {
          return (
            <div
              key={line.key}
              ref={virtualizer.measureElement}
              data-index={virtual.index}
              className="z-grid-line"
              role="presentation"
              style={style}
            >
              {line.header}
            </div>
          );
        }
        return (
          <div
            key={line.key}
            className="z-grid-line"
            role="presentation"
            style={{ ...style, blockSize: line.heightPx }}
          >
            {line.tiles.map(({ item, startPx, widthPx }) => (
              <div
                key={item.id}
                role="listitem"
                data-tile={item.id}
                className="z-grid-tile"
                style={{ insetInlineStart: startPx, inlineSize: widthPx }}
                onFocus={() => setCurrentId(item.id)}
              >
                {renderTile(item, { widthPx, heightPx: line.heightPx, tabIndex: item.id === tabStop ? 0 : -1 })}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
