import { useEffect, useState } from 'react';

/** Pictures that take longer come when they come. */
const PATIENCE_MS = 600;
const LOOK_MS = 50;

let isSeen = false;

/**
 * Whether the app's first drawing is on the screen, with its pictures if they come soon. What a phone needs long to draw
 * waits for that. Later pages are drawn at once, for Back has to find its place.
 */
export function usePageSeen(): boolean {
  const [isSeenNow, setIsSeenNow] = useState(isSeen);
  useEffect(() => {
    if (isSeenNow) return undefined;
    const giveUpAtMs = performance.now() + PATIENCE_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      if (performance.now() < giveUpAtMs && isPictureAwaited()) {
        timer = setTimeout(look, LOOK_MS);
        return;
      }
      isSeen = true;
      setIsSeenNow(true);
    };
    // After the frame. A page that nobody looks at has none.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(look, 0);
    });
    if (document.hidden) timer = setTimeout(look, 0);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isSeenNow]);
  return isSeenNow;
}

/** A picture on the screen has not come, or not been drawn (photo.tsx). */
const isPictureAwaited = (): boolean =>
  [...document.images].some((image) => {
    if (image.complete && !image.classList.contains('z-photo-waiting')) return false;
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
