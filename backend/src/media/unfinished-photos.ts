// The dead letters of the queue: contents whose work was given up, and how it is begun again.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { UnfinishedPhoto, UnfinishedPhotos as Answer } from '@zoetrope/contract/unfinished.ts';
import type { DataSource } from 'typeorm';

const SHOWN = 100;
const REASON_CHARACTERS = 300;

export class UnfinishedPhotos {
  constructor(
    private readonly source: DataSource,
    private readonly onWaiting: () => void,
  ) {}

  /** Errors: Refusal `unauthenticated`, `forbidden`. */
  async list(caller: Caller): Promise<Answer> {
    await this.mustBeAdministrator(caller);
    const photos = await this.source.query<UnfinishedPhoto[]>(
      `select * from (
         select distinct on (c.id) u.photo_id as "photoId", c.id as "contentId", j.state, c.renditions <> '{}' as "isShown",
                j.attempts, left(coalesce(j.error, ''), ${REASON_CHARACTERS}) as reason, c.created_at
           from content_job j join content c on c.id = j.content_id join photo_content u on u.content_id = c.id
          where j.state in ('dead', 'failed') order by c.id, u.created_at) given_up
        order by created_at desc limit ${SHOWN}`,
    );
    const [counts] = await this.source.query<{ total: number; waiting: number }[]>(
      `select count(*) filter (where state in ('dead', 'failed'))::int as total,
              count(*) filter (where state in ('waiting', 'working'))::int as waiting from content_job`,
    );
    return { photos: photos.map(toUnfinished), ...counts! };
  }

  /**
   * Lets one of them, or all, wait for a worker again, with all attempts before them.
   * Errors: Refusal `unauthenticated`, `forbidden`.
   */
  async retry(caller: Caller, contentId: string | undefined): Promise<Answer> {
    await this.mustBeAdministrator(caller);
    await this.source.query(
      `update content_job set state = 'waiting', attempts = 0, run_after = now(), error = null
        where state in ('dead', 'failed') and ($1::text is null or content_id = $1)`,
      [contentId ?? null],
    );
    this.onWaiting();
    return this.list(caller);
  }

  private async mustBeAdministrator(caller: Caller): Promise<void> {
    const id = personOf(caller);
    if (!id) throw new Refusal('unauthenticated');
    const person = await this.source.getRepository<{ id: string; isAdmin: boolean }>(Person.name).findOneBy({ id });
    if (!person?.isAdmin) throw new Refusal('forbidden');
  }
}

const toUnfinished = ({ photoId, contentId, state, isShown, attempts, reason }: UnfinishedPhoto): UnfinishedPhoto => ({
  photoId,
  contentId,
  state,
  isShown,
  attempts,
  reason,
});
