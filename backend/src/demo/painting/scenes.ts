// What the demo's photos show. A scene gives the light at a point: u and v from 0 to 1, x = u times the aspect ratio.
import { addLight, at, blend, clamp, glow, hex, mix, ramp, scale, smooth, type Ramp, type Rgb } from './colour.ts';
import { chance, clouds } from './noise.ts';

export type Scene = (u: number, v: number, aspect: number) => Rgb;

interface Sun {
  readonly u: number;
  readonly v: number;
  readonly radius: number;
  readonly colour: string;
}

const WHITE_HOT: Rgb = [1.9, 1.55, 1.05];

function withSun(sky: Rgb, x: number, v: number, aspect: number, sun: Sun): Rgb {
  const lit = addLight(sky, hex(sun.colour), 0.55 * glow(x, v, sun.u * aspect, sun.v, sun.radius * 6));
  return blend(lit, WHITE_HOT, smooth(sun.radius, sun.radius * 0.8, Math.hypot(x - sun.u * aspect, v - sun.v)));
}

/** Mountains behind mountains, mist between them. */
export function ridges(look: {
  sky: Ramp;
  far: string;
  near: string;
  sun: Sun;
  seed: number;
  count?: number;
  cloud?: string;
}): Scene {
  const { sky, sun, seed, count = 5 } = look;
  const [far, near, light] = [hex(look.far), hex(look.near), hex(sun.colour)];
  return (u, v, aspect) => {
    const x = u * aspect;
    let colour = at(sky, v);
    if (look.cloud) {
      const cover = smooth(0.45, 0.8, clouds(x * 2.2 + seed, v * 7, seed + 40)) * 0.6 * (1 - v);
      colour = blend(colour, hex(look.cloud), cover);
    }
    colour = withSun(colour, x, v, aspect, sun);
    for (let i = 0; i < count; i++) {
      const depth = i / (count - 1);
      const crest =
        mix(0.42, 0.95, depth) -
        (clouds(x * mix(2.2, 1.3, depth) + i * 7.3, i * 3.1, seed + i * 9, 6) - 0.45) * mix(0.13, 0.27, depth);
      if (v <= crest) continue;
      const slope = blend(far, near, depth ** 0.8);
      const misty = blend(slope, far, smooth(0, 0.35, v - crest) * 0.35 * (1 - depth));
      const rough = addLight(misty, misty, (clouds(x * 26, v * 40, seed + i, 3) - 0.5) * 0.35 * depth);
      colour = addLight(rough, light, glow(x, v, sun.u * aspect, sun.v, 0.5) * 0.1 * (1 - depth));
    }
    return colour;
  };
}

/** A sea with the sun's road on it. */
export function sea(look: { sky: Ramp; water: Ramp; sun: Sun; seed: number; horizon?: number; cloud: string }): Scene {
  const { sky, water, sun, seed, horizon = 0.5 } = look;
  const [light, cloud] = [hex(sun.colour), hex(look.cloud)];
  return (u, v, aspect) => {
    const x = u * aspect;
    if (v < horizon) {
      const cover = smooth(0.42, 0.78, clouds(x * 1.8 + seed * 3, v * 9, seed, 5)) * 0.5 * smooth(1, 0.2, v / horizon);
      return withSun(blend(at(sky, v / horizon), cloud, cover), x, v, aspect, sun);
    }
    const depth = (v - horizon) / (1 - horizon);
    const ripple = clouds(x * mix(40, 5, Math.sqrt(depth)), Math.log(depth + 0.02) * 22, seed + 3, 4);
    const base = at(water, depth);
    const road = Math.exp(-(((x - sun.u * aspect) / (0.04 + depth * 0.22)) ** 2));
    const sparkle = smooth(0.5, 0.72, ripple);
    const waved = addLight(addLight(base, base, (ripple - 0.5) * 0.9), light, road * (0.12 + sparkle * 1.1));
    return blend(waved, at(sky, clamp(1 - depth * 0.9)), 0.28 * (1 - depth));
  };
}

/** Lights out of focus. */
export function lights(look: {
  ground: Ramp;
  colours: readonly string[];
  seed: number;
  count?: number;
  reach?: number;
}): Scene {
  const { ground, seed, count = 60, reach = 1 } = look;
  const colours = look.colours.map(hex);
  const spots = Array.from({ length: count }, (_, i) => ({
    u: chance(i, 1, seed),
    v: chance(i, 2, seed) * reach,
    radius: mix(0.015, 0.08, chance(i, 3, seed) ** 1.6),
    colour: colours[Math.floor(chance(i, 4, seed) * colours.length)]!,
    strength: mix(0.12, 0.7, chance(i, 5, seed)),
  }));
  return (u, v, aspect) => {
    let colour = at(ground, v);
    colour = addLight(colour, colour, (clouds(u * aspect * 2, v * 2, seed, 3) - 0.5) * 0.7);
    for (const spot of spots) {
      const distance = Math.hypot((u - spot.u) * aspect, v - spot.v) / spot.radius;
      if (distance >= 1) continue;
      const disc = smooth(1, 0.94, distance) * (0.65 + 0.35 * distance ** 3);
      colour = addLight(colour, spot.colour, spot.strength * disc);
    }
    return colour;
  };
}

