// The originals that people may take home: where they are, how long, and their checksums.
import { crc32 } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { ORIGINAL } from '@zoetrope/contract/media.ts';
import { Content } from './content.entity.ts';
import type { PictureType } from './sniff.ts';
import { renditionKey, type ByteRange, type Storage, type StoredBytes } from './storage.ts';

export interface Original {
  readonly photoId: string;
  readonly contentId: string;
  readonly type: PictureType;
  readonly byteCount: number;
  readonly crc32: number;
  /** As `TakenAt` of the contract, else when it was added, in UTC. */
  readonly takenAt: string;
}

type Measured = Pick<Content, 'originalByteCount' | 'originalCrc32'>;

export class Originals {
  constructor(
    private readonly source: DataSource,
    private readonly storage: Storage,
  ) {}

  /** Those of these photos that have one, oldest first. Effects: measures those that nobody has measured yet. */
  async findAll(photoIds: readonly string[]): Promise<Original[]> {
    const rows = await this.source.query<(Omit<Original, 'crc32'> & { crc32: number | null })[]>(
      `select p.id as "photoId", c.id as "contentId", c.original_type as type,
              c.original_byte_count as "byteCount", c.original_crc32 as crc32,
              coalesce(p.taken_at, to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as "takenAt"
         from photos p join photo_content u on u.photo_id = p.id join content c on c.id = u.content_id
        where p.id = any($1) and c.original_type is not null
        order by "takenAt", p.id`,
      [photoIds],
    );
    const found: Original[] = [];
    for (const row of rows) {
      const { originalByteCount, originalCrc32 } =
        row.crc32 === null
          ? await this.measure(row.contentId)
          : { originalByteCount: row.byteCount, originalCrc32: row.crc32 };
      if (originalByteCount === null || originalCrc32 === null) continue;
      found.push({ ...row, byteCount: originalByteCount, crc32: originalCrc32 >>> 0 });
    }
    return found;
  }

  /** For originals that were made before there were checksums. */
  private async measure(contentId: string): Promise<Measured> {
    const measured = await measureStored(this.storage, contentId);
    await this.source.getRepository(Content).update({ id: contentId }, measured);
    return measured;
  }

  /** A part of one; undefined when it is gone. */
  open({ contentId }: Original, range: ByteRange): Promise<StoredBytes | undefined> {
    return this.storage.open(renditionKey(contentId, ORIGINAL), range);
  }
}

/** What has to be known of an original before a zip with it has a length; nulls where there is none. */
export async function measureStored(storage: Storage, contentId: string): Promise<Measured> {
  const stored = await storage.open(renditionKey(contentId, ORIGINAL));
  if (!stored) return { originalByteCount: null, originalCrc32: null };
  let sum = 0;
  for await (const chunk of stored.stream) sum = crc32(chunk as Buffer, sum);
  return { originalByteCount: stored.byteCount, originalCrc32: sum | 0 };
}
