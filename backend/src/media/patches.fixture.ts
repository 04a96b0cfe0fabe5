// Colours side by side in a file, and what the way of a photo makes of them.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { inspect } from './inspect.ts';
import { renderPhoto, type Rendition } from './renditions.ts';

export type Colour = readonly [number, number, number];
export const PATCH_PX = 64;

/** The colours of `count` patches in a file as a viewer without colour management sees them: the bytes as they are. */
export async function coloursIn(bytes: Buffer | string, count: number): Promise<Colour[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: count }, (_, patch) => {
    const x = Math.floor(((patch + 0.5) * info.width) / count);
    const at = (Math.floor(info.height / 2) * info.width + x) * info.channels;
    return [data[at]!, data[at + 1]!, data[at + 2]!] as const;
  });
}

/** The largest difference in any channel. */
export const distance = (some: readonly Colour[], others: readonly Colour[]): number =>
  Math.max(...some.flatMap((colour, patch) => colour.map((value, i) => Math.abs(value - others[patch]![i]!))));

/** By format, the widest, through the same steps as an upload: looked at, developed where it must be, and rendered. */
export const renditionsOf = async (bytes: Buffer): Promise<Map<string, Buffer>> =>
  new Map((await everyRenditionOf(bytes)).map(({ name, bytes: rendition }) => [name.split('.')[1]!, rendition]));

/** What is made of an upload, from the first that is shown to the widest. */
export async function everyRenditionOf(bytes: Buffer): Promise<Rendition[]> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'colours-'));
  try {
    const file = path.join(folder, 'received');
    await fs.writeFile(file, bytes);
    const { developed, first } = await inspect(file);
    if (developed) await fs.writeFile(file, developed.bytes);
    const made = [...first];
    for await (const one of renderPhoto(file, () => false)) made.push(one);
    return made;
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}
