// A picture's place while fingers move it: pure, so that its edges can be tested without any.

export interface Zoom {
  readonly scale: number;
  /** From the middle of the frame, px. */
  readonly x: number;
  readonly y: number;
}
export interface Box {
  readonly widthPx: number;
  readonly heightPx: number;
}

export const UNZOOMED: Zoom = { scale: 1, x: 0, y: 0 };
/** Enough to see the grain of a phone's picture on any screen. */
export const MAX_SCALE = 6;
/** What a double tap leads to. */
export const TAP_SCALE = 2.5;

/** Keeps a picture of the size `picture` at scale 1 over its frame: no gap beside what is larger, the middle otherwise. */
export function toBounded(zoom: Zoom, picture: Box, frame: Box): Zoom {
  const scale = Math.min(MAX_SCALE, Math.max(1, zoom.scale));
  const reach = (side: number, room: number) => Math.max(0, (side * scale - room) / 2);
  const bound = (at: number, by: number) => Math.min(by, Math.max(-by, at)) + 0;
  return {
    scale,
    x: bound(zoom.x, reach(picture.widthPx, frame.widthPx)),
    y: bound(zoom.y, reach(picture.heightPx, frame.heightPx)),
  };
}

/** Scales about a point of the frame, which stays under the fingers. The point is counted from the frame's middle. */
export function toScaled(zoom: Zoom, scale: number, at: { readonly x: number; readonly y: number }): Zoom {
  const next = Math.min(MAX_SCALE, Math.max(1, scale));
  const grown = next / zoom.scale;
  return { scale: next, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown };
}

/** The width at which a picture of this ratio is shown whole in the frame; a small one is not blown up beyond `mostPx`. */
export function toShownWidth(ratio: number, frame: Box, mostPx: number): number {
  return Math.max(1, Math.min(frame.widthPx, frame.heightPx * ratio, mostPx));
}
