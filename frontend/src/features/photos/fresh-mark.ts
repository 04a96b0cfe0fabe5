import { useEffect, useRef, useState, type RefObject } from 'react';

/** Source: DESIGN-LANGUAGE, components: gone 4 s after it was half visible for 1 s. */
const GONE_AFTER_SEEN_MS = 5_000;

/** Photos whose mark has gone; a tile that is drawn anew while scrolling does not wear it again. */
const seen = new Set<string>();

/** Whether a photo still wears its fresh mark, and where to look for it. */
export function useFreshMark(photoId: string, isFresh: boolean): [RefObject<HTMLDivElement | null>, boolean] {
  const root = useRef<HTMLDivElement>(null);
  const [isWorn, setIsWorn] = useState(() => !seen.has(photoId));
  const isShown = isFresh && isWorn;
  useEffect(() => {
    if (!isShown || !root.current) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer);
        if (!entry?.isIntersecting) return;
        timer = setTimeout(() => {
          seen.add(photoId);
          setIsWorn(false);
        }, GONE_AFTER_SEEN_MS);
      },
      { threshold: 0.5 },
    );
    observer.observe(root.current);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [isShown, photoId]);
  return [root, isShown];
}
