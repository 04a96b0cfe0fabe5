// Bytes in a bucket of anything that speaks S3. An object is put in one request and is there whole or not at all; nothing here
// needs conditional requests, several deletions at once, checksums or uploads in parts, which services do in different ways.
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { S3Connection } from './s3-connection.ts';
import type { ScratchFiles } from './scratch-files.ts';
import { toRefusal } from './faults.ts';
import { assertKey, StorageAway, type ByteRange, type Source, type Storage, type StoredBytes } from './storage.ts';

export class S3Storage implements Storage {
  /**
   * `folder` is the first part of every key in the bucket; `scratch` is where streams wait until their length is known;
   * `pageSize` is how many keys are listed at a time.
   */
  constructor(
    private readonly s3: S3Connection,
    private readonly folder: string,
    private readonly scratch: ScratchFiles,
    private readonly pageSize = 1_000,
  ) {}

  async put(key: string, source: Source): Promise<void> {
    if (source instanceof Uint8Array) return this.send(key, source, source.byteLength);
    if (!(source instanceof Readable)) return this.sendFile(key, source.file);
    assertKey(key);
    try {
      // Its length comes before an object, and the length of a stream after it.
      await this.scratch.use(source, (file) => this.sendFile(key, file));
    } catch (error) {
      throw toRefusal(error);
    }
  }

  async open(key: string, range?: ByteRange): Promise<StoredBytes | undefined> {
    const place = { Bucket: this.s3.bucket, Key: this.keyOf(key) };
    const Range = range && `bytes=${range.start}-${range.end}`;
    const answer = await this.s3.ask((sdk, client) => client.send(new sdk.GetObjectCommand({ ...place, Range })));
    if (!answer) return undefined;
    const whole = /\/(\d+)$/u.exec(answer.ContentRange ?? '')?.[1];
    return { byteCount: Number(whole ?? answer.ContentLength), stream: answer.Body as Readable };
  }

  async findSize(key: string): Promise<number | undefined> {
    const place = { Bucket: this.s3.bucket, Key: this.keyOf(key) };
    return (await this.s3.ask((sdk, client) => client.send(new sdk.HeadObjectCommand(place))))?.ContentLength;
  }

  async remove(key: string): Promise<void> {
    await this.removeObject(this.keyOf(key));
  }

  async removeAll(prefix: string): Promise<void> {
    const place = { Bucket: this.s3.bucket, Prefix: `${this.keyOf(prefix)}/`, MaxKeys: this.pageSize };
    for (;;) {
      // From the beginning each time: what was listed is gone then.
      const list = await this.s3.ask((sdk, client) => client.send(new sdk.ListObjectsV2Command(place)));
      for (const { Key } of list?.Contents ?? []) if (Key !== undefined) await this.removeObject(Key);
      if (!list?.IsTruncated) return;
    }
  }

  async withFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    const stored = await this.open(key);
    if (!stored) throw new Error(`nothing is kept as ${key}`);
    return this.scratch.use(stored.stream, use);
  }

  sweep(before: Date): Promise<void> {
    return this.scratch.sweep(before);
  }

  private async sendFile(key: string, file: string): Promise<void> {
    const { size } = await fs.stat(file);
    const stream = createReadStream(file);
    try {
      await this.send(key, stream, size);
    } finally {
      stream.destroy();
    }
  }

  private async send(key: string, Body: Uint8Array | Readable, ContentLength: number): Promise<void> {
    const object = { Bucket: this.s3.bucket, Key: this.keyOf(key), Body, ContentLength };
    const answer = await this.s3.ask(
      (sdk, client, patience) => client.send(new sdk.PutObjectCommand(object), patience),
      ContentLength,
    );
    if (!answer) throw new StorageAway(`there is no place for ${key}`);
  }

  private async removeObject(Key: string): Promise<void> {
    const place = { Bucket: this.s3.bucket, Key };
    await this.s3.ask((sdk, client) => client.send(new sdk.DeleteObjectCommand(place)));
  }

  private keyOf(key: string): string {
    assertKey(key);
    return `${this.folder}/${key}`;
  }
}
