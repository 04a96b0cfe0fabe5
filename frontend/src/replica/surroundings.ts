// What the page lives in: seen or hidden, connected or not, asleep or awake. Nothing of it exists in Node.
import type { Unsubscribe } from './offers.ts';

/** `restored`: from the browser's cache of pages, where every connection was cut. */
export type Waking = 'online' | 'shown' | 'restored' | 'slept';

export interface Surroundings {
  isHidden(): boolean;
  /** The device says that it has no network. */
  isOffline(): boolean;
  onWake(listener: (waking: Waking) => void): Unsubscribe;
  /** The page goes to the browser's cache, or away. */
  onLeave(listener: () => void): Unsubscribe;
  /** Calls back once the page has nothing more urgent to do; absent: there is no page. */
  whenIdle?(then: () => void): void;
}

const TICK_MS = 5_000;
/** A tick that is later than this was slept through. */
const SLEPT_MS = 20_000;
/** Hidden pages get a tick a minute. Source: Chrome's intensive throttling of timers. */
const SLEPT_HIDDEN_MS = 90_000;

/** A page that is never idle is not kept waiting for longer; nor one whose photos do not come. */
const IDLE_WITHIN_MS = 1_000;
const PHOTOS_WITHIN_MS = 4_000;
const LOOK_MS = 100;

/** The browser's, as far as there is one. */
export function browserSurroundings(): Surroundings {
  const page = typeof document === 'undefined' ? undefined : document;
  const frame = typeof window === 'undefined' ? undefined : window;
  const isHidden = () => page?.visibilityState === 'hidden';
  return {
    isHidden,
    isOffline: () => typeof navigator !== 'undefined' && !navigator.onLine,
    onWake(listener) {
      const online = () => listener('online');
      const shown = () => isHidden() || listener('shown');
      const restored = (event: PageTransitionEvent) => event.persisted && listener('restored');
      frame?.addEventListener('online', online);
      page?.addEventListener('visibilitychange', shown);
      frame?.addEventListener('pageshow', restored);
      const stopWatching = watchClock(isHidden, () => listener('slept'));
      return () => {
        frame?.removeEventListener('online', online);
        page?.removeEventListener('visibilitychange', shown);
        frame?.removeEventListener('pageshow', restored);
        stopWatching();
      };
    },
    onLeave(listener) {
      frame?.addEventListener('pagehide', listener);
      return () => frame?.removeEventListener('pagehide', listener);
    },
    whenIdle,
  };
}

/** Calls back once the page has time, and the photos that are looked at are there: they come first on a slow network. */
export function whenIdle(then: () => void): void {
  const giveUpAtMs = Date.now() + PHOTOS_WITHIN_MS;
  const look = () => {
    if (Date.now() < giveUpAtMs && isStillComing()) setTimeout(look, LOOK_MS);
    else then();
  };
  // Safari has none.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(look, { timeout: IDLE_WITHIN_MS });
  else setTimeout(look, 0);
}

/** Whether the page says of itself that it loads, or a photo on the screen is not there yet. */
function isStillComing(): boolean {
  if (typeof document === 'undefined') return false;
  if (document.querySelector('[role=status][aria-busy=true]')) return true;
  return [...document.images].some((image) => {
    if (image.complete) return false;
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}

/** A device that slept tells nobody; its clock has jumped. */
function watchClock(isHidden: () => boolean, onJump: () => void): Unsubscribe {
  let lastMs = Date.now();
  const timer = setInterval(() => {
    const sinceMs = Date.now() - lastMs;
    lastMs += sinceMs;
    if (sinceMs < 0 || sinceMs - TICK_MS > (isHidden() ? SLEPT_HIDDEN_MS : SLEPT_MS)) onJump();
  }, TICK_MS);
  return () => clearInterval(timer);
}
