// Takes away what no photo needs any more: bytes, the conversation of a removed photo, and stale uploads.
import { Photo } from '@zoetrope/contract/features/photos.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { DataSource } from 'typeorm';
import type { Commands, Commit } from '#engine/ports.ts';
import { describeError, logLine } from '#log.ts';
import type { Arrivals } from './arrivals.ts';
import type { Contents } from './contents.ts';
import type { Downloads } from './downloads.ts';
import type { Quotas } from './quotas.ts';
import type { Remains } from './remains.ts';
import type { UploadLocks } from './upload-locks.ts';
import type { UploadStore } from './upload-store.ts';
import { toArrival } from './uploads.ts';

const HOUR_MS = 60 * 60 * 1000;
/** An arrival that is older and not finished has lost its process. */
const STRANDED_MS = 10 * 60 * 1000;
const PREFIX = rowKey(Photo.name, '');

export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = (): void => {};
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: DataSource,
    private readonly commands: Commands,
    private readonly contents: Contents,
    private readonly uploads: UploadStore,
    private readonly locks: UploadLocks,
    private readonly quotas: Quotas,
    private readonly arrivals: Arrivals,
    private readonly downloads: Downloads,
    private readonly remains: Remains,
    private readonly sweepPlaces: () => Promise<void>,
  ) {}

  /** Takes up what the last process left, then sweeps each hour. Does not wait for either. */
  start(): void {
    this.unsubscribe = this.commands.onCommit((commit) => this.hear(commit));
    this.sweepAll(0);
    this.timer = setInterval(() => this.sweepAll(STRANDED_MS), HOUR_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe();
    await this.sweeping;
  }

  /** Resolves when all that was begun so far is done. */
  settled(): Promise<void> {
    return this.sweeping;
  }

  private hear(commit: Commit): void {
    const cameOrWent = Object.keys(commit.touched).filter(
      (key) => key.startsWith(PREFIX) && commit.touched[key] === null,
    );
    const ids = cameOrWent.map((key) => key.slice(PREFIX.length)).filter((id) => !isHeld(commit, id));
    if (ids.length > 0) this.queue(() => this.sweepPhotos(ids));
  }

  private sweepAll(strandedMs: number): void {
    this.queue(async () => {
      const onError = (error: unknown) =>
        logLine('warning', 'An upload could not be taken up.', { error: describeError(error) });
      await this.arrivals.resume(toArrival, new Date(Date.now() - strandedMs), onError);
      await this.uploads.sweep();
      await this.locks.sweep();
      await this.quotas.watch();
      const lost = await this.source.query<{ photo_id: string }[]>(
        `select photo_id from photo_content u
          where state <> 'arrived' and not exists (select 1 from photos p where p.id = u.photo_id)`,
      );
      await this.sweepPhotos(lost.map((row) => row.photo_id));
      await this.contents.sweep();
      await this.remains.dropOrphans();
      await this.downloads.sweep();
      await this.sweepPlaces();
    });
  }

  /** Of these photos, those that are gone lose what they left. */
  private async sweepPhotos(photoIds: readonly string[]): Promise<void> {
    const rows = await this.source.query<{ id: string }[]>('select id from photos where id = any($1)', [photoIds]);
    const alive = new Set(rows.map((row) => row.id));
    const gone = photoIds.filter((id) => !alive.has(id));
    if (gone.length === 0) return;
    await this.contents.forget(gone);
    await this.remains.dropOf(gone);
  }

  /** One after the other: a photo is removed while the hourly sweep looks at it. */
  private queue(work: () => Promise<void>): void {
    this.sweeping = this.sweeping.then(work).catch((error: unknown) => {
      // The hourly sweep finds it again.
      logLine('warning', 'A sweep was broken off.', { error: describeError(error) });
    });
  }
}

const isHeld = (commit: Commit, photoId: string): boolean =>
  commit.entries.some(({ entry }) => entry.ch.some(({ e, id, row }) => e === Photo.name && id === photoId && row));
