import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { usePrinting } from './printing.ts';

/** How high what stands under a key was when it was drawn last, for each width; a page that comes back needs it at once. */
const heights = new Map<string, number>();
/** Of a thousand things on a page. */
const KEPT = 5_000;

const callbacks = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | undefined;
const observe = (element: Element, tell: (isNear: boolean) => void): (() => void) => {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting);
    },
    { rootMargin: '150%' },
  );
  callbacks.set(element, tell);
  observer.observe(element);
  return () => {
    callbacks.delete(element);
    observer?.unobserve(element);
  };
};

/** Where the page goes back to its place after this is drawn. */
export interface NearStart {
  /** How far it is going to be scrolled. */
  readonly topPx: number;
  /** Until it is there. What is above the place is high only as long as it stays drawn: a part of it may be to come. */
  isDue(): boolean;
}

interface Props {
  /** Names what is inside, unlike anything else on the page. */
  readonly id: string;
  readonly widthPx: number;
  readonly start?: NearStart | undefined;
  readonly children: ReactNode;
}

/** One of many things below each other: in the document while it is within two screens, else an empty place of its height. */
export function NearScreen({ id, widthPx, start, children }: Props) {
  const key = `${id} ${widthPx}`;
  const root = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(() => !heights.has(key));
  const isPrinting = usePrinting();
  const isDrawn = isNear || isPrinting;
  useLayoutEffect(() => {
    const element = root.current!;
    // What is on the first screen is there before the page is shown: a movement back looks for its picture then.
    if (!isNear) {
      const { top, bottom } = element.getBoundingClientRect();
      const fromPx = (start?.topPx ?? scrollY) - scrollY;
      if (bottom > fromPx - innerHeight && top < fromPx + 2 * innerHeight) setIsNear(true);
    }
    // A reader's cursor must not fall to the page.
    return observe(element, (isIntersecting) => {
      const stays = isIntersecting || element.contains(document.activeElement);
      setIsNear((was) => stays || (was && start?.isDue() === true));
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- where the page begins is asked once
  }, []);
  useLayoutEffect(() => {
    const element = root.current;
    if (!isDrawn || !element) return undefined;
    // It tells at first, too, before the paint: to ask now would lay out the page once for each.
    const resizing = new ResizeObserver(([entry]) => {
      const [oldest] = heights.keys();
      if (heights.size >= KEPT && oldest !== undefined) heights.delete(oldest);
      const heightPx = entry?.borderBoxSize[0]?.blockSize;
      if (heightPx !== undefined) heights.set(key, heightPx);
    });
    resizing.observe(element);
    return () => resizing.disconnect();
  }, [isDrawn, key]);
  return (
    <div ref={root} className="z-near" style={isDrawn ? undefined : { blockSize: heights.get(key) }}>
      {isDrawn && children}
    </div>
  );
}
