import './sheet-grab.css';
import { useDrag } from '@use-gesture/react';
import { useEffect, useState, type RefObject } from 'react';

type Props = {
  /** Names the handle for readers. */
  label: string;
  /** What the sheet and its neighbour stand in: `--sheet` is set on it, a share of its height. */
  page: RefObject<HTMLElement | null>;
};

/** Source: DESIGN-LANGUAGE, layout: "drag: 20 / 58 / 92 %". */
const STOPS = [0.2, 0.58, 0.92] as const;
const MIDDLE = 1;
const FLICK_PX_PER_MS = 0.5;

/** Where a sheet comes to rest that was let go at this share of the height. A flick goes one stop on. */
export function toStop(share: number, velocity: number): number {
  const distances = STOPS.map((stop) => Math.abs(stop - share));
  const nearest = distances.indexOf(Math.min(...distances));
  const flick = Math.abs(velocity) < FLICK_PX_PER_MS ? 0 : Math.sign(velocity);
  const isPast = flick > 0 ? STOPS[nearest]! > share : STOPS[nearest]! < share;
  return Math.min(STOPS.length - 1, Math.max(0, nearest + (isPast ? 0 : flick)));
}

/** A sheet's handle: dragged, tapped to the next size, or moved with the arrow keys. */
export function SheetGrab({ label, page }: Props) {
  const [stop, setStop] = useState<number>();
  const share = stop === undefined ? undefined : STOPS[stop];
  useEffect(() => {
    if (share !== undefined) page.current?.style.setProperty('--sheet', `${share * 100}%`);
  }, [page, share]);
  const step = (by: number) => setStop((now) => Math.min(STOPS.length - 1, Math.max(0, (now ?? MIDDLE) + by)));

  const bind = useDrag(
    ({ first, last, tap, xy: [, y], velocity: [, vy], direction: [, dy] }) => {
      const element = page.current;
      if (!element) return;
      if (tap) {
        setStop((now) => ((now ?? MIDDLE) + 1) % STOPS.length);
        return;
      }
      const { top, height } = element.getBoundingClientRect();
      const now = Math.min(0.95, Math.max(0.1, (top + height - y) / height));
      if (first) element.toggleAttribute('data-dragging', true);
      element.style.setProperty('--sheet', `${now * 100}%`);
      if (!last) return;
      element.toggleAttribute('data-dragging', false);
      const next = toStop(now, -dy * vy);
      element.style.setProperty('--sheet', `${STOPS[next]! * 100}%`);
      setStop(next);
    },
    { filterTaps: true, pointer: { keys: false } },
  );
  return (
    <div
      {...bind()}
      className="z-sheet-grab"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={STOPS[0] * 100}
      aria-valuemax={STOPS[2] * 100}
      aria-valuenow={Math.round((share ?? STOPS[MIDDLE]) * 100)}
      aria-valuetext={`${Math.round((share ?? STOPS[MIDDLE]) * 100)} %`}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        step(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}
