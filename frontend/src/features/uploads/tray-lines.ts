// The lines of the tray, in their order.
import type { UploadEntry } from './entry.ts';

/** One file, or all that are there as one. */
export type TrayLine = { readonly id: string } | { readonly done: readonly UploadEntry[] };

const RANK = { refused: 0, stopped: 1, moving: 1, waiting: 2, done: 3 } as const;

/** What needs somebody stands first, what moves next, then what waits in its order; all that is done is one line, the last. */
export function toTrayLines(entries: readonly UploadEntry[]): TrayLine[] {
  const done = entries.filter(({ state }) => state === 'done');
  const open = entries.filter(({ state }) => state !== 'done').toSorted((a, b) => RANK[a.state] - RANK[b.state]);
  return [...open.map(({ id }) => ({ id })), ...(done.length > 0 ? [{ done }] : [])];
}
