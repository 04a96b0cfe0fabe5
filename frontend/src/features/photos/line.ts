// The line in time that parts what a reader has seen arrive from what waits.
export interface Arriving {
  readonly id: string;
  readonly ownerId: string;
  readonly createdAt: string;
}

/** Sorts as the lists do: by moment, ties by id. */
export const toPlaceInTime = (row: Arriving): string => `${row.createdAt}/${row.id}`;

// Without making a text of each: ten thousand rows are compared whenever one comes in.
export const newestFirst = (a: Arriving, b: Arriving): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;

/** At most six pictures open at the same time; the rest are simply there. */
const OPENING_COUNT = 6;
const OPENING_STEP_MS = 60;

/**
 * Parts rows at the line: what is newer and by somebody else waits.
 *
 * What the reader added appears at once; what enters below the line (older pages, a photo shared anew) is no news.
 */
export function partAtLine<R extends Arriving>(
  rows: readonly R[],
  line: string | undefined,
  me: string | undefined,
): { shown: readonly R[]; waiting: readonly R[] } {
  if (line === undefined) return { shown: rows, waiting: [] };
  const waiting = rows.filter((row) => row.ownerId !== me && toPlaceInTime(row) > line);
  if (waiting.length === 0) return { shown: rows, waiting };
  const isWaiting = new Set(waiting);
  return { shown: rows.filter((row) => !isWaiting.has(row)), waiting };
}

/** When each row that crosses the line opens, in ms after the first, newest first. */
export function toOpenings<R extends Arriving>(rows: readonly R[], line: string): ReadonlyMap<string, number> {
  const entering = rows.filter((row) => toPlaceInTime(row) > line).slice(0, OPENING_COUNT);
  return new Map(entering.map((row, index) => [row.id, index * OPENING_STEP_MS]));
}
