// Which photo shows which bytes. The same bytes are kept once for the whole site and go with their last use; the counting is
// PostgreSQL's: a use is a row with a foreign key, so whoever adds one and whoever drops the bytes cannot both succeed.
import { randomBytes } from 'node:crypto';
import type { Playback } from '@zoetrope/contract/features/photos.ts';
import type { RenditionName } from '@zoetrope/contract/renditions.ts';
import type { DataSource, EntityManager } from 'typeorm';
import { Content, ContentRemains, PhotoContent, type UseState } from './content.entity.ts';
import { assertNotThere } from './duplicates.ts';
import type { MediaType } from './sniff.ts';
import { prefixOf, type Storage } from './storage.ts';

export type NewUse = Pick<PhotoContent, 'photoId' | 'uploadId' | 'uploader' | 'addition'>;
export type NewContent = Pick<
  Content,
  'hash' | 'type' | 'byteCount' | 'widthPx' | 'heightPx' | 'durationMs' | 'takenAt' | 'placeholder'
>;
/** Refuses what there is no room for. */
type Reserve = (manager: EntityManager) => Promise<void>;
/** What was made of a content. */
export type Found = Partial<
  Pick<
    Content,
    'renditions' | 'renditionSet' | 'originalType' | 'originalByteCount' | 'originalCrc32' | 'playback' | 'plays'
  >
>;
/** A use and what it uses. */
export interface Held {
  readonly use: PhotoContent;
  readonly content: Content;
}

/** What there is of a photo to hand out. */
export interface Served {
  readonly contentId: string;
  /** Of what was received. */
  readonly hash: string;
  readonly renditions: readonly RenditionName[];
  /** Null until the original was made. */
  readonly originalType: MediaType | null;
  /** Which of `RENDITION_SETS` is complete. */
  readonly renditionSet: number;
  readonly playback: Playback | null;
  readonly plays: Content['plays'];
}

/** After this long nobody writes below the place of dropped bytes: a worker looks for its content with every rendition. */
const QUIET_AFTER = "interval '1 hour'";
/** Bytes came and went between two looks that often: something else is wrong. */
const TRIES = 10;
const FOREIGN_KEY_VIOLATION = '23503';
const isStillUsed = (error: unknown): boolean => (error as { code?: string }).code === FOREIGN_KEY_VIOLATION;

export class Contents {
  private readonly manager: EntityManager;

  constructor(
    source: DataSource,
    private readonly storage: Storage,
  ) {
    this.manager = source.manager;
  }

  find(id: string): Promise<Content | null> {
    return this.manager.findOneBy(Content, { id });
  }
  findByHash(hash: string): Promise<Content | null> {
    return this.manager.findOneBy(Content, { hash });
  }
  findByPhoto(photoId: string): Promise<Held | undefined> {
    return this.findHeld({ photoId });
  }
  findByUpload(uploadId: string): Promise<Held | undefined> {
    return this.findHeld({ uploadId });
  }

  /** Undefined for a photo without bytes. */
  async findServed(photoId: string): Promise<Served | undefined> {
    const rows = await this.manager.query<Served[]>(
      `select c.id as "contentId", c.hash, c.renditions, c.original_type as "originalType",
              c.rendition_set as "renditionSet", c.playback, c.plays
         from photo_content u join content c on c.id = u.content_id
        where u.photo_id = $1`,
      [photoId],
    );
    return rows[0];
  }

  private async findHeld(where: { photoId: string } | { uploadId: string }): Promise<Held | undefined> {
    const use = await this.manager.findOneBy(PhotoContent, where);
    const content = use && (await this.find(use.contentId));
    return content ? { use, content } : undefined;
  }

  /**
   * Makes the photo a user of these bytes, in state `arrived`; the use that is there when the photo or the upload has one.
   * The bytes themselves are the caller's to store, after this: from here on nobody drops them.
   * Errors: Refusal `photo-already-here`, and those of `reserve`, which looks for room in the transaction that takes it.
   */
  async hold(use: NewUse, content: NewContent, reserve: Reserve): Promise<Held> {
    for (let tries = 0; tries < TRIES; tries++) {
      const held = (await this.findByPhoto(use.photoId)) ?? (await this.findByUpload(use.uploadId));
      if (held) return held;
      await this.insert(use, content, reserve).catch((error: unknown) => {
        // Dropped between reading its row and using it: it is made anew.
        if (!isStillUsed(error)) throw error;
      });
    }
    throw new Error(`bytes could not be held: ${content.hash}`);
  }

  /** One statement writes: a content without a use is never seen. It inserts nothing when it loses a race. */
  private async insert(use: NewUse, content: NewContent, reserve: Reserve): Promise<void> {
    const { hash, type, byteCount, widthPx, heightPx, durationMs, takenAt, placeholder } = content;
    await this.manager.transaction(async (manager) => {
      await assertNotThere(manager, use, hash);
      await reserve(manager);
      await manager.query(
        `with made as (
         insert into content
           (id, hash, type, byte_count, width_px, height_px, duration_ms, playback, taken_at, placeholder)
         values ($1, $2, $3, $4, $5, $6, $13, case when $13::integer is not null then 'preparing' end, $7, $8)
         on conflict do nothing returning id),
       found as (select id from made union all select id from content where hash = $2)
       insert into photo_content (content_id, photo_id, upload_id, uploader, addition, state)
       select id, $9::uuid, $10::uuid, $11::json, $12::json, 'arrived' from found on conflict do nothing`,
        [
          `${hash}.${randomBytes(4).toString('hex')}`,
          ...[hash, type, byteCount, widthPx, heightPx, takenAt, placeholder],
          ...[use.photoId, use.uploadId, JSON.stringify(use.uploader), JSON.stringify(use.addition)],
          durationMs,
        ],
      );
    });
  }

