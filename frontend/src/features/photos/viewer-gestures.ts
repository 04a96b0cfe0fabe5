// What fingers, a mouse and its wheel do with the photo that is looked at. Moves the elements themselves: nothing is
// rendered while something is dragged.
import { useGesture } from '@use-gesture/react';
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { TAP_SCALE, toBounded, toScaled, UNZOOMED, type Box, type Zoom } from '#ui/photo-zoom.ts';
import { mayMove } from '#ui/shared-element.ts';

interface Input {
  /** Holds the slides; `--drag` and `--fall` on it move them, px. */
  readonly track: RefObject<HTMLElement | null>;
  /** Of the current photo at scale 1; `--scale`, `--x` and `--y` on the track move it. */
  readonly picture: Box;
  readonly photoId: string;
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
  /** True while it is larger than whole. */
  readonly onZoomed: (isZoomed: boolean) => void;
}

/** A flick is enough; a slow finger has to go a third of the way. */
const FLICK_PX_PER_MS = 0.4;
const DOUBLE_TAP_MS = 300;
const CLOSE_PX = 110;
const WHEEL_STEP = 0.0022;

export interface ViewerGestures {
  /** Zooms about the middle: for keys and buttons. 1 is whole. */
  zoomBy(factor: number): void;
  /** Glides to a neighbour, as a swipe does. */
  glide(step: 1 | -1): void;
  isZoomed(): boolean;
}

