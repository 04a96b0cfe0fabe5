// The table of photos' bytes and of the work on them: a queue that PostgreSQL keeps.
import type { RenditionName } from '@zoetrope/contract/media.ts';
import type { DataSource, Repository } from 'typeorm';
import { withConnection } from '#store/database.ts';
import { MediaJob, type JobState } from './media-job.entity.ts';
import type { PictureType } from './sniff.ts';
import { prefixOf, type Storage } from './storage.ts';
import { Turnstile } from './turnstile.ts';

export type NewJob = Pick<
  MediaJob,
  'photoId' | 'uploadId' | 'uploader' | 'hash' | 'type' | 'byteCount' | 'placeholder'
> & { readonly addition: object };

/** A worker that says nothing for this long is gone, and its job is another's. */
export const LEASE_S = 30;
export const MAX_ATTEMPTS = 5;
/** Before the second, third, … attempt: 2, 8, 32, 128 s. */
const BACKOFF_BASE_S = 4;

export class MediaJobs {
  private readonly table: Repository<MediaJob>;
  // Whoever is alone holds one connection and asks for a second; many of them at once would wait for each other.
  private readonly gate = new Turnstile(2);

  constructor(
    private readonly source: DataSource,
    private readonly storage: Storage,
  ) {
    this.table = source.getRepository(MediaJob);
  }

  findByPhoto(photoId: string): Promise<MediaJob | null> {
    return this.table.findOneBy({ photoId });
  }
  findByUpload(uploadId: string): Promise<MediaJob | null> {
    return this.table.findOneBy({ uploadId });
  }
  /** Arrived before `before`, and their photo not added since: somebody was killed in between. */
  findStranded(before: Date): Promise<MediaJob[]> {
    return this.table
      .createQueryBuilder('job')
      .where("job.state = 'arrived' and job.createdAt < :before", { before })
      .getMany();
  }
  /** Another photo of the same bytes whose renditions are complete. */
  findTwin(job: MediaJob): Promise<MediaJob | null> {
    return this.table
      .createQueryBuilder('job')
      .where("job.hash = :hash and job.state = 'done' and job.photoId <> :photoId", job)
      .getOne();
  }

  /** Writes the job in state `arrived`; the one that is there when the photo or the upload has one already. */
  async arrive(job: NewJob): Promise<MediaJob> {
    await this.table
      .createQueryBuilder()
      .insert()
      .values({ ...job, state: 'arrived' })
      .orIgnore()
      .execute();
    const held = (await this.findByPhoto(job.photoId)) ?? (await this.findByUpload(job.uploadId));
    if (!held) throw new Error('a job was removed while it arrived');
    return held;
  }

  /** Its photo is added: a worker may have it. */
  async admit(photoId: string): Promise<void> {
    await this.table.update({ photoId, state: 'arrived' }, { state: 'waiting', runAfter: () => 'now()' });
  }

  /** The next job that is due, leased to the caller; undefined when there is none. Never the same one to two workers. */
  async claim(): Promise<MediaJob | undefined> {
    const [rows] = await this.table.query<[{ photo_id: string }[], number]>(
      `update media_job set state = 'working', attempts = attempts + 1, run_after = now() + $1 * interval '1 second'
        where photo_id = (
          select photo_id from media_job where state in ('waiting', 'working') and run_after <= now()
           order by run_after limit 1 for update skip locked)
        returning photo_id`,
      [LEASE_S],
    );
    return rows[0] ? ((await this.findByPhoto(rows[0].photo_id)) ?? undefined) : undefined;
  }

  /** Still at it. */
  async renew(photoId: string): Promise<void> {
    await this.table.update({ photoId, state: 'working' }, { runAfter: () => `now() + interval '${LEASE_S} seconds'` });
  }

  /** Not done, through no fault of its own: as if nobody had taken it. */
  async putBack(photoId: string): Promise<void> {
    await this.table.update(
      { photoId, state: 'working' },
      { state: 'waiting', runAfter: () => 'now()', attempts: () => 'attempts - 1' },
    );
  }

  /** At the start of the only process: whoever held a lease is gone. */
  async releaseAll(): Promise<void> {
    await this.table.update({ state: 'working' }, { state: 'waiting', runAfter: () => 'now()' });
  }

  /** These may be served from now on. False when the photo is gone. */
  async publish(
    photoId: string,
    found: { renditions: RenditionName[]; originalType?: PictureType | null; state?: JobState },
  ): Promise<boolean> {
    return (await this.table.update({ photoId }, { ...found, error: null })).affected === 1;
  }

  /** Tried, and not done: again after a pause, or never. */
  async settle(job: MediaJob, error: string, canRetry: boolean): Promise<JobState> {
    const state = !canRetry ? 'failed' : job.attempts >= MAX_ATTEMPTS ? 'dead' : 'waiting';
    const pauseS = BACKOFF_BASE_S ** job.attempts / 2;
    await this.table.update(
      { photoId: job.photoId, state: 'working' },
      { state, error, runAfter: () => `now() + interval '${pauseS} seconds'` },
    );
    return state;
  }

  /**
   * Photos that the site no longer has, and jobs refused before they had one.
   * Effects: forgets their jobs, and removes the bytes that no other photo uses.
   */
  async forget(photoIds: readonly string[]): Promise<void> {
    if (!photoIds.length) return;
    const [rows] = await this.table.query<[{ hash: string }[], number]>(
      'delete from media_job where photo_id = any($1) returning hash',
      [photoIds],
    );
    for (const hash of new Set(rows.map((row) => row.hash))) await this.dropUnused(hash);
  }

  /** Removes everything made from these bytes, unless a photo uses them. */
  async dropUnused(hash: string): Promise<void> {
    await this.alone(hash, async () => {
      if (!(await this.table.existsBy({ hash }))) await this.storage.removeAll(prefixOf(hash));
    });
  }

  /** Runs `work` while no other node and no other task keeps or drops the same bytes. */
  async alone<T>(hash: string, work: () => Promise<T>): Promise<T> {
    const key = BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`)).toString();
    // A lock of the session, not of a transaction: files are written meanwhile, and an idle transaction would be ended.
    return this.gate.run(() =>
      withConnection(this.source, async (connection) => {
        await connection.query('select pg_advisory_lock($1::bigint)', [key]);
        try {
          return await work();
        } finally {
          await connection.query('select pg_advisory_unlock($1::bigint)', [key]);
        }
      }),
    );
  }
}
