// What of a live list is shown, and what waits. The page never moves under a reader: see DESIGN-LANGUAGE, live arrival.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isReaderWaiting, onReaderStill } from './reader.ts';

interface Arriving {
  readonly id: string;
  readonly ownerId: string;
  readonly createdAt: string;
}

/** Sorts as the lists do: by moment, ties by id. */
export const toPlaceInTime = (row: Arriving): string => `${row.createdAt}/${row.id}`;

export const newestFirst = (a: Arriving, b: Arriving): number => (toPlaceInTime(a) < toPlaceInTime(b) ? 1 : -1);

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
  return waiting.length === 0
    ? { shown: rows, waiting }
    : { shown: rows.filter((row) => !waiting.includes(row)), waiting };
}

/** When each row that crosses the line opens, in ms after the first, newest first. */
export function toOpenings<R extends Arriving>(rows: readonly R[], line: string): ReadonlyMap<string, number> {
  const entering = rows.filter((row) => toPlaceInTime(row) > line).slice(0, OPENING_COUNT);
  return new Map(entering.map((row, index) => [row.id, index * OPENING_STEP_MS]));
}

export interface Arrivals<R> {
  readonly shown: readonly R[];
  /** Newest first; empty when nothing waits. */
  readonly waiting: readonly R[];
  /** Which of the shown rows open through slits, and after how many ms. */
  readonly openings: ReadonlyMap<string, number>;
  /** The rows that came in last by themselves; to be announced. */
  readonly entered: readonly R[];
  /** Shows everything that waits. */
  admit(): void;
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/**
 * Parts a live list, newest first, into what is shown and what waits for the reader.
 *
 * The line is drawn when the list is first complete (`isReady`). News crosses it by itself while the reader is at the
 * top and has touched nothing for two seconds.
 */
export function useArrivals<R extends Arriving>(
  rows: readonly R[],
  isReady: boolean,
  me: string | undefined,
): Arrivals<R> {
  const [line, setLine] = useState<string>();
  const [openings, setOpenings] = useState(NOTHING);
  const [entered, setEntered] = useState<readonly R[]>([]);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });

  useEffect(() => {
    if (isReady && line === undefined) setLine(rows[0] ? toPlaceInTime(rows[0]) : '');
  }, [isReady, line, rows]);

  const { shown, waiting } = useMemo(() => partAtLine(rows, line, me), [rows, line, me]);

  const admit = useCallback(() => {
    const newest = latest.current[0];
    if (!newest || line === undefined) return;
    setOpenings(toOpenings(latest.current, line));
    setEntered(latest.current.filter((row) => toPlaceInTime(row) > line));
    setLine(toPlaceInTime(newest));
  }, [line]);

  const isWaiting = waiting.length > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    if (isReaderWaiting()) {
      admit();
      return undefined;
    }
    return onReaderStill(admit);
  }, [isWaiting, admit]);

  return { shown, waiting, openings, entered, admit };
}