export function useViewerGestures(frame: RefObject<HTMLElement | null>, input: Input): ViewerGestures {
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  const zoom = useRef<Zoom>(UNZOOMED);
  const lastTap = useRef({ atMs: 0, x: 0, y: 0 });
  const gliding = useRef<ReturnType<typeof setTimeout>>(undefined);

  const move = useCallback((name: string, px: number) => {
    latest.current.track.current?.style.setProperty(name, `${px}px`);
  }, []);
  const boxOf = useCallback((): DOMRect => frame.current?.getBoundingClientRect() ?? new DOMRect(), [frame]);

  const show = useCallback(
    (next: Zoom) => {
      const { width, height } = boxOf();
      const bounded = toBounded(next, latest.current.picture, { widthPx: width, heightPx: height });
      if (bounded.scale > 1 !== zoom.current.scale > 1) latest.current.onZoomed(bounded.scale > 1);
      zoom.current = bounded;
      const style = latest.current.track.current?.style;
      style?.setProperty('--scale', String(bounded.scale));
      style?.setProperty('--x', `${bounded.x}px`);
      style?.setProperty('--y', `${bounded.y}px`);
    },
    [boxOf],
  );
  const fromMiddle = useCallback(
    (x: number, y: number) => {
      const { left, top, width, height } = boxOf();
      return { x: x - left - width / 2, y: y - top - height / 2 };
    },
    [boxOf],
  );
  /** With a transition from here on, or without one. */
  const ease = useCallback((isEasing: boolean) => {
    const { track } = latest.current;
    if (track.current) track.current.dataset['easing'] = String(isEasing && mayMove());
  }, []);

  // Another photo stands where this one was: at once, for the glide has brought it there.
  useLayoutEffect(() => {
    clearTimeout(gliding.current);
    gliding.current = undefined;
    ease(false);
    move('--drag', 0);
    move('--fall', 0);
    show(UNZOOMED);
  }, [input.photoId, ease, move, show]);
  useEffect(() => () => clearTimeout(gliding.current), []);

  const glide = useCallback(
    (step: 1 | -1) => {
      if (gliding.current) return;
      const isRtl = frame.current !== null && getComputedStyle(frame.current).direction === 'rtl';
      ease(true);
      move('--drag', (boxOf().width + 24) * (step > 0 !== isRtl ? -1 : 1));
      const arrive = () => {
        if (step > 0 ? latest.current.hasOlder : latest.current.hasNewer) return latest.current.onStep(step);
        // The one there was taken away meanwhile: back to the photo that stands here.
        gliding.current = undefined;
        return move('--drag', 0);
      };
      gliding.current = setTimeout(arrive, mayMove() ? 200 : 0);
    },
    [boxOf, ease, frame, move],
  );

  const tap = (x: number, y: number, atMs: number) => {
    const last = lastTap.current;
    const isDouble = atMs - last.atMs < DOUBLE_TAP_MS && Math.hypot(x - last.x, y - last.y) < 40;
    lastTap.current = isDouble ? { atMs: 0, x, y } : { atMs, x, y };
    if (!isDouble) return;
    ease(true);
    show(zoom.current.scale > 1 ? UNZOOMED : toScaled(zoom.current, TAP_SCALE, fromMiddle(x, y)));
  };

  useGesture(
    {
      onDrag: ({
        first,
        last,
        tap: isTap,
        event,
        xy,
        movement: [mx, my],
        velocity: [vx, vy],
        pinching,
        cancel,
        memo,
      }) => {
        if (isTap) {
          tap(xy[0], xy[1], event.timeStamp);
          return undefined;
        }
        if (pinching || gliding.current) {
          cancel();
          return undefined;
        }
        const start =
          first || memo === undefined
            ? { zoom: zoom.current, isAcross: Math.abs(mx) >= Math.abs(my) }
            : (memo as { zoom: Zoom; isAcross: boolean });
        if (first) ease(false);
        if (start.zoom.scale > 1) {
          show({ ...start.zoom, x: start.zoom.x + mx, y: start.zoom.y + my });
          return start;
        }
        const isRtl = frame.current !== null && getComputedStyle(frame.current).direction === 'rtl';
        const step = mx < 0 !== isRtl ? 1 : -1;
        const mayStep = step > 0 ? latest.current.hasOlder : latest.current.hasNewer;
        if (start.isAcross) move('--drag', mayStep ? mx : mx / 4);
        else move('--fall', Math.max(0, my));
        if (!last) return start;
        if (start.isAcross && mayStep && (vx > FLICK_PX_PER_MS || Math.abs(mx) > boxOf().width / 3)) glide(step);
        else if (!start.isAcross && my > 0 && (vy > FLICK_PX_PER_MS * 1.5 || my > CLOSE_PX)) latest.current.onClose();
        else {
          ease(true);
          move('--drag', 0);
          move('--fall', 0);
        }
        return start;
      },
      onPinch: ({ first, last, origin, movement: [ms], memo }) => {
        const start =
          first || memo === undefined
            ? { zoom: zoom.current, at: fromMiddle(...origin) }
            : (memo as { zoom: Zoom; at: { x: number; y: number } });
        ease(false);
        const at = fromMiddle(...origin);
        const scaled = toScaled(start.zoom, start.zoom.scale * ms, start.at);
        // Two fingers that travel carry the picture along.
        show({ ...scaled, x: scaled.x + at.x - start.at.x, y: scaled.y + at.y - start.at.y });
        if (last && zoom.current.scale < 1.08) {
          ease(true);
          show(UNZOOMED);
        }
        return start;
      },
      onWheel: ({ event, delta: [, dy] }) => {
        // With Ctrl it is a pinch on a trackpad, and comes to `onPinch`.
        if (event.ctrlKey) return;
        event.preventDefault();
        ease(false);
        show(
          toScaled(
            zoom.current,
            zoom.current.scale * Math.exp(-dy * WHEEL_STEP),
            fromMiddle(event.clientX, event.clientY),
          ),
        );
      },
    },
    {
      target: frame,
      eventOptions: { passive: false },
      drag: { filterTaps: true, pointer: { keys: false }, threshold: 6 },
      pinch: { scaleBounds: { min: 0.3, max: 20 } },
    },
  );

  return {
    zoomBy: (factor) => {
      ease(true);
      show(toScaled(zoom.current, zoom.current.scale * factor, { x: 0, y: 0 }));
    },
    glide,
    isZoomed: () => zoom.current.scale > 1,
  };
}
