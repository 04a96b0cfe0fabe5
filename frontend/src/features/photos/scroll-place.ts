import { useCallback, useLayoutEffect, useMemo, useState } from 'react';
import { placeOf, rememberPlace, type Place } from '#router/places.ts';
import { useLocation } from '#router/router.tsx';
import { goBack, goBackTo, isOnWayBack, leavePart } from '#router/way-back.ts';
import type { GridPlace, GridStart } from '#ui/grid-anchor.ts';
import type { NearStart } from '#ui/near-screen.tsx';

/** Where this entry of the history was left, while the reader is on the way back there. A new visit starts on top. */
function useLeft(): [key: string, left: Place | undefined] {
  const { key } = useLocation();
  const left = useMemo(() => (isOnWayBack(key) ? placeOf(key) : undefined), [key]);
  useLayoutEffect(() => {
    goBack(key);
    return () => leavePart(key);
  }, [key]);
  return [key, left];
}

/** For a grid: the item that the reader was at, and how to remember it. */
export function useScrollPlace(): { start: GridStart | undefined; onPlace: (place: GridPlace) => void } {
  const [key, left] = useLeft();
  const start = useMemo((): GridStart | undefined => {
    if (!left?.kept) return undefined;
    return {
      place: left.kept as GridPlace,
      isDue: () => isOnWayBack(key),
      goTo: (topPx) => goBackTo(key, topPx),
    };
  }, [key, left]);
  const onPlace = useCallback(
    (place: GridPlace) => {
      if (!isOnWayBack(key)) rememberPlace(key, { kept: place });
    },
    [key],
  );
  return { start, onPlace };
}

/** For a page that grows as one reads on: how much of it is drawn, and where it is going to be scrolled. */
export function useGrownPage(first: number): [count: number, grow: (by: number) => void, start: NearStart | undefined] {
  const [key, left] = useLeft();
  const [count, setCount] = useState(typeof left?.kept === 'number' ? left.kept : first);
  useLayoutEffect(() => {
    if (count > first) rememberPlace(key, { kept: count });
  }, [key, count, first]);
  const grow = useCallback((by: number) => setCount((now) => now + by), []);
  const start = useMemo(
    (): NearStart | undefined => left && { topPx: left.topPx, isDue: () => isOnWayBack(key) },
    [key, left],
  );
  return [count, grow, start];
}
