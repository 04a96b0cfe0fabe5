// Whether the same bytes are before the same people already. Asked before an upload by its sender, and once more, where it
// counts, when its bytes are held.
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Duplicate, DuplicatesInput } from '@zoetrope/contract/duplicates.ts';
import {
  columnsFor,
  FriendPhotosTopic,
  GroupPhotosTopic,
  type PhotoAudience,
  SitePhotosTopic,
} from '@zoetrope/contract/features/audiences.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { DataSource, EntityManager } from 'typeorm';
import type { Judge } from '#engine/ports.ts';
import type { Uploader } from './upload-wish.ts';

const topicFor = (audience: PhotoAudience, ownerId: string): string => {
  if (audience.to === 'group') return GroupPhotosTopic.of({ groupId: audience.groupId }).key;
  return (audience.to === 'friends' ? FriendPhotosTopic.of({ ownerId }) : SitePhotosTopic.of({ siteId: SITE_ID })).key;
};

/** Of an audience, as text: for locks and comparisons. */
const keyOf = (audience: PhotoAudience, ownerId: string): string => topicFor(audience, ownerId);

export class DuplicateSearch {
  constructor(
    private readonly source: DataSource,
    private readonly judge: Judge,
  ) {}

  /** Errors: Refusal `not-found` for an audience that the caller may not see, or that there is not; `unavailable`. */
  async find(caller: Uploader, { audience, hashes }: DuplicatesInput): Promise<Duplicate[]> {
    if (!(await this.judge.judge(caller, topicFor(audience, caller.id))).ok) throw new Refusal('not-found');
    const { groupId, friendsOfId, siteId } = columnsFor(audience, caller.id);
    const rows = await this.source.query<{ hash: string; photoId: string; ownerId: string; createdAt: Date }[]>(
      `select distinct on (c.hash) c.hash, p.id as "photoId", p.owner_id as "ownerId", p.created_at as "createdAt"
         from content c join photo_content u on u.content_id = c.id join photos p on p.id = u.photo_id
        where c.hash = any($1) and p.state <> 'failed'
          and (p.group_id = $2 or p.friends_of_id = $3 or p.site_id = $4)
        order by c.hash, p.created_at`,
      [hashes, groupId, friendsOfId, siteId],
    );
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  }
}

/**
 * Lets one of those who bring the same bytes to the same people at the same moment through. Must run in a transaction: what
 * it lets through has to be written in the same one.
 *
 * Errors: Refusal `photo-already-here`.
 */
export async function assertNotThere(
  manager: EntityManager,
  { photoId, uploader, addition }: { photoId: string; uploader: Uploader; addition: object },
  hash: string,
): Promise<void> {
  const { audience } = addition as { audience: PhotoAudience };
  const { groupId, friendsOfId, siteId } = columnsFor(audience, uploader.id);
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `photo ${hash} ${keyOf(audience, uploader.id)}`,
  ]);
  const rows = await manager.query<unknown[]>(
    `select 1 from content c join photo_content u on u.content_id = c.id left join photos p on p.id = u.photo_id
      where c.hash = $1 and u.photo_id <> $2
        and (p.state <> 'failed' and (p.group_id = $3 or p.friends_of_id = $4 or p.site_id = $5)
             or u.state = 'arrived' and u.addition::jsonb -> 'audience' = $6::jsonb
                and ($3::uuid is not null or $5::text is not null or u.uploader ->> 'id' = $4::text))
      limit 1`,
    [hash, photoId, groupId, friendsOfId, siteId, JSON.stringify(audience)],
  );
  if (rows.length > 0) throw new Refusal('photo-already-here');
}
