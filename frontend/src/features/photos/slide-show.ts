import { useCallback, useEffect, useState } from 'react';

/** Long enough to look, short enough for an evening of them. */
const EACH_MS = 4_500;

export interface SlideShow {
  readonly isPlaying: boolean;
  toggle(): void;
  stop(): void;
  /** The pixels of the present photo are there; its time begins. */
  onLoaded(): void;
}

/** Goes on to the next photo by itself while it plays; ends after the last, and when the page is hidden. */
export function useSlideShow(photoId: string, toNext: (() => void) | undefined): SlideShow {
  const [isPlaying, setIsPlaying] = useState(false);
  const [loadedId, setLoadedId] = useState<string>();
  const hasNext = toNext !== undefined;
  const isDue = isPlaying && loadedId === photoId;
  useEffect(() => {
    if (!isDue) return undefined;
    const timer = setTimeout(() => (hasNext ? toNext() : setIsPlaying(false)), EACH_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new function for the same next photo begins no new time
  }, [isDue, hasNext, photoId]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const onHidden = () => document.visibilityState === 'hidden' && setIsPlaying(false);
    document.addEventListener('visibilitychange', onHidden);
    return () => document.removeEventListener('visibilitychange', onHidden);
  }, [isPlaying]);
  const toggle = useCallback(() => setIsPlaying((now) => !now), []);
  const stop = useCallback(() => setIsPlaying(false), []);
  const onLoaded = useCallback(() => setLoadedId(photoId), [photoId]);
  return { isPlaying, toggle, stop, onLoaded };
}
