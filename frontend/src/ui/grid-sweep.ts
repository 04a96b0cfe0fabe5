// Picking many tiles with one movement: a finger that rests and then moves, or a pressed mouse that leaves its tile.
import { useEffect, useRef, type RefObject } from 'react';

/** Below this a press is a tap. Source: Android's long-press timeout is 400 ms, iOS's 500. */
const REST_MS = 450;
/** A finger's tremble. */
const SLACK_PX = 10;
/** So near to the window's edge the page scrolls on by itself. */
const EDGE_PX = 72;

const tileAt = (x: number, y: number): string | undefined =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-tile]')?.dataset['tile'];

/** Calls `onSweep` with the tile where it began and the one where it is now, each time the latter changes. */
export function useGridSweep(
  root: RefObject<HTMLElement | null>,
  onSweep: ((fromId: string, toId: string) => void) | undefined,
): void {
  const latest = useRef(onSweep);
  useEffect(() => {
    latest.current = onSweep;
  });
  const isOn = onSweep !== undefined;
  useEffect(() => {
    const element = root.current;
    if (!element || !isOn) return undefined;
    let press: { id: string; x: number; y: number; isTouch: boolean } | undefined;
    let toId: string | undefined;
    let point = { x: 0, y: 0 };
    let rest: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;

    const begin = (id: string) => {
      toId = id;
      if (press?.isTouch) navigator.vibrate?.(8);
      latest.current?.(id, id);
      frame = requestAnimationFrame(scrollOn);
    };
    const reach = () => {
      const id = press && toId !== undefined ? tileAt(point.x, point.y) : undefined;
      if (id === undefined || id === toId || !press) return;
      toId = id;
      latest.current?.(press.id, id);
    };
    const scrollOn = () => {
      const below = Math.max(0, point.y - (innerHeight - EDGE_PX));
      const above = Math.max(0, EDGE_PX - point.y);
      if (below > 0 || above > 0) {
        scrollBy({ top: (below - above) / 4, behavior: 'instant' });
        reach();
      }
      frame = requestAnimationFrame(scrollOn);
    };
    const end = () => {
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      if (toId !== undefined) swallowClick();
      press = undefined;
      toId = undefined;
    };

    const onDown = (event: PointerEvent) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>('[data-tile]')?.dataset['tile'];
      if (id === undefined || !event.isPrimary || event.button !== 0 || event.shiftKey) return;
      point = { x: event.clientX, y: event.clientY };
      press = { id, ...point, isTouch: event.pointerType !== 'mouse' };
      clearTimeout(rest);
      if (press.isTouch) rest = setTimeout(() => begin(id), REST_MS);
    };
    const onMove = (event: PointerEvent) => {
      if (!press || !event.isPrimary) return;
      point = { x: event.clientX, y: event.clientY };
      const isFar = Math.hypot(point.x - press.x, point.y - press.y) > SLACK_PX;
      if (toId !== undefined) reach();
      else if (press.isTouch && isFar) end();
      else if (!press.isTouch && isFar && tileAt(point.x, point.y) !== press.id) {
        begin(press.id);
        reach();
      }
    };
    // Not passive, for only so may a sweep keep the page from scrolling; before it has begun, nothing is kept.
    const onTouchMove = (event: TouchEvent) => {
      if (toId !== undefined && event.cancelable) event.preventDefault();
    };
    const onMenu = (event: Event) => {
      if (press?.isTouch) event.preventDefault();
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('touchmove', onTouchMove, { passive: false });
    element.addEventListener('contextmenu', onMenu);
    addEventListener('pointermove', onMove, { passive: true });
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    return () => {
      end();
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('touchmove', onTouchMove);
      element.removeEventListener('contextmenu', onMenu);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
  }, [root, isOn]);
}

/** A click that a browser makes of a sweep's end comes in the same breath; a slow page may hear of it later. */
const CLICK_WITHIN_MS = 300;

/** The click that ends a sweep is no press on a tile; one that begins with a press of its own is, however soon it comes. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    stop();
  };
  const stop = () => {
    clearTimeout(timer);
    removeEventListener('click', swallow, { capture: true });
    removeEventListener('pointerdown', stop, { capture: true });
    removeEventListener('keydown', stop, { capture: true });
  };
  const timer = setTimeout(stop, CLICK_WITHIN_MS);
  addEventListener('click', swallow, { capture: true });
  addEventListener('pointerdown', stop, { capture: true });
  addEventListener('keydown', stop, { capture: true });
}
