// What people take home: which photos, under which names, and the bytes of the zip.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
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
import { toMissingNote, type Named, type StandIn, type StandIns } from './stand-ins.ts';
import type { ByteRange, StoredBytes } from './storage.ts';
import { ZipLayout, type ZipEntry } from './zip-layout.ts';

/** For a phone that was put away over night. */
const KEPT = "interval '1 day'";
/** Judged at once; each may be a query the first time. */
const JUDGED_AT_ONCE = 100;

export interface Zip {
  readonly layout: ZipLayout;
  readonly files: readonly ZipFile[];
  /** Without an ending; a group's own, if it has one. */
  readonly title: string;
  /** Strong: the same photos with the same bytes under the same names. */
  readonly tag: string;
}

interface ZipFile {
  readonly entry: ZipEntry;
  /** Whoever is given it must see all of these. */
  readonly photoIds: readonly string[];
  /** A part of it; undefined when it is gone. */
  open(range: ByteRange): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** Ends no photo's name, and comes behind all of them. */
const MISSING_NOTE = 'what-is-missing.txt';

export class Downloads {
  constructor(
    private readonly source: DataSource,
    private readonly judge: Judge,
    private readonly access: PhotoAccess,
    private readonly originals: Originals,
    private readonly standIns: StandIns,
  ) {}

  /** Fixes the list. Errors: Refusal `unauthenticated`; `not-found` for a group that is not theirs or when no photo is left. */
  async begin(caller: Caller, input: DownloadInput): Promise<Answer> {
    const personId = personOf(caller);
    if (!personId) throw new Refusal('unauthenticated');
    const groupId = 'groupId' in input ? input.groupId : null;
    const wanted = 'groupId' in input ? await this.listGroup(caller, input.groupId) : [...new Set(input.photoIds)];
    const download = { id: newId(), personId, groupId, photoIds: wanted };
    const { layout, photoCount, unfinishedCount } = await this.zipWith(await this.visibleOf(caller, wanted), groupId);
    await this.source.getRepository(Download).insert(download);
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
      const file = zip.files[piece.entry]!;
      const caller = await callerOf();
      if ((await this.visibleOf(caller, file.photoIds)).length < file.photoIds.length) throw new Refusal('not-found');
      const bytes = await file.open(piece.range);
      if (!bytes) throw new Refusal('not-found');
      yield* bytes;
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

  /** Errors: Refusal `not-found` when there is nothing to take home, nor any photo that cannot be. */
  private async zipWith(photoIds: readonly string[], groupId: string | null): Promise<Zip & Counts> {
    const originals = await this.originals.findAll(photoIds);
    const there = new Set(originals.map(({ photoId }) => photoId));
    const standIns = await this.standIns.findAll(photoIds.filter((id) => !there.has(id)));
    const found = [...originals, ...standIns].toSorted(byTime);
    if (found.length === 0) throw new Refusal('not-found');
    const files = this.toFiles(found);
    const entries = files.map(({ entry }) => entry);
    const group = groupId === null ? null : await this.source.getRepository(Group.name).findOneBy({ id: groupId });
    const tag = createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 27);
    return {
      ...{ layout: new ZipLayout(entries), files, tag: `"${tag}"` },
      title: (group as { name: string } | null)?.name ?? 'Photos',
      photoCount: found.filter((one) => 'type' in one || one.picture).length,
      unfinishedCount: photoIds.length - found.length,
    };
  }

  /**
   * Names by day and number: `2024-05-03-007.jpg`. Neutral, unique, and in the order of their times wherever they are sorted;
   * the names that cameras and phones gave tell too much and are not kept. What cannot be taken home keeps its number, by
   * which the note at the end speaks of it.
   */
  private toFiles(found: readonly (Original | StandIn)[]): ZipFile[] {
    const digits = Math.max(3, String(found.length).length);
    const files: ZipFile[] = [];
    const named: Named[] = [];
    for (const [i, one] of found.entries()) {
      const name = `${one.takenAt.slice(0, 10)}-${String(i + 1).padStart(digits, '0')}`;
      if ('type' in one) {
        const ending = one.type === 'jpeg' ? 'jpg' : one.type;
        files.push(toFile(`${name}.${ending}`, one, (range) => this.originals.open(one, range)));
        continue;
      }
      const { picture, photoId, takenAt } = one;
      if (picture)
        files.push(
          toFile(`${name}.jpg`, { ...picture, photoId, takenAt }, (range) => this.standIns.open(picture, range)),
        );
      named.push({ name, standIn: one });
    }
    return [...files, ...noteOf(named)];
  }
}

interface Counts {
  /** Of what can be looked at. */
  readonly photoCount: number;
  /** Of the photos that are not in it yet. */
  readonly unfinishedCount: number;
}

/** By code units, which are the same in every database; two of one second by their ids. */
function byTime(one: Original | StandIn, other: Original | StandIn): number {
  const [a, b] = [one.takenAt + one.photoId, other.takenAt + other.photoId];
  return a < b ? -1 : a > b ? 1 : 0;
}

type Timed = Pick<Original, 'photoId' | 'takenAt' | 'byteCount' | 'crc32'>;

function toFile(
  name: string,
  { photoId, takenAt, byteCount, crc32 }: Timed,
  open: (range: ByteRange) => Promise<StoredBytes | undefined>,
): ZipFile {
  const instantS = takenAt.length > 19 ? Math.floor(Date.parse(takenAt) / 1_000) : undefined;
  return {
    entry: { name, byteCount, crc32, localTime: takenAt.slice(0, 19), instantS },
    photoIds: [photoId],
    open: async (range) => (await open(range))?.stream,
  };
}

/** None where everything is as it was added. Its time is that of the last photo that it names, so that it stays the same. */
function noteOf(named: readonly Named[]): ZipFile[] {
  const note = toMissingNote(named);
  if (!note) return [];
  const { bytes, crc32 } = note;
  const { takenAt } = named.at(-1)!.standIn;
  const localTime = takenAt.slice(0, 19);
  return [
    {
      entry: { name: MISSING_NOTE, byteCount: bytes.length, crc32, localTime, instantS: undefined },
      photoIds: named.map(({ standIn }) => standIn.photoId),
      open: async ({ start, end }) => Readable.from([bytes.subarray(start, end + 1)], { objectMode: false }),
    },
  ];
}
