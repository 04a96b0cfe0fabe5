import { clamp } from './colour.ts';
import { chance } from './noise.ts';
import type { Scene } from './scenes.ts';

export interface RawPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green, blue, a byte each, row by row from the top. */
  readonly pixels: Uint8Array;
}

/** The scene as a camera would have it: darker corners, a soft shoulder in the highlights, a little grain. */
export function paint(scene: Scene, widthPx: number, heightPx: number): RawPicture {
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  const aspect = widthPx / heightPx;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const u = (column + 0.5) / widthPx;
      const v = (row + 0.5) / heightPx;
      const colour = scene(u, v, aspect);
      const corner = 1 - 0.26 * (Math.hypot(u - 0.5, v - 0.5) * 1.25) ** 2.4;
      const grain = (chance(column, row, 77) - 0.5) * 0.018;
      const offset = (row * widthPx + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const light = Math.max(0, colour[channel]! * corner);
        const film = (light * (1 + light * 0.12)) / (1 + light * 0.28);
        pixels[offset + channel] = Math.round(255 * clamp(film ** (1 / 2.2) * 1.03 + grain));
      }
    }
  }
  return { widthPx, heightPx, pixels };
}
