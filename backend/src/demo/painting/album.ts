// The demo's pictures: which scene, in which light and shape, follows from a number.
import { chance } from './noise.ts';
import { aurora, dunes, forest, lights, portrait, ramp, ridges, sea, town, type Scene } from './scenes.ts';

const pick = <T>(list: readonly T[], number: number, salt: number): T =>
  list[Math.floor(chance(number, salt, 7) * list.length)]!;

const DUSKS = [
  {
    sky: ramp('#2a3a6e', '#a0648f', '#f6a47a', '#ffd9a0'),
    far: '#c98593',
    near: '#161a33',
    sun: '#ffcf8a',
    cloud: '#ff9f8f',
  },
  { sky: ramp('#6fa2cf', '#d6e4ea', '#fbeed6'), far: '#b8cfdb', near: '#173a3c', sun: '#fff2cf', cloud: '#ffffff' },
  { sky: ramp('#5d9bd1', '#f7d7c0', '#ffe9cf'), far: '#d9b7b5', near: '#5b5a52', sun: '#ffe2b0', cloud: '#ffe8dc' },
  {
    sky: ramp('#0f1d3f', '#3d4f86', '#c98f8f', '#f3c39a'),
    far: '#6f6f97',
    near: '#0d1222',
    sun: '#ffd2a0',
    cloud: '#8a6f92',
  },
  { sky: ramp('#88b7d8', '#cfe2e6', '#eef3e6'), far: '#a9c3bf', near: '#24452f', sun: '#fffbe6', cloud: '#ffffff' },
] as const;
const WATERS = [
  {
    sky: ramp('#5b7fa8', '#f3c190', '#ffe0a6'),
    water: ramp('#d49a6a', '#4f7391', '#123047'),
    sun: '#ffd48a',
    cloud: '#fff2e6',
  },
  {
    sky: ramp('#e7a08a', '#ffc89a', '#ffe8bd'),
    water: ramp('#f0b58d', '#b0768a', '#4c4266'),
    sun: '#fff0c4',
    cloud: '#ffd9c4',
  },
  {
    sky: ramp('#0b1530', '#22406a', '#4c6d94'),
    water: ramp('#35577c', '#17304f', '#070f20'),
    sun: '#e8edf2',
    cloud: '#5a769a',
  },
  {
    sky: ramp('#4f9bc9', '#a8d4e2', '#e6f2ea'),
    water: ramp('#8fd0cf', '#2f93a0', '#0f4a66'),
    sun: '#fff6d8',
    cloud: '#ffffff',
  },
] as const;
const EVENINGS = [
  { ground: ramp('#0f1a2e', '#2a2440', '#3b2430'), colours: ['#ffc46b', '#ffdca0', '#ff9d5c', '#ffe9c4'] },
  { ground: ramp('#2a1220', '#5a2a2a', '#2a140f'), colours: ['#ff9d5c', '#ffc46b', '#e0605c', '#8a5cc0'] },
  { ground: ramp('#0d2233', '#14465a', '#0a1c28'), colours: ['#7fe0d0', '#c9f2e0', '#5aa8e0', '#f2e6a0'] },
] as const;
const FACES = [
  { wall: ramp('#d9c3a0', '#7a8f7a'), skin: '#e8b48c', shade: '#8a4f3a', hair: '#3a1f16', cloth: '#2f5d62' },
  { wall: ramp('#f2c9a0', '#b0645a'), skin: '#9a6240', shade: '#3f2216', hair: '#120c0a', cloth: '#d8a13a' },
  { wall: ramp('#233a4a', '#0f1c28'), skin: '#d99a6c', shade: '#6e3a28', hair: '#1d1a1a', cloth: '#c8472f' },
  { wall: ramp('#c9d2ea', '#7a86b8'), skin: '#efc9a4', shade: '#9a6248', hair: '#141214', cloth: '#e0a83a' },
  { wall: ramp('#f3d9a8', '#e0a86a'), skin: '#f0c4a0', shade: '#a0604a', hair: '#a0522d', cloth: '#c8472f' },
] as const;
const TOWNS = [
  { sky: ramp('#12214a', '#7a4f86', '#f0936a', '#ffc98a'), far: '#8a5a7c', near: '#0d1226', window: '#ffd58a' },
  { sky: ramp('#0a1024', '#1d2d55', '#43507f'), far: '#2b3560', near: '#070a16', window: '#ffe2a8' },
] as const;