export function dunes(look: { sky: Ramp; lit: string; shade: string; seed: number }): Scene {
  const [lit, shade] = [hex(look.lit), hex(look.shade)];
  return (u, v, aspect) => {
    const x = u * aspect;
    let colour = at(look.sky, v * 1.6);
    for (let i = 0; i < 5; i++) {
      const depth = i / 4;
      const wave = x * mix(2.6, 1.2, depth) + i * 2.1 + look.seed;
      const crest = mix(0.42, 0.9, depth) + 0.09 * Math.sin(wave) + 0.05 * (clouds(x * 1.5, i, look.seed + i) - 0.5);
      if (v <= crest) continue;
      const facing = smooth(-0.3, 0.5, Math.cos(wave) - (v - crest) * 2.4);
      const sand = blend(shade, lit, facing * mix(0.85, 1, depth));
      colour = addLight(
        sand,
        sand,
        0.12 * Math.sin((v * 9 + x * 1.4) * 14 + clouds(x * 5, v * 5, i + look.seed) * 9) * smooth(0.5, 0.9, v),
      );
    }
    return colour;
  };
}

/** A town in the evening; windows are lit. */
export function town(look: { sky: Ramp; far: string; near: string; window: string; seed: number }): Scene {
  const [far, near, window] = [hex(look.far), hex(look.near), hex(look.window)];
  return (u, v, aspect) => {
    const x = u * aspect;
    let colour = blend(
      at(look.sky, v * 1.3),
      at(look.sky, 0.8),
      0.5 * smooth(0.5, 0.75, clouds(x * 2, v * 8, look.seed)) * (1 - v),
    );
    for (let row = 0; row < 4; row++) {
      const depth = row / 3;
      const along = x * mix(22, 8, depth) + row * 2.3 + look.seed;
      const house = Math.floor(along);
      const roof = mix(0.6, 0.8, depth) - mix(0.16, 0.34, depth) * chance(house, row, look.seed + 3) ** 1.7;
      if (v <= roof || along - house < 0.04) continue;
      colour = blend(far, near, depth ** 0.7);
      const pane = [Math.floor(x * mix(150, 60, depth)), Math.floor(v * mix(140, 56, depth))] as const;
      const inPane = (x * mix(150, 60, depth)) % 1 > 0.35 && (v * mix(140, 56, depth)) % 1 > 0.4;
      if (inPane && chance(pane[0], pane[1], look.seed + row) > 0.72)
        colour = blend(colour, window, mix(0.5, 0.9, depth));
    }
    return colour;
  };
}

/** Trunks in mist. */
export function forest(look: { mist: Ramp; trunk: string; leaf: string; sun: Sun; seed: number }): Scene {
  const [trunk, leaf] = [hex(look.trunk), hex(look.leaf)];
  return (u, v, aspect) => {
    const x = u * aspect;
    const air = addLight(
      at(look.mist, v),
      hex(look.sun.colour),
      0.6 * glow(x, v, look.sun.u * aspect, look.sun.v, 0.8),
    );
    let colour = air;
    for (let row = 0; row < 5; row++) {
      const depth = row / 4;
      const pitch = mix(26, 6, depth);
      const tree = Math.floor(x * pitch + row * 3.7);
      const middle = (tree + 0.25 + 0.5 * chance(tree, row, look.seed) - row * 3.7) / pitch;
      const width = mix(0.006, 0.03, depth) * mix(0.6, 1.3, chance(tree, row, look.seed + 1));
      const bend = (clouds(v * 3, tree, row + look.seed, 2) - 0.5) * 0.04;
      const there = chance(tree, row, look.seed + 2) > 0.25 && Math.abs(x - middle - bend) < width * (0.8 + 0.4 * v);
      if (there) colour = blend(air, trunk, mix(0.25, 0.92, depth));
      const crown = smooth(
        0.52,
        0.6,
        clouds(x * mix(9, 4, depth), v * mix(9, 4, depth), look.seed + 60 + row) + (0.36 - v) * 0.7 - depth * 0.05,
      );
      colour = blend(colour, blend(air, leaf, mix(0.35, 1, depth)), crown * mix(0.3, 0.75, depth));
    }
    const grass = v - 0.86 + 0.05 * clouds(x * 4, 0, look.seed + 2);
    if (grass > 0)
      colour = blend(
        colour,
        addLight(leaf, leaf, (clouds(x * 60, v * 40, look.seed + 3, 3) - 0.5) * 2),
        smooth(0, 0.05, grass),
      );
    return colour;
  };
}

