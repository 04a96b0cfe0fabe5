// The newest photos as plain JSON: the rung for scripts, screens and old browsers.
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { areFriends, Friendship } from '@zoetrope/contract/features/friends.ts';
import { MeTopic, Person, PersonTopic } from '@zoetrope/contract/features/people.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Photo, Tally, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import { photoUrl, renditionSet, renditionWidths, VIDEO } from '@zoetrope/contract/media.ts';
import { Engine } from '#engine/engine.ts';
import type { Reading } from './topic-reader.ts';

/** Where a page of the feed ends: creation and id of its last photo. */
export interface FeedCursor {
  readonly key: string;
  readonly id: string;
}

export interface FeedPhoto {
  readonly id: string;
  readonly page: string;
  readonly owner: { readonly id: string; readonly name: string | null };
  readonly caption: string;
  readonly createdAt: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly placeholder: string | null;
  readonly comments: number;
  /** Null for what stands still; `url` is null until it can be played. */
  readonly video: { readonly durationMs: number; readonly url: string | null } | null;
  /** Ascending by width; empty until the first rendition is written. */
  /** Ascending. AVIF where it is made, which takes some seconds longer. */
  readonly images: readonly {
    readonly widthPx: number;
    readonly avif?: string;
    readonly webp: string;
    readonly jpeg: string;
  }[];
}

export interface FeedPage {
  /** Newest first. */
  readonly photos: readonly FeedPhoto[];
  /** For `?before=`; null when nothing older exists. */
  readonly next: string | null;
  /** Where the topics stood: for GET or POST /api/sync, to hear of what comes next. */
  readonly at: { readonly [topic: string]: Position };
}

type TallyRow = RowOf<typeof Tally>;
const newestFirst = (a: PhotoRow, b: PhotoRow) =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;
const isBelow = (photo: PhotoRow, { key, id }: FeedCursor) =>
  photo.createdAt < key || (photo.createdAt === key && photo.id < id);

@Injectable()
export class Feed {
  constructor(@Inject(Engine) private readonly engine: Engine) {}

  group(reading: Reading, groupId: string, limit: number, before?: FeedCursor): Promise<FeedPage> {
    return this.page(reading, [GroupPhotosTopic.of({ groupId })], limit, before);
  }

  everyone(reading: Reading, limit: number, before?: FeedCursor): Promise<FeedPage> {
    return this.page(reading, [SitePhotosTopic.of({ siteId: SITE_ID })], limit, before);
  }

  /** The caller's own photos for friends are among them. Errors: Refusal `unauthenticated` for a visitor. */
  async friends(reading: Reading, limit: number, before?: FeedCursor): Promise<FeedPage> {
    const me = personOf(reading.caller);
    if (me === undefined) throw new Refusal('unauthenticated');
    const mine = await reading.rows(MeTopic.of({ personId: me }));
    const friends = (mine?.of(Friendship) ?? [])
      .filter(areFriends)
      .map((row) => (row.lowId === me ? row.highId : row.lowId));
    return this.page(
      reading,
      [me, ...friends].map((ownerId) => FriendPhotosTopic.of({ ownerId })),
      limit,
      before,
    );
  }

  /** Errors: Refusal `not-found` when the caller may hold none of the topics. */
  private async page(
    reading: Reading,
    topics: readonly TopicAt[],
    limit: number,
    before?: FeedCursor,
  ): Promise<FeedPage> {
    const at: Record<string, Position> = {};
    const photos = new Map<string, PhotoRow>();
    const tallies = new Map<string, TallyRow>();
    // Together: topics that this node does not know yet are then one query and not one each.
    const found = await Promise.all(topics.map(async (topic) => ({ topic, rows: await reading.rows(topic) })));
    for (const { topic, rows } of found) {
      if (!rows) continue;
      at[topic.key] = rows.position;
      for (const photo of rows.of(Photo)) if (!before || isBelow(photo, before)) photos.set(photo.id, photo);
      for (const tally of rows.of(Tally)) tallies.set(tally.id, tally);
      // The window may end above the cursor, or soon below it; what is missing is in the table.
      if (before && rows.isCut(Photo)) await this.addOlder(reading.caller, topic, before, photos, tallies);
    }
    if (Object.keys(at).length === 0) throw new Refusal('not-found');
    const sorted = [...photos.values()].filter((photo) => photo.state === 'ready').toSorted(newestFirst);
    const shown = sorted.slice(0, limit);
    const last = shown.at(-1);
    const names = await this.namesOf(reading, shown);
    return {
      photos: shown.map((photo) => toFeedPhoto(photo, names.get(photo.ownerId) ?? null, tallies.get(photo.id))),
      next: last && sorted.length >= limit ? `${last.createdAt}_${last.id}` : null,
      at,
    };
  }

  private async addOlder(
    caller: Caller,
    topic: TopicAt,
    below: FeedCursor,
    photos: Map<string, PhotoRow>,
    tallies: Map<string, TallyRow>,
  ): Promise<void> {
    for (const entity of [Photo, Tally]) {
      const older = await this.engine.older(caller, { t: topic.key, e: entity.name, below });
      if (!older.ok) throw new Refusal(older.error.code);
      for (const { id, row } of older.ch) {
        if (!row) continue;
        if (entity === Photo) photos.set(id, row as unknown as PhotoRow);
        else tallies.set(id, row as unknown as TallyRow);
      }
    }
  }

  private async namesOf(reading: Reading, photos: readonly PhotoRow[]): Promise<Map<string, string>> {
    const ids = [...new Set(photos.map((photo) => photo.ownerId))];
    const found = await Promise.all(ids.map((personId) => reading.rows(PersonTopic.of({ personId }))));
    return new Map(found.flatMap((rows) => rows?.of(Person) ?? []).map((person) => [person.id, person.name]));
  }
}

const videoUrl = ({ id, playback }: PhotoRow) => (playback === 'ready' ? photoUrl(id, VIDEO) : null);

function toFeedPhoto(photo: PhotoRow, name: string | null, tally: TallyRow | undefined): FeedPhoto {
  return {
    id: photo.id,
    page: `/p/${photo.id}`,
    owner: { id: photo.ownerId, name },
    caption: photo.caption,
    createdAt: photo.createdAt,
    widthPx: photo.widthPx,
    heightPx: photo.heightPx,
    placeholder: photo.placeholder,
    comments: tally?.comments ?? 0,
    video: photo.durationMs === null ? null : { durationMs: photo.durationMs, url: videoUrl(photo) },
    images: renditionWidths(photo.widthPx, photo.renditions).map((width) => ({
      widthPx: Math.min(width, photo.widthPx),
      ...(renditionSet(photo.renditions).formats.includes('avif') && { avif: photoUrl(photo.id, `w${width}.avif`) }),
      webp: photoUrl(photo.id, `w${width}.webp`),
      jpeg: photoUrl(photo.id, `w${width}.jpg`),
    })),
  };
}