const sun = (number: number, colour: string) => ({
  u: 0.25 + 0.5 * chance(number, 11, 3),
  v: 0.28 + 0.12 * chance(number, 12, 3),
  radius: 0.024 + 0.02 * chance(number, 13, 3),
  colour,
});

const SCENES: readonly ((number: number) => Scene)[] = [
  (n) => {
    const look = pick(DUSKS, n, 1);
    return ridges({ ...look, sun: sun(n, look.sun), seed: n });
  },
  (n) => {
    const look = pick(WATERS, n, 2);
    return sea({ ...look, sun: sun(n, look.sun), seed: n });
  },
  (n) => lights({ ...pick(EVENINGS, n, 3), seed: n, count: 45 + Math.floor(30 * chance(n, 4)) }),
  (n) => portrait({ ...pick(FACES, n, 5), long: chance(n, 6) > 0.5, seed: n }),
  (n) => {
    const look = pick(WATERS, n, 7);
    return sea({ ...look, sun: sun(n, look.sun), seed: n, horizon: 0.36 + 0.2 * chance(n, 8) });
  },
  (n) =>
    dunes({
      sky: ramp('#5f8fbf', '#e9c9a6', '#f4dcb6'),
      lit: pick(['#f0c58e', '#e8d2a8', '#e6a878'], n, 9),
      shade: pick(['#8a4a2c', '#7a5a3c'], n, 10),
      seed: n,
    }),
  (n) => town({ ...pick(TOWNS, n, 14), seed: n }),
  (n) => {
    const look = pick(DUSKS, n, 15);
    return ridges({ ...look, sun: sun(n, look.sun), seed: n, count: 4 });
  },
  (n) =>
    forest({
      mist: pick([ramp('#dfe9dc', '#c3d3bd', '#5c7256'), ramp('#f3dcae', '#e8b26a', '#6e4522')], n, 16),
      trunk: '#2a2f26',
      leaf: pick(['#1f3a24', '#a8501f', '#35562f'], n, 17),
      sun: { u: 0.7, v: 0.15, radius: 0.05, colour: '#fff3c4' },
      seed: n,
    }),
  (n) =>
    aurora({
      sky: ramp('#050b1e', '#0d2338', '#16324a'),
      curtain: pick(
        [
          ['#4fe0a0', '#5a6ae0'],
          ['#7fe0d8', '#c06ae0'],
        ] as const,
        n,
        18,
      ),
      shore: '#12262c',
      seed: n,
    }),
];

/** Landscape, portrait, square, panorama, strip: all the shapes that a grid must take. */
const SHAPES = [
  [3, 2],
  [3, 2],
  [4, 3],
  [4, 3],
  [2, 3],
  [3, 4],
  [1, 1],
  [16, 9],
  [9, 16],
  [3, 1],
  [5, 4],
  [2, 5],
] as const;

/** The long edge of a painted picture: sharp on a phone, quick to paint (about a third of a second). */
const LONG_EDGE_PX = 800;

/** The picture with this number: what it shows, and its size. The same number is the same picture on every machine. */
export function pictureAt(number: number): { scene: Scene; widthPx: number; heightPx: number } {
  const [w, h] = pick(SHAPES, number, 20);
  const longest = Math.max(w, h);
  return {
    scene: SCENES[number % SCENES.length]!(number + 1),
    widthPx: Math.round((LONG_EDGE_PX * w) / longest),
    heightPx: Math.round((LONG_EDGE_PX * h) / longest),
  };
}

/** A face for an avatar. */
export const faceAt = (number: number): Scene =>
  portrait({ ...FACES[number % FACES.length]!, long: number % 2 === 0, seed: number * 3 + 4 });