  /** Arrived before `before`, and their photo not added since: somebody was killed in between. */
  async findStranded(before: Date): Promise<Held[]> {
    const uses = await this.manager
      .createQueryBuilder(PhotoContent, 'use')
      .where("use.state = 'arrived' and use.createdAt < :before", { before })
      .getMany();
    const held = await Promise.all(uses.map((use) => this.findHeld({ photoId: use.photoId })));
    return held.filter((one): one is Held => one !== undefined);
  }

  /** Whether its photo is there, and its uploader's. */
  async isAdded({ photoId, uploader }: PhotoContent): Promise<boolean> {
    const rows = await this.manager.query<unknown[]>('select 1 from photos where id = $1 and owner_id = $2', [
      ...[photoId, uploader.id],
    ]);
    return rows.length > 0;
  }

  /** Its photo is added: there is work on its bytes, unless that was done for another photo. What failed is tried again. */
  async admit(photoId: string): Promise<void> {
    await this.manager.query(
      `with used as (
         update photo_content set state = 'added' where photo_id = $1 and state = 'arrived' returning content_id)
       insert into content_job (content_id, state) select content_id, 'waiting' from used
       on conflict (content_id) do update set state = 'waiting', attempts = 0, run_after = now(), error = null
        where content_job.state in ('failed', 'dead')`,
      [photoId],
    );
  }

  /** Uses of a content whose photo waits to hear of `outcome`. */
  async findUntold(contentId: string, outcome: 'shown' | 'failed'): Promise<PhotoContent[]> {
    // Who was told that it failed hears, too, when a later attempt did better; who was shown a part, when there is more.
    const waiting: UseState[] = outcome === 'shown' ? ['added', 'failed'] : ['added'];
    const isBehind = 'use.toldSet < content.renditionSet or use.toldPlayback is distinct from content.playback';
    const isToHearMore = outcome === 'shown' ? `or (use.state = 'shown' and (${isBehind}))` : '';
    return this.manager
      .createQueryBuilder(PhotoContent, 'use')
      .innerJoin(Content, 'content', 'content.id = use.contentId')
      .where(`use.contentId = :contentId and (use.state in (:...waiting) ${isToHearMore})`, { contentId, waiting })
      .getMany();
  }

  /** Contents with photos that have not heard what became of them. */
  async findUntoldContents(): Promise<{ id: string; outcome: 'shown' | 'failed' }[]> {
    return this.manager.query(
      `select distinct c.id, case when c.renditions = '{}' then 'failed' else 'shown' end as outcome
         from photo_content u join content c on c.id = u.content_id join content_job j on j.content_id = c.id
        where u.state = 'added' and (c.renditions <> '{}' or j.state in ('failed', 'dead'))
           or u.state = 'shown' and (u.told_set < c.rendition_set or u.told_playback is distinct from c.playback)`,
    );
  }

  async markTold(
    photoId: string,
    told: { state: 'shown' | 'failed'; toldSet: number; toldPlayback: Playback | null },
  ): Promise<void> {
    await this.manager.update(PhotoContent, { photoId }, told);
  }

  /** These may be served from now on. False when no photo shows the content any more. */
  async publish(id: string, found: Found): Promise<boolean> {
    // What was measured in the place of an original that was not there is not its own.
    const unmeasured = found.originalType === undefined ? {} : { originalByteCount: null, originalCrc32: null };
    return (await this.manager.update(Content, { id }, { ...unmeasured, ...found })).affected === 1;
  }

  /** The same, of a content of which nothing may be served yet; a worker may have been faster. */
  async publishFirst(id: string, found: Found): Promise<void> {
    await this.manager.update(Content, { id, renditions: [] }, found);
  }

  /**
   * Photos that the site no longer has, and uses refused before they had one.
   * Effects: forgets them, and removes the bytes that no other photo uses.
   */
  async forget(photoIds: readonly string[]): Promise<void> {
    if (!photoIds.length) return;
    const [rows] = await this.manager.query<[{ content_id: string }[], number]>(
      'delete from photo_content where photo_id = any($1) returning content_id',
      [photoIds],
    );
    for (const id of new Set(rows.map((row) => row.content_id))) await this.drop(id);
  }

  /** Removes a content and its bytes, unless a photo uses it. */
  private async drop(id: string): Promise<void> {
    try {
      const rows = await this.manager.query<unknown[]>(
        `with gone as (
           delete from content where id = $1 and not exists (select 1 from photo_content where content_id = $1)
           returning id)
         insert into content_remains (id) select id from gone returning id`,
        [id],
      );
      // Killed here: the next sweep finds what remains.
      if (rows.length) await this.storage.removeAll(prefixOf(id));
    } catch (error) {
      if (!isStillUsed(error)) throw error;
    }
  }

  /** Takes up what a killed process left of `forget`, and removes once more what was written late. */
  async sweep(): Promise<void> {
    const unused = await this.manager.query<{ id: string }[]>(
      'select id from content c where not exists (select 1 from photo_content u where u.content_id = c.id)',
    );
    for (const { id } of unused) await this.drop(id);
    const remains = await this.manager.query<{ id: string; quiet: boolean }[]>(
      `select id, dropped_at < now() - ${QUIET_AFTER} as quiet from content_remains`,
    );
    for (const { id, quiet } of remains) {
      await this.storage.removeAll(prefixOf(id));
      if (quiet) await this.manager.delete(ContentRemains, { id });
    }
  }
}
