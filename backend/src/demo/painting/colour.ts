// Colours in linear light, so that glows add up as light does.

export type Rgb = readonly [number, number, number];
/** Colours at positions from 0 to 1, in order. */
export type Ramp = readonly (readonly [position: number, colour: Rgb])[];

export const clamp = (x: number, low = 0, high = 1): number => Math.min(high, Math.max(low, x));
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
/** 0 below `from`, 1 above `to`, a smooth step between; `from` may be above `to`. */
export function smooth(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** `#rrggbb` in linear light. */
export function hex(code: string): Rgb {
  const channel = (start: number) => (Number.parseInt(code.slice(start, start + 2), 16) / 255) ** 2.2;
  return [channel(1), channel(3), channel(5)];
}

export const blend = (a: Rgb, b: Rgb, t: number): Rgb => [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
export const addLight = (a: Rgb, b: Rgb, amount = 1): Rgb => [
  a[0] + b[0] * amount,
  a[1] + b[1] * amount,
  a[2] + b[2] * amount,
];
export const scale = (a: Rgb, by: number): Rgb => [a[0] * by, a[1] * by, a[2] * by];

/** Evenly spaced stops. */
export const ramp = (...codes: string[]): Ramp =>
  codes.map((code, i) => [codes.length === 1 ? 0 : i / (codes.length - 1), hex(code)]);

export function at(stops: Ramp, t: number): Rgb {
  for (let i = 1; i < stops.length; i++) {
    const [to, colour] = stops[i]!;
    const [from, before] = stops[i - 1]!;
    if (t <= to) return blend(before, colour, clamp((t - from) / (to - from || 1)));
  }
  return stops.at(-1)![1];
}

/** Light of a lamp of size `radius` at a distance, without an edge. */
export const glow = (x: number, y: number, cx: number, cy: number, radius: number): number =>
  1 / (1 + 6 * (Math.hypot(x - cx, y - cy) / radius) ** 2);
