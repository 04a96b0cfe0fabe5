import type { ReactNode } from 'react';
import { toJustifiedRows } from './justified-rows.ts';

/** Prints under one heading, such as a day. */
export type GridSection<Item> = { id: string; header?: ReactNode; items: readonly Item[] };

export type GridTile<Item> = { item: Item; startPx: number; widthPx: number };
export type GridLine<Item> =
  | { kind: 'header'; key: string; header: ReactNode }
  | {
      kind: 'row';
      key: string;
      heightPx: number;
      /** Place of its first item among all items. */
      firstIndex: number;
      tiles: GridTile<Item>[];
    };

export type GridShape = { widthPx: number; rowHeightPx: number; gapPx: number };

type Rows<Item> = { readonly shape: string; readonly rows: readonly Extract<GridLine<Item>, { kind: 'row' }>[] };

/** The rows of a section whose items are the same array need no second computation: days that are over stay as they were. */
const known = new WeakMap<readonly unknown[], Rows<any>>();

/** Headings and rows from top to bottom. A row's key is its first item's id, so it survives what is added after it. */
export function toGridLines<Item extends { id: string; ratio: number }>(
  sections: readonly GridSection<Item>[],
  shape: GridShape,
): GridLine<Item>[] {
  if (shape.widthPx <= 0) return [];
  const shapeKey = `${shape.widthPx} ${shape.rowHeightPx} ${shape.gapPx}`;
  const lines: GridLine<Item>[] = [];
  let firstIndex = 0;
  for (const section of sections) {
    if (section.header !== undefined)
      lines.push({ kind: 'header', key: `header:${section.id}`, header: section.header });
    let found = known.get(section.items) as Rows<Item> | undefined;
    if (found?.shape !== shapeKey) {
      found = { shape: shapeKey, rows: toRows(section, shape) };
      known.set(section.items, found);
    }
    for (const row of found.rows) lines.push({ ...row, firstIndex: firstIndex + row.firstIndex });
    firstIndex += section.items.length;
  }
  return lines;
}

/** One section's rows; `firstIndex` is counted within it. */
function toRows<Item extends { id: string; ratio: number }>(section: GridSection<Item>, shape: GridShape) {
  return toJustifiedRows({ ratios: section.items.map((item) => item.ratio), ...shape }).map((row) => {
    const tiles: GridTile<Item>[] = [];
    let startPx = 0;
    row.widthsPx.forEach((widthPx, index) => {
      const item = section.items[row.from + index];
      if (item) tiles.push({ item, startPx, widthPx });
      startPx += widthPx + shape.gapPx;
    });
    const key = tiles[0]?.item.id ?? section.id;
    return { kind: 'row' as const, key, heightPx: row.heightPx, firstIndex: row.from, tiles };
  });
}

export type GridMove = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

/** The item that an arrow leads to from another; undefined at the edge. Up and down keep to the same column. */
export function findNeighbour<Item extends { id: string }>(
  lines: readonly GridLine<Item>[],
  fromId: string,
  move: GridMove,
  isRtl: boolean,
): Item | undefined {
  const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.tiles] : []));
  const flat = rows.flat();
  if (move === 'Home') return flat[0]?.item;
  if (move === 'End') return flat.at(-1)?.item;
  if (move === 'ArrowLeft' || move === 'ArrowRight') {
    const at = flat.findIndex((tile) => tile.item.id === fromId);
    const step = (move === 'ArrowRight') === isRtl ? -1 : 1;
    return at < 0 || at + step < 0 ? undefined : flat[at + step]?.item;
  }
  const rowAt = rows.findIndex((tiles) => tiles.some((tile) => tile.item.id === fromId));
  const tile = rows[rowAt]?.find((candidate) => candidate.item.id === fromId);
  const target = rows[rowAt + (move === 'ArrowDown' ? 1 : -1)];
  if (rowAt < 0 || !tile || !target) return undefined;
  const middle = tile.startPx + tile.widthPx / 2;
  const under = target.find((candidate) => middle <= candidate.startPx + candidate.widthPx);
  return (under ?? target.at(-1))?.item;
}
