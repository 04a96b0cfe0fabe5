// What has arrived of an upload, on this node's disk. One file of bytes and one of facts for each; both are named by an
// id that we drew.
import fs from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { ERRORS, Upload } from '@tus/server';
import { toRefusal } from './faults.ts';

/** How long an unfinished upload waits for its next byte's owner. */
const UPLOAD_EXPIRY_MS = 24 * 60 * 60 * 1000;
const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
export const isUploadId = (text: string): boolean => UPLOAD_ID.test(text);

/** Facts of uploads as JSON files, each replaced whole: a process that is killed leaves the old one or the new one. */
class FactFiles {
  constructor(private readonly directory: string) {}

  async get(id: string): Promise<Upload | undefined> {
    try {
      return new Upload(
        JSON.parse(await fs.readFile(this.fileOf(id), 'utf8')) as ConstructorParameters<typeof Upload>[0],
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async set(id: string, upload: Upload): Promise<void> {
    const begun = `${this.fileOf(id)}.begun`;
    await fs.writeFile(begun, JSON.stringify(upload));
    await fs.rename(begun, this.fileOf(id));
  }

  async delete(id: string): Promise<void> {
    await fs.rm(this.fileOf(id), { force: true });
  }

  async list(): Promise<string[]> {
    const names = await fs.readdir(this.directory);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  private fileOf(id: string): string {
    if (!isUploadId(id)) throw ERRORS.FILE_NOT_FOUND;
    return path.join(this.directory, `${id}.json`);
  }
}

export class UploadStore extends FileStore {
  private readonly facts: FactFiles;

  /** `assertMayWrite` is asked before each piece of bytes; what it throws ends the writing. */
  constructor(
    directory: string,
    private readonly assertMayWrite: (id: string) => void,
  ) {
    const facts = new FactFiles(directory);
    super({ directory, configstore: facts, expirationPeriodInMilliseconds: UPLOAD_EXPIRY_MS });
    this.facts = facts;
    // No creation-defer-length: what does not say how long it is cannot be refused in time.
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  fileOf(id: string): string {
    if (!isUploadId(id)) throw ERRORS.FILE_NOT_FOUND;
    return path.join(this.directory, id);
  }

  override async create(upload: Upload): Promise<Upload> {
    await fs.mkdir(this.directory, { recursive: true });
    return super.create(upload);
  }

  /** Adds bytes at `offset`. What came before a connection broke stays. Errors: Refusal `disk-full`; the source's own. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const target = createWriteStream(this.fileOf(id), { flags: 'r+', start: offset });
    try {
      await pipeline(source, (chunks: AsyncIterable<Buffer>) => this.whileAllowed(chunks, id), target);
    } catch (error) {
      throw toRefusal(error);
    }
    return offset + target.bytesWritten;
  }

  private async *whileAllowed(chunks: AsyncIterable<Buffer>, id: string): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.assertMayWrite(id);
      yield chunk;
    }
  }

  /** The upload as it stands, or undefined when there is none. */
  async findUpload(id: string): Promise<Upload | undefined> {
    if (!isUploadId(id) || !(await this.facts.get(id))) return undefined;
    try {
      return await this.getUpload(id);
    } catch (error) {
      // Discarded while we looked.
      if (error === ERRORS.FILE_NO_LONGER_EXISTS || error === ERRORS.FILE_NOT_FOUND) return undefined;
      throw error;
    }
  }

  /** Both files; what is not there is fine. */
  async discard(id: string): Promise<void> {
    await fs.rm(this.fileOf(id), { force: true });
    await this.facts.delete(id);
  }

  /** Uploads whose last byte is here. */
  async findComplete(): Promise<Upload[]> {
    const uploads = await Promise.all((await this.listIds()).map((id) => this.findUpload(id)));
    return uploads.filter((upload): upload is Upload => upload !== undefined && upload.offset === upload.size);
  }

  /** Removes uploads that nobody went on with, and files that lost their facts. */
  async sweep(now: Date): Promise<void> {
    const oldest = now.getTime() - UPLOAD_EXPIRY_MS;
    for (const name of await this.listFiles()) {
      const file = path.join(this.directory, name);
      const changed = await fs.stat(file).catch(() => undefined);
      if (changed && changed.mtimeMs < oldest && !(await this.isYoung(name, oldest)))
        await fs.rm(file, { force: true });
    }
  }

  /** Facts are written once, at the beginning; the bytes tell whether somebody is still at it. */
  private async isYoung(name: string, oldest: number): Promise<boolean> {
    if (!name.endsWith('.json')) return false;
    const bytes = await fs.stat(path.join(this.directory, name.slice(0, -'.json'.length))).catch(() => undefined);
    return (bytes?.mtimeMs ?? 0) >= oldest;
  }

  private async listIds(): Promise<string[]> {
    const names = await this.listFiles();
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  private async listFiles(): Promise<string[]> {
    try {
      return await fs.readdir(this.directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
