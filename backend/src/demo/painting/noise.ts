// Noise that is the same on every machine: pictures of the demo follow from their seed.
import { mix } from './colour.ts';

/** A number in [0, 1) for a lattice point. */
export function chance(x: number, y = 0, seed = 0): number {
  let h = (x * 374761393 + y * 668265263 + seed * 1274126177) | 0;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

function valueNoise(x: number, y: number, seed: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const u = (x - i) ** 2 * (3 - 2 * (x - i));
  const v = (y - j) ** 2 * (3 - 2 * (y - j));
  const top = mix(chance(i, j, seed), chance(i + 1, j, seed), u);
  const bottom = mix(chance(i, j + 1, seed), chance(i + 1, j + 1, seed), u);
  return mix(top, bottom, v);
}

/** Clouds, ridges, grain: octaves of value noise, about 0.5 in the mean. */
export function clouds(x: number, y: number, seed: number, octaves = 5): number {
  let sum = 0;
  let amplitude = 0.5;
  for (let octave = 0; octave < octaves; octave++) {
    sum += amplitude * valueNoise(x, y, seed + octave);
    x *= 2.03;
    y *= 2.03;
    amplitude *= 0.5;
  }
  return sum;
}
