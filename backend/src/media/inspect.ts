import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { readHeader, toPlaceholder, Undecodable } from './pictures.ts';
import { sniff, SNIFFED_BYTES, type PictureType } from './sniff.ts';
import { PICTURES_AT_ONCE, Turnstile } from './turnstile.ts';

export interface Inspected {
  readonly type: PictureType;
  /** As seen, upright. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
  /** Base64 of a thumbhash. */
  readonly placeholder: string;
}

// Apart from the worker's places, so that an answer to the last byte never waits for somebody's renditions.
const gate = new Turnstile(PICTURES_AT_ONCE);

/**
 * What a received file is, once it is sure that it can be shown.
 *
 * The order bounds the cost: first bytes, then the header, then the pixels it claims, and only then a decode.
 * Errors: Refusal `photo-empty`, `photo-heic`, `photo-not-an-image`, `photo-too-many-pixels`, `photo-damaged`.
 */
export async function inspect(file: string): Promise<Inspected> {
  const type = sniff(await readHead(file));
  return gate.run(async () => {
    try {
      const header = await readHeader(file);
      if (header.type !== type) throw new Refusal('photo-not-an-image');
      if (header.widthPx * header.heightPx > LIMITS.photoPixels) throw new Refusal('photo-too-many-pixels');
      return { type, ...upright(header), takenAt: header.takenAt, placeholder: await toPlaceholder(file) };
    } catch (error) {
      throw error instanceof Undecodable ? new Refusal('photo-damaged') : error;
    }
  });
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
