import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { develop, developRaw, type Developed } from './develop.ts';
import { takenAtOf } from './exif.ts';
import { assertBearable } from './heif-work.ts';
import { isInTooManyParts } from './original.ts';
import { assertHeld, readHeader, type PictureHeader } from './pictures.ts';
import { findRawPreview, type RawPreview } from './raw-preview.ts';
import { glanceAt, type Glance } from './renditions.ts';
import { isVideo, sniff, SNIFFED_BYTES, type MediaType, type PictureType, type VideoType } from './sniff.ts';
import { assertBearableTiff } from './tiff-work.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';
import { PICTURES_AT_ONCE, Turnstile } from './turnstile.ts';
import type { Videos } from './videos.ts';

export interface Inspected extends Glance {
  readonly type: MediaType;
  /** As seen, upright. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** How long a video plays; null for what stands still. */
  readonly durationMs: number | null;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
  /** What the photo is made of from here on, where that is not the file. */
  readonly developed?: Developed;
  /** Of a video: what its renditions are made of. */
  readonly poster?: Buffer;
}

// Apart from the worker's places, so that an answer to the last byte never waits for somebody's renditions.
const gate = new Turnstile(PICTURES_AT_ONCE);
// A video takes ten times as long as a picture: pictures have a gate of their own.
const videoGate = new Turnstile(1);

/**
 * What a received file is, once it is sure that it can be shown.
 *
 * The order bounds the cost: first bytes, then the header, then the pixels it claims, and only then a decode.
 * `videos` is absent where there is no ffmpeg.
 * Errors: Refusal `photo-empty`, `photo-not-an-image`, `photo-too-large`, `photo-too-many-pixels`, `photo-too-complex`,
 *   `photo-damaged`; `videos-are-off`, `video-unsupported`, `video-too-long`, `video-too-many-pixels`, `video-damaged`.
 */
export async function inspect(file: string, videos?: Videos): Promise<Inspected> {
  const sniffed = sniff(await readHead(file));
  return isVideo(sniffed) ? inspectVideo(file, sniffed, videos) : inspectPicture(file, sniffed);
}

function inspectVideo(file: string, type: VideoType, videos: Videos | undefined): Promise<Inspected> {
  if (!videos) throw new Refusal('videos-are-off');
  return videoGate.run(async () => {
    try {
      const found = await videos.look(file, type);
      return { type, ...found, ...(await glanceAt(found.poster)) };
    } catch (error) {
      if (error instanceof TooHeavy) throw new Refusal('photo-too-complex');
      throw error instanceof Undecodable ? new Refusal('video-damaged') : error;
    }
  });
}

async function inspectPicture(file: string, sniffed: PictureType): Promise<Inspected> {
  if ((await fs.stat(file)).size > LIMITS.photoBytes) throw new Refusal('photo-too-large');
  return gate.run(async () => {
    try {
      if (sniffed === 'tiff') {
        const bytes = await fs.readFile(file);
        const raw = findRawPreview(bytes);
        if (raw === 'none') throw new Refusal('photo-not-an-image');
        if (raw) return await inspectRaw(bytes, raw);
        assertBearableTiff(bytes);
      }
      // Before any decoder sees them.
      if (sniffed === 'heic' || sniffed === 'avif') assertBearable(await fs.readFile(file));
      if (sniffed === 'gif' || sniffed === 'webp') {
        if (isInTooManyParts(await fs.readFile(file), sniffed)) throw new TooHeavy('too many frames');
      }
      const header = await readHeader(file);
      const { type } = header;
      if (type !== sniffed && !(sniffed === 'heic' && type === 'avif')) throw new Refusal('photo-not-an-image');
      if (header.widthPx * header.heightPx > LIMITS.photoPixels) throw new Refusal('photo-too-many-pixels');
      await assertHeld(header, file);
      const { takenAt } = header;
      return { type, ...upright(header), durationMs: null, takenAt, ...(await look(file, type, header)) };
    } catch (error) {
      if (error instanceof TooHeavy) throw new Refusal('photo-too-complex');
      throw error instanceof Undecodable ? new Refusal('photo-damaged') : error;
    }
  });
}

/** When it was taken stands in the file, where a TIFF and EXIF are laid out alike; everything else in its picture. */
async function inspectRaw(bytes: Buffer, raw: RawPreview): Promise<Inspected> {
  const developed = await developRaw(raw);
  const header = await readHeader(developed.bytes);
  if (header.widthPx * header.heightPx > LIMITS.photoPixels) throw new Refusal('photo-too-many-pixels');
  await assertHeld(header, developed.bytes);
  const takenAt = takenAtOf(bytes);
  return {
    type: 'raw',
    ...upright(header),
    durationMs: null,
    takenAt,
    developed,
    ...(await glanceAt(developed.bytes)),
  };
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
