// The work on contents: a queue that PostgreSQL keeps.
import { CURRENT_SET } from '@zoetrope/contract/renditions.ts';
import type { DataSource, Repository } from 'typeorm';
import { ContentJob, type JobState } from './content-job.entity.ts';

/** A worker that says nothing for this long is gone, and its job is another's. */
export const LEASE_S = 30;
export const MAX_ATTEMPTS = 5;
/** Before the second, third, … attempt: 2, 8, 32, 128 s. */
const BACKOFF_BASE_S = 4;

/** Videos take minutes where pictures take seconds, and so have workers of their own. */
export type JobKind = 'pictures' | 'videos';
/** Of the contents `c`. */
const OF_KIND: Readonly<Record<JobKind, string>> = {
  pictures: 'c.duration_ms is null',
  videos: 'c.duration_ms is not null',
};

export class ContentJobs {
  private readonly table: Repository<ContentJob>;
  private readonly isOfKind: string;

  /** `kind` is what its workers are for. */
  constructor(source: DataSource, kind: JobKind) {
    this.table = source.getRepository(ContentJob);
    this.isOfKind = OF_KIND[kind];
  }

  /**
   * The next job that is due: what was never complete before what is rendered anew.
   * Leased to the caller; undefined when there is none. Never the same one to two workers.
   */
  async claim(): Promise<ContentJob | undefined> {
    const [rows] = await this.table.query<[{ content_id: string }[], number]>(
      `update content_job set state = 'working', attempts = attempts + 1, run_after = now() + $1 * interval '1 second'
        where content_id = (
          select j.content_id from content_job j join content c on c.id = j.content_id
           where j.state in ('waiting', 'working') and j.run_after <= now() and ${this.isOfKind}
           order by c.rendition_set, j.run_after limit 1 for update of j skip locked)
        returning content_id`,
      [LEASE_S],
    );
    if (!rows[0]) return undefined;
    return (await this.table.findOneBy({ contentId: rows[0].content_id })) ?? undefined;
  }

  /** Still at it. */
  async renew(contentId: string): Promise<void> {
    await this.table.update(
      { contentId, state: 'working' },
      { runAfter: () => `now() + interval '${LEASE_S} seconds'` },
    );
  }

  /** Not done, through no fault of its own: as if nobody had taken it. `pauseS` seconds later it is due again. */
  async putBack(contentId: string, pauseS = 0): Promise<void> {
    await this.table.update(
      { contentId, state: 'working' },
      { state: 'waiting', runAfter: () => `now() + interval '${pauseS} seconds'`, attempts: () => 'attempts - 1' },
    );
  }

  /** At the start of the only process: whoever held a lease is gone. */
  async releaseAll(): Promise<void> {
    await this.table.query(
      `update content_job j set state = 'waiting', run_after = now()
         from content c where c.id = j.content_id and j.state = 'working' and ${this.isOfKind}`,
    );
  }

  /** Contents that were rendered when the set was another one wait again. */
  async renewOutdated(): Promise<void> {
    await this.table.query(
      `update content_job j set state = 'waiting', attempts = 0, run_after = now(), error = null
         from content c where c.id = j.content_id and j.state = 'done' and c.rendition_set < $1 and ${this.isOfKind}`,
      [CURRENT_SET],
    );
  }

  /** There is nothing more to make. */
  async finish(contentId: string): Promise<void> {
    await this.table.update({ contentId }, { state: 'done', error: null });
  }

  /** Tried, and not done: again after a pause, or never. */
  async settle(job: ContentJob, error: string, canRetry: boolean): Promise<JobState> {
    const state = !canRetry ? 'failed' : job.attempts >= MAX_ATTEMPTS ? 'dead' : 'waiting';
    const pauseS = BACKOFF_BASE_S ** job.attempts / 2;
    await this.table.update(
      { contentId: job.contentId, state: 'working' },
      { state, error, runAfter: () => `now() + interval '${pauseS} seconds'` },
    );
    return state;
  }
}
