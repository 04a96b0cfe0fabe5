// Where this process keeps its bytes: what is kept, what is arriving, and files for a moment.
import path from 'node:path';
import type { StorageSettings } from '#config/storage-settings.ts';
import { DiskStorage } from './disk-storage.ts';
import { S3Connection } from './s3-connection.ts';
import { S3Storage } from './s3-storage.ts';
import { ScratchFiles } from './scratch-files.ts';
import type { Storage } from './storage.ts';

/** Nobody is silent in the middle of a file, or looks at one, for as long as this. */
const ABANDONED_MS = 60 * 60 * 1000;

export class Places {
  readonly media: Storage;
  readonly uploads: Storage;
  readonly scratch: ScratchFiles;
  private readonly s3: S3Connection | undefined;

  /** In S3 where that is set, else in `dataDir`, which all processes must share then. `scratch` is this machine's. */
  constructor(dataDir: string, settings: StorageSettings) {
    this.scratch = new ScratchFiles(path.join(dataDir, 'scratch'));
    this.s3 = settings.s3 && new S3Connection(settings.s3);
    const place = (name: string) =>
      this.s3 ? new S3Storage(this.s3, name, this.scratch) : new DiskStorage(path.join(dataDir, name));
    this.media = place('media');
    this.uploads = place('uploads');
  }

  /** Errors: ConfigError when S3 says that it was set wrong; none when it does not answer. */
  async check(): Promise<void> {
    await this.s3?.check();
  }

  /** Removes half-written files: all of them where nobody else can be writing, else those that nobody has touched for an hour. */
  async sweep(isAlone: boolean): Promise<void> {
    const before = new Date(Date.now() - (isAlone ? 0 : ABANDONED_MS));
    for (const place of [this.media, this.uploads, this.scratch]) await place.sweep(before);
  }
}
