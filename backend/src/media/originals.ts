// The originals that people may take home: where they are, how long, and their checksums; and what their group has them say.
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { ORIGINAL } from '@zoetrope/contract/renditions.ts';
import { Content, type Keepable } from './content.entity.ts';
import { crcOfReplaced } from './crc-parts.ts';
import { HEAD_BYTES, openingOf } from './opening.ts';
import { readPlace } from './pictures.ts';
import type { MediaType } from './sniff.ts';
import { Undecodable } from './undecodable.ts';
import { receivedKey, renditionKey, type ByteRange, type Storage, type StoredBytes } from './storage.ts';

export interface Original {
  readonly photoId: string;
  readonly contentId: string;
  readonly type: MediaType;
  readonly byteCount: number;
  readonly crc32: number;
  /** As `TakenAt` of the contract, else when it was added, in UTC. */
  readonly takenAt: string;
  /** What stands for the first bytes of the stored file, where it is to say more than that. */
  readonly opening?: { readonly replacedBytes: number; readonly bytes: Buffer };
}

interface Row {
  readonly photoId: string;
  readonly contentId: string;
  readonly type: MediaType;
  readonly byteCount: number | null;
  readonly crc32: number | null;
  readonly takenAt: string;
  readonly saidTakenAt: string | null;
  readonly keepable: Keepable | null;
  readonly keepsPlace: boolean;
  readonly keepsTime: boolean;
}

/** When a photo `p` was taken, in SQL, as `Original` says it. */
export const TAKEN_AT = `coalesce(p.taken_at, to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`;

type Measured = Pick<Content, 'originalByteCount' | 'originalCrc32'>;

export class Originals {
  constructor(
    private readonly source: DataSource,
    private readonly storage: Storage,
  ) {}

  /** Those of these photos that have one, oldest first. Effects: measures those that nobody has measured yet. */
  async findAll(photoIds: readonly string[]): Promise<Original[]> {
    const rows = await this.source.query<Row[]>(
      `select p.id as "photoId", c.id as "contentId", c.original_type as type,
              c.original_byte_count as "byteCount", c.original_crc32 as crc32,
              ${TAKEN_AT} as "takenAt",
              p.taken_at as "saidTakenAt", c.keepable,
              coalesce(g.place_kept_since <= p.created_at, false) as "keepsPlace",
              coalesce(g.time_kept_since <= p.created_at, false) as "keepsTime"
         from photos p join photo_content u on u.photo_id = p.id join content c on c.id = u.content_id
              left join groups g on g.id = p.group_id
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
      found.push(await this.withKept(row, originalByteCount, originalCrc32 >>> 0));
    }
    return found;
  }

  /** For originals that were made before there were checksums. */
  private async measure(contentId: string): Promise<Measured> {
    const measured = await measureStored(this.storage, contentId);
    await this.source.getRepository(Content).update({ id: contentId }, measured);
    return measured;
  }

  /** The original as its group has it: only a JPEG, which is what phones make, can say something. */
  private async withKept(row: Row, byteCount: number, crc: number): Promise<Original> {
    const { photoId, contentId, type, takenAt, saidTakenAt, keepsPlace, keepsTime } = row;
    const plain: Original = { photoId, contentId, type, byteCount, crc32: crc, takenAt };
    if (type !== 'jpeg' || !(keepsPlace || keepsTime)) return plain;
    const { place, head } = row.keepable ?? (await this.lookAt(contentId));
    const bytes = Buffer.from(head, 'base64');
    const opening = openingOf(bytes, { place: keepsPlace ? place : null, takenAt: keepsTime ? saidTakenAt : null });
    if (!opening) return plain;
    const tailBytes = byteCount - opening.replacedBytes;
    const before = crc32(bytes.subarray(0, opening.replacedBytes));
    return {
      ...plain,
      byteCount: tailBytes + opening.bytes.length,
      crc32: crcOfReplaced(crc, before, crc32(opening.bytes), tailBytes),
      opening,
    };
  }

  private async lookAt(contentId: string): Promise<Keepable> {
    const place = await this.storage.withFile(receivedKey(contentId), readPlace).catch((error: unknown) => {
      if (error instanceof Undecodable) return null;
      throw error;
    });
    const start = await this.storage.open(renditionKey(contentId, ORIGINAL), { start: 0, end: HEAD_BYTES - 1 });
    const head: Buffer[] = [];
    for await (const chunk of start?.stream ?? []) head.push(chunk as Buffer);
    const keepable = { place, head: Buffer.concat(head).toString('base64') };
    await this.source.getRepository(Content).update({ id: contentId }, { keepable });
    return keepable;
  }

  /** A part of one; undefined when it is gone. */
  async open({ contentId, opening, byteCount }: Original, range: ByteRange): Promise<StoredBytes | undefined> {
    const key = renditionKey(contentId, ORIGINAL);
    if (!opening) return this.storage.open(key, range);
    const { bytes, replacedBytes } = opening;
    const first = bytes.subarray(range.start, range.end + 1);
    if (range.end < bytes.length) return { byteCount, stream: Readable.from([first]) };
    const behind = replacedBytes - bytes.length;
    const rest = await this.storage.open(key, {
      start: Math.max(range.start, bytes.length) + behind,
      end: range.end + behind,
    });
    return rest && { byteCount, stream: Readable.from(joined(first, rest.stream), { objectMode: false }) };
  }
}

async function* joined(first: Buffer, rest: Readable): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest as AsyncIterable<Uint8Array>;
}

/** What has to be known of an original, or of what stands in for it, before a zip with it has a length; nulls where there is none. */
export async function measureStored(storage: Storage, contentId: string, name: string = ORIGINAL): Promise<Measured> {
  const stored = await storage.open(renditionKey(contentId, name));
  if (!stored) return { originalByteCount: null, originalCrc32: null };
  let sum = 0;
  for await (const chunk of stored.stream) sum = crc32(chunk as Buffer, sum);
  return { originalByteCount: stored.byteCount, originalCrc32: sum | 0 };
}
