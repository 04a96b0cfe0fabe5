import { useMemo, useRef, useState } from 'react';

/** Which items of a list are picked, for as long as somebody selects. */
export interface Selection {
  /** True from the first pick until it is left; then a press picks instead of opening. */
  readonly isSelecting: boolean;
  readonly ids: ReadonlySet<string>;
  /** Begins without a pick: a button said so. */
  begin(): void;
  /** One more or one less; extending picks everything from the last pick to this one. */
  pick(id: string, isExtending: boolean): void;
  /** Picks, or unpicks, everything between two items, over what was picked when the sweep began. */
  sweep(fromId: string, toId: string): void;
  pickAll(): void;
  leave(): void;
  /** Said by the list: in which order its items stand now. */
  keepOrder(ids: readonly string[]): void;
}

interface State {
  readonly isSelecting: boolean;
  readonly ids: ReadonlySet<string>;
  /** Where the last pick was. */
  readonly anchor: string | undefined;
  /** Where the present sweep began, and over which picks. */
  readonly sweep?: { readonly fromId: string; readonly base: ReadonlySet<string> };
}

const NONE: State = { isSelecting: false, ids: new Set(), anchor: undefined };

function between(order: readonly string[], a: string, b: string): readonly string[] {
  const [from, to] = [order.indexOf(a), order.indexOf(b)];
  if (from < 0 || to < 0) return [b];
  return order.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The next state when one item is picked; exported for its test. */
export function toPicked(state: State, order: readonly string[], id: string, isExtending: boolean): State {
  const ids = new Set(state.ids);
  if (isExtending && state.anchor !== undefined) for (const one of between(order, state.anchor, id)) ids.add(one);
  else if (!ids.delete(id)) ids.add(id);
  return { isSelecting: true, ids, anchor: id };
}

/** The next state while a finger or a pointer sweeps: back over what it passed gives that back. */
export function toSwept(state: State, order: readonly string[], fromId: string, toId: string): State {
  const sweep = state.sweep?.fromId === fromId ? state.sweep : { fromId, base: state.ids };
  const ids = new Set(sweep.base);
  const isTaking = sweep.base.has(fromId);
  for (const one of between(order, fromId, toId)) {
    if (isTaking) ids.delete(one);
    else ids.add(one);
  }
  return { isSelecting: true, ids, anchor: toId, sweep };
}

/** A selection over the items of a list. Ids of items that left it stay in. */
export function useSelection(): Selection {
  const order = useRef<readonly string[]>([]);
  const [state, setState] = useState(NONE);
  const acts = useMemo(
    () => ({
      begin: () => setState((now) => ({ ...now, isSelecting: true })),
      pick: (id: string, isExtending: boolean) => setState((now) => toPicked(now, order.current, id, isExtending)),
      sweep: (fromId: string, toId: string) => setState((now) => toSwept(now, order.current, fromId, toId)),
      pickAll: () => setState({ isSelecting: true, ids: new Set(order.current), anchor: undefined }),
      leave: () => setState(NONE),
      keepOrder: (ids: readonly string[]) => {
        order.current = ids;
      },
    }),
    [],
  );
  return useMemo(() => ({ isSelecting: state.isSelecting, ids: state.ids, ...acts }), [state, acts]);
}
