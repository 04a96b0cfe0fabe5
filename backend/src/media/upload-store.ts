// What has arrived of an upload: its facts are a row, its bytes are parts in the storage, so that each chunk may come in at any
// node and nothing that was acknowledged is lost. A part counts when the row says so, and the row takes only the part that
// follows what it has: of two writers, whoever comes second has written for nothing.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { ArrivingUpload, type UploadPart } from './arriving-upload.entity.ts';
import { toRefusal } from './faults.ts';
import type { ScratchFiles } from './scratch-files.ts';
import { SNIFFED_BYTES } from './sniff.ts';
import { StorageAway, type Storage } from './storage.ts';
import { uploaderOf } from './upload-wish.ts';

/** How long an unfinished upload waits for its next byte's owner. */
const UPLOAD_EXPIRY_MS = 24 * 60 * 60 * 1000;
/** As much as clients send at once: a connection that breaks off loses nothing, a process that is killed at most this. */
const PART_BYTES = 8 * 1024 * 1024;
/** After this long nobody writes a part of an upload that is gone. */
const QUIET_AFTER = "interval '1 hour'";
const GIVE_UP = "update arriving_upload set gone_at = now(), metadata = '{}', parts = '[]'";
const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
export const isUploadId = (text: string): boolean => UPLOAD_ID.test(text);
const prefixOf = (id: string): string => id.replaceAll('-', '');

/** Whom the store asks. What they throw ends what it was doing. */
export interface UploadGuards {
  /** Before each piece of bytes. */
  assertMayWrite(id: string): void;
  /** Before each part. */
  assertSpace(byteCount: number): Promise<void>;
  /** In the transaction that writes the upload down. */
  assertMayAnnounce?(manager: EntityManager, upload: Upload): Promise<void>;
  /** With the first bytes of a file, and its length. */
  assertMayBegin?(head: Uint8Array, byteCount: number): void;
}

export class UploadStore extends DataStore {
  constructor(
    private readonly source: DataSource,
    private readonly storage: Storage,
    private readonly scratch: ScratchFiles,
    private readonly guards: UploadGuards,
  ) {
    super();
    // No creation-defer-length: what does not say how long it is cannot be refused in time.
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  /** Errors: those of `assertMayAnnounce`. */
  override async create(upload: Upload): Promise<Upload> {
    const { id, size, metadata = {} } = upload;
    const uploaderId = uploaderOf(metadata)?.id ?? null;
    await this.source.transaction(async (manager) => {
      // The answer to its announcement was lost, and nobody can send a byte of it: this one takes its place.
      await manager.query(
        `${GIVE_UP} where uploader_id = $1 and metadata ->> 'photoId' = $2 and received_bytes = 0 and gone_at is null`,
        [uploaderId, metadata['photoId']],
      );
      await this.guards.assertMayAnnounce?.(manager, upload);
      await manager.query(
        'insert into arriving_upload (id, byte_count, metadata, uploader_id) values ($1, $2, $3, $4)',
        [id, size, JSON.stringify(metadata), uploaderId],
      );
    });
    return upload;
  }

  /**
   * Adds bytes at `offset`, and returns where they end. What came before a connection broke stays.
   * Errors: Refusal `disk-full`, `unavailable`; the source's own.
   */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const rest = new Rest(this.whileAllowed(source, id));
    let at = offset;
    try {
      if (offset === 0) await this.lookAtHead(id, rest);
      while (await rest.hasMore()) at += await this.keepPart(id, at, rest);
      rest.assertWhole();
    } catch (error) {
      throw toRefusal(error);
    }
    return at;
  }

  private async lookAtHead(id: string, rest: Rest): Promise<void> {
    const head = await rest.peek(SNIFFED_BYTES);
    const row = await this.findRow(id);
    if (row && head.length >= SNIFFED_BYTES) this.guards.assertMayBegin?.(head, Number(row.byteCount));
  }

