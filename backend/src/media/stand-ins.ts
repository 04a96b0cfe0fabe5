// Photos whose original cannot be made, for who takes them home: the largest picture there is of each, and a text that names
// what is missing. Nothing that somebody chose is left out without a word.
import { crc32 } from 'node:zlib';
import type { RenditionName } from '@zoetrope/contract/renditions.ts';
import type { DataSource } from 'typeorm';
import { measureStored, TAKEN_AT } from './originals.ts';
import { renditionKey, type ByteRange, type Storage, type StoredBytes } from './storage.ts';

export interface StandIn {
  readonly photoId: string;
  readonly takenAt: string;
  readonly caption: string;
  readonly isVideo: boolean;
  /** Undefined where there is nothing to show. */
  readonly picture?: Picture;
}

/** A JPEG, which everything opens. */
interface Picture {
  readonly contentId: string;
  readonly name: RenditionName;
  readonly byteCount: number;
  readonly crc32: number;
}

interface Row {
  readonly photoId: string;
  readonly takenAt: string;
  readonly caption: string;
  readonly isVideo: boolean;
  readonly contentId: string | null;
  readonly renditions: readonly RenditionName[] | null;
  readonly byteCount: number | null;
  readonly crc32: number | null;
}

export class StandIns {
  constructor(
    private readonly source: DataSource,
    private readonly storage: Storage,
  ) {}

  /**
   * For those of these photos, which have no original, that will not have one; the others are still being prepared.
   * Effects: measures the pictures that nobody has measured yet.
   */
  async findAll(photoIds: readonly string[]): Promise<StandIn[]> {
    if (photoIds.length === 0) return [];
    const rows = await this.source.query<Row[]>(
      `select p.id as "photoId", ${TAKEN_AT} as "takenAt", p.caption, p.duration_ms is not null as "isVideo",
              c.id as "contentId", c.renditions, c.original_byte_count as "byteCount", c.original_crc32 as crc32
         from photos p left join photo_content u on u.photo_id = p.id left join content c on c.id = u.content_id
              left join content_job j on j.content_id = c.id
        where p.id = any($1) and (p.state = 'failed' or j.state in ('done', 'failed', 'dead'))`,
      [photoIds],
    );
    const found: StandIn[] = [];
    for (const row of rows) {
      const { photoId, takenAt, caption, isVideo } = row;
      const picture = await this.pictureOf(row);
      found.push({ photoId, takenAt, caption, isVideo, ...(picture && { picture }) });
    }
    return found;
  }

  /** A part of one; undefined when it is gone. */
  open({ contentId, name }: Picture, range: ByteRange): Promise<StoredBytes | undefined> {
    return this.storage.open(renditionKey(contentId, name), range);
  }

  private async pictureOf({ contentId, renditions, byteCount, crc32: sum }: Row): Promise<Picture | undefined> {
    const name = contentId === null ? undefined : widestJpeg(renditions ?? []);
    if (contentId === null || name === undefined) return undefined;
    if (byteCount !== null && sum !== null) return { contentId, name, byteCount, crc32: sum >>> 0 };
    const measured = await measureStored(this.storage, contentId, name);
    if (measured.originalByteCount === null || measured.originalCrc32 === null) return undefined;
    // In the original's place, unless that was made after all meanwhile.
    await this.source.query(
      'update content set original_byte_count = $2, original_crc32 = $3 where id = $1 and original_type is null',
      [contentId, measured.originalByteCount, measured.originalCrc32],
    );
    return { contentId, name, byteCount: measured.originalByteCount, crc32: measured.originalCrc32 >>> 0 };
  }
}

function widestJpeg(renditions: readonly RenditionName[]): RenditionName | undefined {
  const widthOf = (name: RenditionName): number => Number.parseInt(name.slice(1), 10);
  const jpegs = renditions.filter((name) => name.endsWith('.jpg'));
  return jpegs.toSorted((one, other) => widthOf(other) - widthOf(one))[0];
}

/** One that has its place in a zip, and the name that it has there or would have, without an ending. */
export interface Named {
  readonly name: string;
  readonly standIn: StandIn;
}

/** The text that tells what is not as it was added; undefined where there is nothing to tell. In English, as all that the server writes. */
export function toMissingNote(named: readonly Named[]): { readonly bytes: Buffer; readonly crc32: number } | undefined {
  if (named.length === 0) return undefined;
  const lines = named.map(({ name, standIn }) => {
    // A caption of several lines would look like more photos.
    const caption = standIn.caption.replaceAll(/\s+/gu, ' ');
    return `${name}${caption && ` (${caption})`}: ${whatIsMissing(standIn)}`;
  });
  // With line ends that the plainest editor of every system shows.
  const text = ['Missing from this zip, because it could not be prepared:', '', ...lines, ''].join('\r\n');
  const bytes = Buffer.from(text);
  return { bytes, crc32: crc32(bytes) };
}

function whatIsMissing({ isVideo, picture }: StandIn): string {
  if (!picture) return isVideo ? 'the video.' : 'the photo.';
  return isVideo ? 'the video. In its place is a picture of it.' : 'the original. In its place is a smaller picture.';
}
