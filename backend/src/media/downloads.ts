// What people take home: which photos, under which names, and the bytes of the zip.
import { createHash } from 'node:crypto';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { DOWNLOADS_URL, type Download as Answer, type DownloadInput } from '@zoetrope/contract/downloads.ts';
import { Group } from '@zoetrope/contract/features/groups.ts';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { DataSource } from 'typeorm';
import type { Judge } from '#engine/ports.ts';
import { Download } from './download.entity.ts';
import type { Original, Originals } from './originals.ts';
import type { PhotoAccess } from './photo-access.ts';
import type { ByteRange } from './storage.ts';
import { ZipLayout, type ZipEntry } from './zip-layout.ts';

/** For a phone that was put away over night. */
const KEPT = "interval '1 day'";
/** Judged at once; each may be a query the first time. */
const JUDGED_AT_ONCE = 100;

export interface Zip {
  readonly layout: ZipLayout;
  readonly originals: readonly Original[];
  /** Without an ending; a group's own, if it has one. */
  readonly title: string;
  /** Strong: the same photos with the same bytes under the same names. */
  readonly tag: string;
}

export class Downloads {
  constructor(
    private readonly source: DataSource,
    private readonly judge: Judge,
    private readonly access: PhotoAccess,
    private readonly originals: Originals,
  ) {}

  /** Fixes the list. Errors: Refusal `unauthenticated`; `not-found` for a group that is not theirs or when no photo is left. */
  async begin(caller: Caller, input: DownloadInput): Promise<Answer> {
    const personId = personOf(caller);
    if (!personId) throw new Refusal('unauthenticated');
    const groupId = 'groupId' in input ? input.groupId : null;
    const wanted = 'groupId' in input ? await this.listGroup(caller, input.groupId) : [...new Set(input.photoIds)];
    const download = { id: newId(), personId, groupId, photoIds: wanted };
    const visible = await this.visibleOf(caller, wanted);
    const { layout, originals } = await this.zipWith(visible, groupId);
    await this.source.getRepository(Download).insert(download);
    const photoCount = originals.length;
    const there = new Set(originals.map(({ photoId }) => photoId));
    const unfinishedCount = await this.countUnfinished(visible.filter((id) => !there.has(id)));
    return { url: `${DOWNLOADS_URL}/${download.id}`, photoCount, unfinishedCount, byteCount: layout.byteCount };
  }

  /** What they asked for, as far as they may see it now. Errors: Refusal `not-found`, for everyone else, too. */
  async zipFor(caller: Caller, id: string): Promise<Zip> {
    const download = await this.source.getRepository(Download).findOneBy({ id });
    if (!download || download.personId !== personOf(caller)) throw new Refusal('not-found');
    return this.zipWith(await this.visibleOf(caller, download.photoIds), download.groupId);
  }

  /** The bytes of a range; little of it is in memory at a time. Errors: Refusal `not-found` at a photo that is gone by then. */
  async *read(zip: Zip, range: ByteRange, callerOf: () => Promise<Caller>): AsyncGenerator<Uint8Array> {
    for (const piece of zip.layout.pieces(range)) {
      if (piece instanceof Uint8Array) {
        yield piece;
        continue;
      }
      const original = zip.originals[piece.entry]!;
      if (!(await this.access.sees(await callerOf(), original.photoId))) throw new Refusal('not-found');
      const stored = await this.originals.open(original, piece.range);
      if (!stored) throw new Refusal('not-found');
      yield* stored.stream as AsyncIterable<Uint8Array>;
    }
  }

  /** Forgets those of yesterday. */
  async sweep(): Promise<void> {
    await this.source.query(`delete from download where created_at < now() - ${KEPT}`);
  }

  private async listGroup(caller: Caller, groupId: string): Promise<string[]> {
    if (!(await this.judge.judge(caller, GroupPhotosTopic.of({ groupId }).key)).ok) throw new Refusal('not-found');
    const rows = await this.source.query<{ id: string }[]>('select id from photos where group_id = $1', [groupId]);
    return rows.map((row) => row.id);
  }

  private async visibleOf(caller: Caller, photoIds: readonly string[]): Promise<string[]> {
    const visible: string[] = [];
    for (let at = 0; at < photoIds.length; at += JUDGED_AT_ONCE) {
      const some = photoIds.slice(at, at + JUDGED_AT_ONCE);
      const seen = await Promise.all(some.map((id) => this.access.sees(caller, id)));
      visible.push(...some.filter((_, i) => seen[i]));
    }
    return visible;
  }

  /** Of these, which have no original, the photos that will have one. */
  private async countUnfinished(photoIds: readonly string[]): Promise<number> {
    if (photoIds.length === 0) return 0;
    const [row] = await this.source.query<{ count: number }[]>(
      `select count(*)::int as count from photos p where p.id = any($1) and p.state <> 'failed' and not exists (
         select 1 from photo_content u join content_job j on j.content_id = u.content_id
          where u.photo_id = p.id and j.state in ('done', 'failed', 'dead'))`,
      [photoIds],
    );
    return row?.count ?? 0;
  }

  /** Errors: Refusal `not-found` when none has an original. */
  private async zipWith(photoIds: readonly string[], groupId: string | null): Promise<Zip> {
    const originals = await this.originals.findAll(photoIds);
    if (originals.length === 0) throw new Refusal('not-found');
    const group = groupId === null ? null : await this.source.getRepository(Group.name).findOneBy({ id: groupId });
    const entries = toEntries(originals);
    const tag = createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 27);
    const title = (group as { name: string } | null)?.name ?? 'Photos';
    return { layout: new ZipLayout(entries), originals, title, tag: `"${tag}"` };
  }
}

/**
 * Names by day and number: `2024-05-03-007.jpg`. Neutral, unique, and in the order of their times wherever they are sorted;
 * the names that cameras and phones gave tell too much and are not kept.
 */
function toEntries(originals: readonly Original[]): ZipEntry[] {
  const digits = Math.max(3, String(originals.length).length);
  return originals.map(({ takenAt, type, byteCount, crc32 }, i) => {
    const localTime = takenAt.slice(0, 19);
    const number = String(i + 1).padStart(digits, '0');
    return {
      name: `${takenAt.slice(0, 10)}-${number}.${type === 'jpeg' ? 'jpg' : type}`,
      ...{ byteCount, crc32, localTime },
      instantS: takenAt.length > 19 ? Math.floor(Date.parse(takenAt) / 1_000) : undefined,
    };
  });
}
