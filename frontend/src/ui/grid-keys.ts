import { useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { findNeighbour } from './grid-lines.ts';
import type { GridLine, GridMove } from './grid-lines.ts';
import type { Selection } from './selection.ts';

type Input<Item> = {
  root: RefObject<HTMLElement | null>;
  lines: readonly GridLine<Item>[];
  selection: Selection | undefined;
  onMove: (id: string) => void;
  scrollToLine: (index: number) => void;
};

const moves: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/**
 * A grid's keys. Arrows, Home and End move the focus; with Shift they pick what they pass. Space picks, Shift and Space
 * everything since the last pick, Ctrl and A all; Escape leaves. Enter is the tile's own, which is a link.
 */
export function useGridKeys<Item extends { id: string }>(input: Input<Item>): (event: KeyboardEvent) => void {
  const { root, lines, selection, onMove, scrollToLine } = input;
  const wanted = useRef<string | null>(null);

  useLayoutEffect(() => {
    const id = wanted.current;
    const target =
      id === null ? null : root.current?.querySelector<HTMLElement>(`[data-tile="${CSS.escape(id)}"] :is(a, button)`);
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  });

  const go = (id: string, move: GridMove, isExtending: boolean, isRtl: boolean) => {
    const next = findNeighbour(lines, id, move, isRtl);
    if (!next) return;
    wanted.current = next.id;
    onMove(next.id);
    if (isExtending && selection) {
      if (!selection.ids.has(id)) selection.pick(id, false);
      selection.pick(next.id, true);
    }
    scrollToLine(lines.findIndex((line) => line.kind === 'row' && line.tiles.some(({ item }) => item.id === next.id)));
  };

  return (event) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-tile]')?.dataset['tile'];
    if (id === undefined || event.altKey) return;
    const isCommanding = event.metaKey || event.ctrlKey;
    if (moves.has(event.key) && !isCommanding) {
      event.preventDefault();
      go(id, event.key as GridMove, event.shiftKey, getComputedStyle(event.currentTarget).direction === 'rtl');
      return;
    }
    const act = selection && selectionAct(event, id, selection, isCommanding);
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function selectionAct(
  { key, shiftKey }: KeyboardEvent,
  id: string,
  selection: Selection,
  isCommanding: boolean,
): (() => void) | undefined {
  if (isCommanding) return key.toLowerCase() === 'a' ? selection.pickAll : undefined;
  if (key === ' ') return () => selection.pick(id, shiftKey);
  return key === 'Escape' && selection.isSelecting ? selection.leave : undefined;
}