/** Northern lights over a dark shore. */
export function aurora(look: { sky: Ramp; curtain: readonly [string, string]; shore: string; seed: number }): Scene {
  const [low, high] = [hex(look.curtain[0]), hex(look.curtain[1])];
  return (u, v, aspect) => {
    const x = u * aspect;
    let colour = at(look.sky, v);
    const star = chance(Math.floor(x * 420), Math.floor(v * 420), look.seed);
    if (star > 0.9975 && v < 0.7) colour = addLight(colour, [1, 1, 1], (star - 0.9975) * 190);
    for (let fold = 0; fold < 3; fold++) {
      const foot = 0.5 + 0.1 * Math.sin(x * 2.1 + fold * 2 + clouds(x * 1.4, fold, look.seed + 9) * 4) - fold * 0.09;
      const height = foot - v;
      if (height <= -0.02) continue;
      const ray = 0.35 + 0.9 * clouds(x * 16 + fold * 11, v * 0.8, look.seed + fold + 2, 4);
      colour = addLight(
        colour,
        blend(low, high, smooth(0, 0.3, height)),
        smooth(-0.02, 0.01, height) * Math.exp(-height * 4.2) * ray * 0.9,
      );
    }
    const land = 0.8 - 0.16 * (clouds(x * 2.4, 1, look.seed + 8, 6) - 0.4);
    return v > land ? scale(hex(look.shore), 0.6 + 0.6 * smooth(0.15, 0, v - land)) : colour;
  };
}

/** Somebody before a bright wall: light and shape, no features. */
export function portrait(look: {
  wall: Ramp;
  skin: string;
  shade: string;
  hair: string;
  cloth: string;
  long: boolean;
  seed: number;
}): Scene {
  const [skin, shade, hair, cloth] = [hex(look.skin), hex(look.shade), hex(look.hair), hex(look.cloth)];
  const side = look.seed % 2 ? 1 : -1;
  return (u, v, aspect) => {
    const wall = at(look.wall, v);
    let colour = addLight(wall, wall, (clouds(u * aspect * 2.2, v * 2.2, look.seed, 3) - 0.5) * 0.6);
    const x = ((u - 0.5) * aspect) / 0.42;
    const y = (v - 0.43) / 0.42;
    const lit = smooth(-0.5, 0.5, x * side);
    if (look.long && y > -0.6 && y < 1.1) {
      const reach =
        y < 0 ? 0.5 * Math.sqrt(Math.max(0, 1 - (y / 0.62) ** 2)) : 0.5 + 0.03 * Math.sin(y * 9 + look.seed);
      colour = blend(colour, scale(hair, 0.7), smooth(reach, reach - 0.04, Math.abs(x)));
    }
    const shoulders = Math.hypot(x / 1.05, (y - 1.62) / 0.95);
    if (shoulders < 1)
      colour = blend(colour, blend(scale(cloth, 0.4), cloth, 0.25 + 0.75 * lit), smooth(1, 0.965, shoulders));
    if (y > 0.2 && y < 0.85)
      colour = blend(
        colour,
        blend(shade, skin, 0.15 + 0.4 * lit),
        smooth(0.24, 0.2, Math.abs(x)) * smooth(0.85, 0.72, y),
      );
    const face = Math.hypot(x / 0.4, (y - 0.02) / 0.52);
    if (face < 1)
      colour = blend(
        colour,
        addLight(blend(shade, skin, lit), skin, 0.2 * smooth(0.2, 0.42, x * side)),
        smooth(1, 0.955, face),
      );
    const cap = Math.hypot(x / 0.47, (y + 0.1) / 0.53);
    const fringe = -0.16 + 0.13 * Math.sin(x * 4 * side + look.seed) + 0.5 * Math.max(0, Math.abs(x) - 0.22);
    if (cap < 1 && y < fringe) {
      const shine = addLight(
        scale(hair, 0.7),
        hair,
        smooth(-0.4, 0.5, x * side) * (0.5 + 0.5 * clouds(x * 16 + look.seed, y * 4, look.seed)),
      );
      colour = blend(colour, shine, smooth(1, 0.96, cap) * smooth(fringe, fringe - 0.03, y));
    }
    return colour;
  };
}

export { ramp };
