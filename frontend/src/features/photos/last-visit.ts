// Up to where a list was seen on this device. A browser may forbid storage; then nothing is marked as new.
import { useEffect, useRef, useState } from 'react';
import { serverNow } from '#replica/server-clock.ts';

const keyOf = (list: string) => `zoetrope:seen:${list}`;

interface Visit {
  /** Place in time of the newest photo that was there. */
  readonly place: string;
  readonly at: string;
}

function readVisit(list: string): Visit | undefined {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? 'null');
    const isVisit = typeof parsed === 'object' && parsed !== null && 'place' in parsed && 'at' in parsed;
    return isVisit ? (parsed as Visit) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The visit before this one; the same for as long as the list is shown.
 *
 * Effects: what is newest now is remembered when the list is left or the page is hidden.
 */
export function useLastVisit(list: string, newestPlace: string | undefined): Visit | undefined {
  const [before] = useState(() => readVisit(list));
  const newest = useRef(newestPlace);
  useEffect(() => {
    newest.current = newestPlace;
  });
  useEffect(() => {
    const remember = () => {
      if (newest.current === undefined) return;
      try {
        localStorage.setItem(keyOf(list), JSON.stringify({ place: newest.current, at: serverNow().toISOString() }));
      } catch {
        return;
      }
    };
    addEventListener('pagehide', remember);
    return () => {
      removeEventListener('pagehide', remember);
      remember();
    };
  }, [list]);
  return before;
}
