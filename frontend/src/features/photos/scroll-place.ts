import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from '#router/router.tsx';
import type { GridPlace } from '#ui/grid-anchor.ts';

const places = new Map<string, GridPlace>();

/** Where this entry of the history was left, and how to remember it. Back finds its place; a new visit starts on top. */
export function useScrollPlace(): { startPlace: GridPlace | undefined; onPlace: (place: GridPlace) => void } {
  const { key } = useLocation();
  const start = useRef(places.get(key));
  const onPlace = useCallback((place: GridPlace) => void places.set(key, place), [key]);
  return { startPlace: start.current, onPlace };
}

const pages = new Map<string, { readonly count: number; readonly topPx: number }>();

/**
 * The same for a page that grows as one reads on: how much of it was drawn, and how far it was scrolled.
 *
 * `isDrawn` once it has its height; only then is there a place to go back to, `startTopPx`.
 */
export function useGrownPage(
  first: number,
  isDrawn: boolean,
): [count: number, grow: (by: number) => void, startTopPx: number | undefined] {
  const { key } = useLocation();
  const left = useRef(pages.get(key));
  const [startTopPx] = useState(left.current?.topPx);
  const [count, setCount] = useState(left.current?.count ?? first);
  useLayoutEffect(() => {
    if (!isDrawn || !left.current) return;
    scrollTo({ top: left.current.topPx, behavior: 'instant' });
    left.current = undefined;
  }, [isDrawn]);
  // In the same breath as the page's removal: the scroll that follows from a shorter page is nobody's place.
  useLayoutEffect(() => {
    if (!isDrawn) return undefined;
    const record = () => void pages.set(key, { count, topPx: scrollY });
    addEventListener('scroll', record, { passive: true });
    return () => removeEventListener('scroll', record);
  }, [key, count, isDrawn]);
  const grow = useCallback((by: number) => setCount((now) => now + by), []);
  return [count, grow, startTopPx];
}
