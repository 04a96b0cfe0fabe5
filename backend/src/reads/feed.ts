// The newest photos as plain JSON: the rung for scripts, screens and old browsers.
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { areFriends, Friendship } from '@zoetrope/contract/features/friends.ts';
import { MeTopic, Person, PersonTopic } from '@zoetrope/contract/features/people.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Photo, Tally, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Entity, RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import { photoUrl, renditionSet, renditionWidths, VIDEO } from '@zoetrope/contract/renditions.ts';
import { Engine } from '#engine/engine.ts';
import type { FeedPage, FeedPhoto } from './feed-page.ts';
import type { Reading, TopicRows } from './topic-reader.ts';

/** Where a page of the feed ends: creation and id of its last photo. */
export interface FeedCursor {
  readonly key: string;
  readonly id: string;
}

type TallyRow = RowOf<typeof Tally>;
const newestFirst = (a: PhotoRow, b: PhotoRow) =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;
const canBeShown = (photo: PhotoRow) => photo.state === 'ready';
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
      for (const tally of rows.of(Tally)) tallies.set(tally.id, tally);
      for (const photo of await this.photosOf(reading.caller, topic, rows, limit + 1, before, tallies))
        photos.set(photo.id, photo);
    }
    if (Object.keys(at).length === 0) throw new Refusal('not-found');
    const sorted = [...photos.values()].toSorted(newestFirst);
    const shown = sorted.slice(0, limit);
    const last = shown.at(-1);
    const names = await this.namesOf(reading, shown);
    return {
      photos: shown.map((photo) => toFeedPhoto(photo, names.get(photo.ownerId) ?? null, tallies.get(photo.id))),
      next: last && sorted.length > limit ? `${last.createdAt}_${last.id}` : null,
      at,
    };
  }

  /**
   * A topic's photos below `before` that can be shown, in no order: `enough` of the newest or more, or all there are. Below
   * the window they are in the table; one more than are shown tells whether there is a next page.
   */
  private async photosOf(
    caller: Caller,
    topic: TopicAt,
    rows: TopicRows,
    enough: number,
    before: FeedCursor | undefined,
    tallies: Map<string, TallyRow>,
  ): Promise<PhotoRow[]> {
    const inWindow = rows.of(Photo).filter((photo) => !before || isBelow(photo, before));
    const photos = inWindow.filter(canBeShown);
    const floor = rows.floor(Photo);
    // A cursor below the window is where the table is read from, else the window's end is.
    let below = floor !== 'end' && inWindow.length === 0 && before ? before : floor;
    while (photos.length < enough && below !== 'end') {
      const older = await this.older(caller, topic, Photo, below);
      photos.push(...older.rows.filter(canBeShown));
      for (const tally of (await this.older(caller, topic, Tally, below)).rows) tallies.set(tally.id, tally);
      below = older.floor;
    }
    return photos;
  }

  private async older<E extends Entity>(caller: Caller, topic: TopicAt, entity: E, below: FeedCursor) {
    const older = await this.engine.older(caller, { t: topic.key, e: entity.name, below });
    if (!older.ok) throw new Refusal(older.error.code, older.error);
    return { rows: older.ch.flatMap(({ row }) => (row ? [row as unknown as RowOf<E>] : [])), floor: older.floor };
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
