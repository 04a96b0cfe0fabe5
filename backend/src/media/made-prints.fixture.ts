// Files for printers: pixels of four inks, a profile of inks that no press has, and one of grey.
import sharp from 'sharp';
import { PATCH_PX, type Colour } from './patches.fixture.ts';

/** Cyan, magenta, yellow and black, 0 (none) to 255. */
export type Inks = readonly [number, number, number, number];

/** Patches of these inks from left to right, uncompressed. Source: TIFF 6.0, section 16; the profile: ICC.1:2022, B.4.4. */
export async function aPrintTiff(inks: readonly Inks[], profile?: Buffer): Promise<Buffer> {
  const [width, height] = [inks.length * PATCH_PX, PATCH_PX];
  const pixels = Buffer.alloc(width * height * 4);
  for (let at = 0; at < width * height; at++) pixels.set(inks[Math.floor((at % width) / PATCH_PX)]!, at * 4);
  const fields: [tag: number, type: 3 | 4 | 7, count: number, value: number][] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 4, 0],
    [259, 3, 1, 1],
    [262, 3, 1, 5],
    [273, 4, 1, 0],
    [277, 3, 1, 4],
    [278, 4, 1, height],
    [279, 4, 1, pixels.length],
  ];
  if (profile) fields.push([34_675, 7, profile.length, 0]);
  const depthsAt = 8 + 2 + fields.length * 12 + 4;
  const places = new Map([
    [258, depthsAt],
    [273, depthsAt + 8],
    [34_675, depthsAt + 8 + pixels.length],
  ]);
  const head = Buffer.alloc(depthsAt + 8);
  head.write('II*\0\x08', 0, 'latin1');
  head.writeUInt16LE(fields.length, 8);
  for (const [i, [tag, type, count, value]] of fields.entries()) {
    head.writeUInt16LE(tag, 10 + i * 12);
    head.writeUInt16LE(type, 12 + i * 12);
    head.writeUInt32LE(count, 14 + i * 12);
    head.writeUInt32LE(places.get(tag) ?? value, 18 + i * 12);
  }
  for (let i = 0; i < 4; i++) head.writeUInt16LE(8, depthsAt + i * 2);
  return Buffer.concat([head, pixels, profile ?? Buffer.alloc(0)]);
}

/** The same as a JPEG: with Adobe's marker and, as its programs do, with each number subtracted from 255. */
export async function aPrintJpeg(inks: readonly Inks[], profile?: Buffer): Promise<Buffer> {
  return sharp(await aPrintTiff(inks, profile))
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .keepIccProfile()
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** Inks of `otherInks`, and which colours they are. */
export const OTHER_INKS: readonly (readonly [Inks, Colour])[] = [
  [
    [0, 0, 0, 0],
    [255, 255, 255],
  ],
  [
    [255, 0, 0, 0],
    [200, 90, 40],
  ],
  [
    [0, 255, 0, 0],
    [40, 140, 90],
  ],
  [
    [0, 0, 255, 0],
    [90, 70, 180],
  ],
  [
    [255, 255, 255, 255],
    [0, 0, 0],
  ],
];

/** The same colours in CIELAB with white D50, a byte each. Made by Little CMS 2.14 out of sRGB. */
const LABS: readonly (readonly [number, number, number])[] = [
  [255, 128, 128],
  [133, 171, 177],
  [132, 89, 146],
  [94, 159, 71],
  [0, 128, 128],
];

/**
 * A profile by which "cyan" is a brown, "magenta" a green and "yellow" a violet; what is mixed of them is black.
 * Source: ICC.1:2001-04, 6.1 (header) and 6.5.8 (lut8Type, here with the sixteen corners of four inks).
 */
export function otherInks(): Buffer {
  const ramp = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  const head = Buffer.alloc(48);
  head.write('mft1', 0, 'latin1');
  head.set([4, 3, 2], 8);
  for (const at of [12, 28, 44]) head.writeInt32BE(0x1_0000, at);
  const corners = Buffer.alloc(16 * 3);
  for (let corner = 0; corner < 16; corner++) {
    const ink = [8, 4, 2, 1].map((bit) => (corner & bit ? 255 : 0));
    const known = OTHER_INKS.findIndex(([one]) => one.every((value, i) => value === ink[i]));
    corners.set(LABS[known] ?? LABS.at(-1)!, corner * 3);
  }
  const table = Buffer.concat([head, ...Array.from({ length: 4 }, () => ramp), corners, ramp, ramp, ramp]);
  return profileOf('prtrCMYKLab ', 'A2B0', table);
}

/** A profile of grey whose numbers are amounts of light. Source: ICC.1:2001-04, 6.5.2; libpng hears of none that is very short. */
export function linearGrey(): Buffer {
  const curve = Buffer.alloc(12 + 2 * 256);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(256, 8);
  for (let i = 0; i < 256; i++) curve.writeUInt16BE(i * 257, 12 + 2 * i);
  return profileOf('mntrGRAYXYZ ', 'kTRC', curve);
}

/** Of one tag, which turns numbers into colours. */
function profileOf(kind: string, tag: string, table: Buffer): Buffer {
  const head = Buffer.alloc(128 + 4 + 12);
  head.writeUInt32BE(head.length + table.length, 0);
  head.writeUInt32BE(0x0220_0000, 8);
  head.write(kind, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  // The white of every profile, D50.
  [0xf6d6, 0x1_0000, 0xd32d].forEach((value, i) => head.writeInt32BE(value, 68 + 4 * i));
  head.writeUInt32BE(1, 128);
  head.write(tag, 132, 'latin1');
  head.writeUInt32BE(head.length, 136);
  head.writeUInt32BE(table.length, 140);
  return Buffer.concat([head, table]);
}
