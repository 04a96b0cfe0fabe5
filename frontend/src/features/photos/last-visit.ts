// Up to where a person has seen a list on this device. A browser may forbid storage; then nothing is marked as new.
import { useEffect, useRef, useState } from 'react';
import { serverNow } from '#replica/server-clock.ts';

const PREFIX = 'zoetrope:seen:';
const keyOf = (me: string, list: string) => `${PREFIX}${me}:${list}`;

interface Visit {
  /** Place in time of the newest photo that was there. */
  readonly place: string;
  readonly at: string;
}

/** Effects: forgets what everybody else has seen here. */
function readVisit(me: string, list: string): Visit | undefined {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && !key.startsWith(keyOf(me, ''))) localStorage.removeItem(key);
    const parsed: unknown = JSON.parse(localStorage.getItem(keyOf(me, list)) ?? 'null');
    const isVisit = typeof parsed === 'object' && parsed !== null && 'place' in parsed && 'at' in parsed;
    return isVisit ? (parsed as Visit) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * This person's visit before this one; the same for as long as the list is shown. `me`: a visitor is one, too.
 *
 * Effects: what is newest now is remembered when the list is left or the page is hidden.
 */
export function useLastVisit(me: string, list: string, newestPlace: string | undefined): Visit | undefined {
  const [before] = useState(() => readVisit(me, list));
  const newest = useRef(newestPlace);
  useEffect(() => {
    newest.current = newestPlace;
  });
  useEffect(() => {
    const remember = () => {
      if (newest.current === undefined) return;
      try {
        localStorage.setItem(keyOf(me, list), JSON.stringify({ place: newest.current, at: serverNow().toISOString() }));
      } catch {
        return;
      }
    };
    addEventListener('pagehide', remember);
    return () => {
      removeEventListener('pagehide', remember);
      remember();
    };
  }, [me, list]);
  return before;
}
