import { memo } from 'react';
import type { CSSProperties, ReactNode } from 'react';

export type TileSlot = {
  widthPx: number;
  heightPx: number;
  /** For the tile's one link or button; everything else in it takes -1. */
  tabIndex: 0 | -1;
  /** undefined while nobody selects. */
  isSelected: boolean | undefined;
};

type Props<Item> = TileSlot & {
  item: Item;
  topPx: number;
  startPx: number;
  /** From 1. */
  position: number;
  /** -1 while it is not known. */
  count: number;
  onFocus: (id: string) => void;
  renderTile: (item: Item, slot: TileSlot) => ReactNode;
};

/**
 * One tile at its place. All cells are siblings, keyed by their items: one that moves to another row stays the same
 * element, with its focus and its loaded picture. Scrolling draws none of them again.
 */
export const GridCell = memo(function GridCell(props: Props<{ id: string }>) {
  const { item, topPx, startPx, widthPx, heightPx, tabIndex, isSelected } = props;
  return (
    <div
      role="listitem"
      data-tile={item.id}
      aria-posinset={props.position}
      aria-setsize={props.count}
      className="z-grid-tile"
      style={
        {
          insetInlineStart: startPx,
          inlineSize: widthPx,
          blockSize: heightPx,
          transform: `translateY(${topPx}px)`,
          '--ratio': widthPx / heightPx,
        } as CSSProperties
      }
      onFocus={() => props.onFocus(item.id)}
    >
      {props.renderTile(item, { widthPx, heightPx, tabIndex, isSelected })}
    </div>
  );
}) as <Item extends { id: string }>(props: Props<Item>) => ReactNode;
