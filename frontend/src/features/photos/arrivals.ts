// What of a live list is shown, and what waits. The page never moves under a reader: see DESIGN-LANGUAGE, live arrival.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { partAtLine, toOpenings, toPlaceInTime, type Arriving } from './line.ts';
import { isReaderWaiting, onReaderStill } from './reader.ts';

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
 * top and has touched nothing for two seconds; never while `isHeld`.
 */
export function useArrivals<R extends Arriving>(
  rows: readonly R[],
  isReady: boolean,
  me: string | undefined,
  isHeld = false,
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

  const isWaiting = waiting.length > 0 && !isHeld;
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
