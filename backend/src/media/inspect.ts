import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { develop, type Developed } from './develop.ts';
import { readHeader, type PictureHeader } from './pictures.ts';
import { glanceAt, type Glance } from './renditions.ts';
import { sniff, SNIFFED_BYTES, type PictureType } from './sniff.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';
import { PICTURES_AT_ONCE, Turnstile } from './turnstile.ts';

export interface Inspected extends Glance {
  readonly type: PictureType;
  /** As seen, upright. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
  /** What the photo is made of from here on, where that is not the file. */
  readonly developed?: Developed;
}

// Apart from the worker's places, so that an answer to the last byte never waits for somebody's renditions.
const gate = new Turnstile(PICTURES_AT_ONCE);

/**
 * What a received file is, once it is sure that it can be shown.
 *
 * The order bounds the cost: first bytes, then the header, then the pixels it claims, and only then a decode.
 * Errors: Refusal `photo-empty`, `photo-not-an-image`, `photo-too-many-pixels`, `photo-too-complex`, `photo-damaged`.
 */
export async function inspect(file: string): Promise<Inspected> {
  const sniffed = sniff(await readHead(file));
  return gate.run(async () => {
    try {
      const header = await readHeader(file);
      const { type } = header;
      if (type !== sniffed && !(sniffed === 'heic' && type === 'avif')) throw new Refusal('photo-not-an-image');
      if (header.widthPx * header.heightPx > LIMITS.photoPixels) throw new Refusal('photo-too-many-pixels');
      return { type, ...upright(header), takenAt: header.takenAt, ...(await look(file, type, header)) };
    } catch (error) {
      if (error instanceof TooHeavy) throw new Refusal('photo-too-complex');
      throw error instanceof Undecodable ? new Refusal('photo-damaged') : error;
    }
  });
}

/** The decode that proves the file. */
async function look(file: string, type: PictureType, { profile }: PictureHeader) {
  if (type !== 'heic') return glanceAt(file);
  const developed = await develop(await fs.readFile(file), profile);
  return { developed, ...(await glanceAt(developed.bytes)) };
}

/** Orientations 5 to 8 lie on their side. Source: EXIF 2.32, tag 0x0112. */
function upright(header: { widthPx: number; heightPx: number; orientation: number }) {
  const { widthPx, heightPx, orientation } = header;
  return orientation >= 5 ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await fs.open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