  private async *whileAllowed(source: Readable, id: string): AsyncGenerator<Uint8Array> {
    // Whoever handed us the stream ends it, with our error. Ended here, it would have broken off: the library would say so
    // instead of why, and its client come back for ever.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      this.guards.assertMayWrite(id);
      yield chunk;
    }
  }

  private async keepPart(id: string, offset: number, rest: Rest): Promise<number> {
    await this.guards.assertSpace(PART_BYTES);
    const key = `${prefixOf(id)}/${offset}.${randomBytes(4).toString('hex')}`;
    let byteCount = 0;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      while (byteCount < PART_BYTES && (await rest.hasMore())) {
        const chunk = rest.take();
        byteCount += chunk.length;
        yield chunk;
      }
    };
    await this.storage.put(key, Readable.from(chunks(), { objectMode: false }));
    try {
      this.guards.assertMayWrite(id);
      await this.append(id, offset, { key, byteCount });
    } catch (error) {
      await this.storage.remove(key);
      throw error;
    }
    return byteCount;
  }

  /** Errors: Refusal `unavailable` when another one was faster, or the upload is gone. */
  private async append(id: string, offset: number, part: UploadPart): Promise<void> {
    const [, count] = await this.source.query<[unknown, number]>(
      `update arriving_upload
          set parts = parts || $3::jsonb, received_bytes = received_bytes + $4, touched_at = now()
        where id = $1 and received_bytes = $2 and gone_at is null`,
      [id, offset, JSON.stringify([part]), part.byteCount],
    );
    if (count !== 1) throw new Refusal('unavailable');
  }

  /** Errors: FILE_NOT_FOUND of tus. */
  override async getUpload(id: string): Promise<Upload> {
    const upload = await this.findUpload(id);
    if (!upload) throw ERRORS.FILE_NOT_FOUND;
    return upload;
  }

  /** The upload as it stands, or undefined when there is none. */
  async findUpload(id: string): Promise<Upload | undefined> {
    const row = await this.findRow(id);
    return row && toUpload(row);
  }

  /** Errors: FILE_NOT_FOUND of tus. */
  override async remove(id: string): Promise<void> {
    if (!(await this.findRow(id))) throw ERRORS.FILE_NOT_FOUND;
    await this.discard(id);
  }

  /** Whatever there is of it; what is not there is fine. */
  async discard(id: string): Promise<void> {
    if (!isUploadId(id)) return;
    await this.source.query(`${GIVE_UP} where id = $1 and gone_at is null`, [id]);
    try {
      await this.storage.removeAll(prefixOf(id));
    } catch (error) {
      // As when we are killed here: the next sweep removes them.
      if (!(error instanceof StorageAway)) throw error;
    }
  }

  /** Hands the whole file to a reader that wants one. Errors: Refusal `not-found` when it is not all here. */
  async withFile<T>(id: string, use: (file: string) => Promise<T>): Promise<T> {
    const row = await this.findRow(id);
    if (!row || row.receivedBytes !== row.byteCount) throw new Refusal('not-found');
    const [first, ...others] = row.parts;
    return others.length === 0 ? this.storage.withFile(first!.key, use) : this.scratch.use(this.read(row.parts), use);
  }

  private async *read(parts: readonly UploadPart[]): AsyncGenerator<Uint8Array> {
    for (const { key } of parts) {
      const stored = await this.storage.open(key);
      if (!stored) throw new Refusal('not-found');
      yield* stored.stream as AsyncIterable<Uint8Array>;
    }
  }

  /** Uploads whose last byte is here. */
  async findComplete(): Promise<Upload[]> {
    const rows = await this.source
      .createQueryBuilder(ArrivingUpload, 'upload')
      .where('upload.goneAt is null and upload.receivedBytes = upload.byteCount')
      .getMany();
    return rows.map(toUpload);
  }

  override getExpiration(): number {
    return UPLOAD_EXPIRY_MS;
  }

  /** Removes uploads that nobody went on with, and what was written late for those that are gone. */
  async sweep(): Promise<void> {
    const expired = await this.source.query<{ id: string }[]>(
      `select id from arriving_upload where gone_at is null and touched_at < now() - $1 * interval '1 millisecond'`,
      [UPLOAD_EXPIRY_MS],
    );
    for (const { id } of expired) await this.discard(id);
    const gone = await this.source.query<{ id: string; quiet: boolean }[]>(
      `select id, gone_at < now() - ${QUIET_AFTER} as quiet from arriving_upload where gone_at is not null`,
    );
    for (const { id, quiet } of gone) {
      await this.storage.removeAll(prefixOf(id));
      if (quiet) await this.source.query('delete from arriving_upload where id = $1', [id]);
    }
  }

  private async findRow(id: string): Promise<ArrivingUpload | undefined> {
    if (!isUploadId(id)) return undefined;
    return (await this.source.getRepository(ArrivingUpload).findOneBy({ id, goneAt: IsNull() })) ?? undefined;
  }
}

const toUpload = ({ id, byteCount, receivedBytes, metadata, begunAt }: ArrivingUpload): Upload =>
  new Upload({
    ...{ id, metadata, size: Number(byteCount), offset: Number(receivedBytes) },
    creation_date: begunAt.toISOString(),
  });

/** What is left of a stream, piece by piece. One that breaks off ends here, so that what it brought can be kept. */
class Rest {
  private failure: unknown;
  private next: Uint8Array | undefined;

  constructor(private readonly chunks: AsyncGenerator<Uint8Array>) {}

  async hasMore(): Promise<boolean> {
    if (this.next !== undefined) return true;
    try {
      const { value, done } = await this.chunks.next();
      if (!done) this.next = value;
    } catch (error) {
      this.failure = error;
    }
    return this.next !== undefined;
  }

  /** The next bytes, which stay where they are: at least so many, unless fewer are left. */
  async peek(byteCount: number): Promise<Uint8Array> {
    while ((await this.hasMore()) && this.next!.length < byteCount) {
      const first = this.take();
      if (!(await this.hasMore())) {
        this.next = first;
        break;
      }
      this.next = Buffer.concat([first, this.next!]);
    }
    return this.next ?? new Uint8Array();
  }

  /** Errors: why the stream broke off. */
  assertWhole(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** The piece that `hasMore` found. */
  take(): Uint8Array {
    const chunk = this.next!;
    this.next = undefined;
    return chunk;
  }
}
