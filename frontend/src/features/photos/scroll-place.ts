import { useCallback, useRef } from 'react';
import { useLocation } from 'react-router';
import type { GridPlace } from '#ui/grid-anchor.ts';

const places = new Map<string, GridPlace>();

/** Where this entry of the history was left, and how to remember it. Back finds its place; a new visit starts on top. */
export function useScrollPlace(): { startPlace: GridPlace | undefined; onPlace: (place: GridPlace) => void } {
  const { key } = useLocation();
  const start = useRef(places.get(key));
  const onPlace = useCallback((place: GridPlace) => void places.set(key, place), [key]);
  return { startPlace: start.current, onPlace };
}
