// Takes a reader back to where an entry of the history was left, as soon as that much of its page is here: until then as far
// as there is, which also makes a page that grows at its end ask for more. Where somebody scrolls meanwhile, there they stay.
import { placeOf, rememberPlace } from './places.ts';

/** A page that has not changed its height for so long has all that will come. */
const STILL_MS = 10_000;

interface Way {
  topPx: number;
  /** How far it was scrolled by this, and how high the page was; undefined until then. */
  byUs?: { readonly topPx: number; readonly heightPx: number };
  end?: () => void;
}
/** Key of the entry that stands there. */
let here: string | undefined;
let way: Way | undefined;

/** Called before the page of an entry is shown. Returns whether there is a way back to go, by `goBack`. */
export function expectWayBack(key: string): boolean {
  endWay();
  here = key;
  const { topPx } = placeOf(key) ?? { topPx: 0 };
  if (topPx > 0) way = { topPx };
  return way !== undefined;
}

export const isOnWayBack = (key: string): boolean => way !== undefined && key === here;

/** Called when the page of an entry is there, or a part of it that takes the room of its own. */
export function goBack(key: string): void {
  if (!way || key !== here) return;
  if (!way.end) way.end = follow(way);
  go(way);
}

/** For a page that knows better how far it is to be scrolled: from now on there. It is over when the page is long enough. */
export function goBackTo(key: string, topPx: number): void {
  if (!way || key !== here) return;
  way.topPx = topPx;
  go(way);
  if (Math.abs(scrollY - topPx) < 1) endWay();
}

/** Called before a page goes. */
export function leavePlace(key: string): void {
  if (!isOnWayBack(key)) rememberPlace(key, { topPx: scrollY });
}

/** Called before a part of a page goes that may come again in the same entry, as when a session is made anew. */
export function leavePart(key: string): void {
  if (key !== here) return;
  leavePlace(key);
  expectWayBack(key);
}

const heightPx = (): number => document.documentElement.scrollHeight;

function go(on: Way): void {
  scrollTo({ top: on.topPx, behavior: 'instant' });
  on.byUs = { topPx: scrollY, heightPx: heightPx() };
}

/** Goes on whenever the page grows. */
function follow(on: Way): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(endWay, STILL_MS);
    go(on);
  });
  const onScroll = () => {
    // A page that became shorter or longer is scrolled by the browser, too.
    if (on.byUs?.heightPx === heightPx() && Math.abs(scrollY - on.byUs.topPx) > 1) endWay();
  };
  observer.observe(document.body);
  addEventListener('scroll', onScroll, { passive: true });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener('scroll', onScroll);
  };
}

function endWay(): void {
  way?.end?.();
  way = undefined;
}
