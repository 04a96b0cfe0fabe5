// Photos: who sees them, and what becomes of them.
import * as z from 'zod/mini';
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type Op, type Ref, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place, topic } from '@zoetrope/contract/kernel/topic.ts';
import { LIMITS, optionalText } from '@zoetrope/contract/limits.ts';
import {
  AudienceColumns,
  AudienceInput,
  columnsFor,
  FriendPhotosTopic,
  groupOfAudience,
  GroupPhotosTopic,
  hasOneAudience,
  mayAddTo,
  memberOfAudience,
  SitePhotosTopic,
  type AudienceFacts,
} from './audiences.ts';
import { areFriends, friendshipOf, type FriendshipRow } from './friends.ts';
import { Clearing, Group, mayAs, membershipOf } from './groups.ts';
import { Site, SITE_ID } from './site.ts';
import { endOf, Roll, Upload } from './rolls.ts';

const Pixels = z.int32().check(z.minimum(1));
const Milliseconds = z.int32().check(z.minimum(1));

/** A video is shown, by its poster, before it can be played; `failed`: the administrator sees why, and may begin it again. */
const Playback = z.enum(['preparing', 'ready', 'failed']);
export type Playback = z.infer<typeof Playback>;

/**
 * When the shutter opened, on the clock of the place where it did: ISO 8601 with seconds, and with the offset from UTC where
 * the camera told it (`2024-05-03T14:02:11+02:00`). Its first ten characters are the day as the photographer knew it. Not an
 * instant: most cameras know no zone.
 */
export const TakenAt = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2})?$/));

export const Photo = entity(
  'photos',
  z
    .object({
      id: z.uuid(),
      ownerId: z.uuid(),
      ...AudienceColumns,
      caption: optionalText(LIMITS.captionGraphemes),
      /** What is to be seen, for those who cannot see it; null until somebody wrote it. */
      description: z.nullable(optionalText(LIMITS.descriptionGraphemes)),
      /** As seen, upright. */
      widthPx: Pixels,
      heightPx: Pixels,
      /** Base64 of a thumbhash; null until the first decode. */
      placeholder: z.nullable(z.string()),
      state: z.enum(['processing', 'ready', 'failed']),
      /** Which of `RENDITION_SETS` there is of it, once it is ready. */
      renditions: z.int32(),
      /** How long a video plays; null for what stands still. */
      durationMs: z.nullable(Milliseconds),
      /** Null for what stands still. */
      playback: z.nullable(Playback),
      /** Null when the file does not say. */
      takenAt: z.nullable(TakenAt),
      createdAt: z.iso.datetime(),
    })
    .check(z.refine(hasOneAudience)),
);
export type PhotoRow = RowOf<typeof Photo>;

/** What is counted of a photo. A row of its own, so that a comment takes no lock that all the group's photos share. */
export const Tally = entity(
  'tallies',
  z.object({ id: z.uuid(), ...AudienceColumns, comments: z.int32(), createdAt: z.iso.datetime() }),
);

/** Where the facts are on which seeing a photo rests. */
export const audienceOf = {
  group: (photo: PhotoRow | undefined) => (photo?.groupId ? Group.at(photo.groupId) : undefined),
  member: (photo: PhotoRow | undefined, caller: Caller) =>
    photo?.groupId ? membershipOf(photo.groupId, caller) : undefined,
  friendship: (photo: PhotoRow | undefined, caller: Caller): Ref<FriendshipRow> | undefined => {
    const person = personOf(caller);
    return photo?.friendsOfId && person && person !== photo.friendsOfId
      ? friendshipOf(photo.friendsOfId, person)
      : undefined;
  },
  site: (photo: PhotoRow | undefined) => (photo?.siteId ? Site.at(photo.siteId) : undefined),
};

/** A group's photo is for its members; a friends' photo for the owner and friends; an everyone's photo for all while the site allows it. */
export function seesPhoto(photo: PhotoRow, facts: AudienceFacts, caller: Caller): boolean {
  if (photo.groupId) return facts.isGroupThere && !!facts.member;
  if (photo.friendsOfId) return personOf(caller) === photo.friendsOfId || areFriends(facts.friendship);
  return personOf(caller) === photo.ownerId || !!facts.site?.everyone;
}

/** One photo and its conversation. */
export const PhotoTopic = topic('photo', z.object({ photoId: z.uuid() }))
  .fact('photo', (params) => Photo.at(params.photoId))
  .exists('isGroupThere', (_params, _caller, facts) => audienceOf.group(facts.photo))
  .fact('member', (_params, caller, facts) => audienceOf.member(facts.photo, caller))
  .fact('friendship', (_params, caller, facts) => audienceOf.friendship(facts.photo, caller))
  .fact('site', (_params, _caller, facts) => audienceOf.site(facts.photo))
  .allow((facts, _params, caller) => !!facts.photo && seesPhoto(facts.photo, facts, caller));

/** Run by the server, for the uploader, when the last byte has arrived and the file is known to be a picture. */
export const addPhoto = command(
  'photos.add',
  z.object({
    id: z.uuid(),
    audience: AudienceInput,
    caption: optionalText(LIMITS.captionGraphemes),
    widthPx: Pixels,
    heightPx: Pixels,
    /** Of a video. */
    durationMs: z.optional(z.nullable(Milliseconds)),
    takenAt: z.optional(z.nullable(TakenAt)),
  }),
)
  .onServer()
  .exists('isGroupThere', (input) => groupOfAudience(input.audience))
  .fact('member', (input, caller) => memberOfAudience(input.audience, caller))
  .fact('site', () => Site.at(SITE_ID))
  .fact('arriving', (input) => Upload.at(input.id))
  .fact('roll', (_input, _caller, facts) => facts.arriving && Roll.at(facts.arriving.rollId))
  .allow((facts, input, { me }) => {
    const verdict = mayAddTo(input.audience, facts);
    // The id of somebody's photo is on others' screens before the photo is: it stays theirs.
    return verdict === true && facts.arriving && facts.arriving.ownerId !== me ? 'conflict' : verdict;
  })
  .apply((facts, input, { me, now }) => {
    const columns = columnsFor(input.audience, me);
    return [
      Photo.create({
        id: input.id,
        ownerId: me,
        ...columns,
        caption: input.caption,
        description: null,
        widthPx: input.widthPx,
        heightPx: input.heightPx,
        placeholder: null,
        state: 'processing',
        renditions: 0,
        durationMs: input.durationMs ?? null,
        playback: input.durationMs ? 'preparing' : null,
        takenAt: input.takenAt ?? null,
        createdAt: now,
      }),
      Tally.create({ id: input.id, ...columns, comments: 0, createdAt: now }),
      ...(facts.arriving ? endOf(facts.arriving, facts.roll) : []),
      ...(columns.groupId ? [Group.inc(columns.groupId, { photoCount: 1 })] : []),
    ];
  });

/**
 * Run by the server when there is something to show, and again when there is more: a set of renditions is complete, a video
 * can be played, or never will be.
 */
export const readyPhoto = command(
  'photos.ready',
  z.object({
    id: z.uuid(),
    placeholder: z.string(),
    widthPx: Pixels,
    heightPx: Pixels,
    renditions: z.int32().check(z.minimum(0)),
    playback: z.nullable(Playback),
  }),
)
  .onServer()
  .need('photo', (input) => Photo.at(input.id))
  .allow(() => true)
  .apply((_facts, { id, ...found }) => [Photo.set(id, { ...found, state: 'ready' })]);

/** Run by the worker that gave up: the picture cannot be decoded. */
export const failPhoto = command('photos.fail', z.object({ id: z.uuid() }))
  .onServer()
  .need('photo', (input) => Photo.at(input.id))
  .allow(() => true)
  .apply((_facts, input) => [Photo.set(input.id, { state: 'failed' })]);

export const captionPhoto = command(
  'photos.caption',
  z.object({ id: z.uuid(), caption: optionalText(LIMITS.captionGraphemes) }),
)
  .need('photo', (input) => Photo.at(input.id))
  .allow((facts, _input, { me }) => facts.photo.ownerId === me)
  .apply((_facts, input) => [Photo.set(input.id, { caption: input.caption })]);

/** Whoever sees a photo among people they know may say what is on it; the last word stands. */
export const describePhoto = command(
  'photos.describe',
  z.object({ id: z.uuid(), description: optionalText(LIMITS.descriptionGraphemes) }),
)
  .need('photo', (input) => Photo.at(input.id))
  .fact('member', (_input, caller, facts) => audienceOf.member(facts.photo, caller))
  .fact('friendship', (_input, caller, facts) => audienceOf.friendship(facts.photo, caller))
  .allow(
    (facts, _input, { me }) =>
      facts.photo.ownerId === me || !!facts.member || (!!facts.friendship && areFriends(facts.friendship)),
  )
  .apply((_facts, input) => [Photo.set(input.id, { description: input.description || null })]);

/** What a group loses with a photo; its cover too, if it was that one. */
const leaving = (group: RowOf<typeof Group>, photoId: string): Op[] => [
  Group.inc(group.id, { photoCount: -1 }),
  ...(group.coverPhotoId === photoId ? [Group.set(group.id, { coverPhotoId: null })] : []),
];

/** What else is only to be seen with the photo goes by itself, and so do its bytes (backend/media/sweeper.ts). */
const endOfPhoto = (photoId: string, group: RowOf<typeof Group> | undefined): Op[] => [
  Photo.remove(photoId),
  Tally.remove(photoId),
  ...(group ? leaving(group, photoId) : []),
];

export const removePhoto = command('photos.remove', z.object({ id: z.uuid() }))
  .need('photo', (input) => Photo.at(input.id))
  .fact('member', (_input, caller, facts) => audienceOf.member(facts.photo, caller))
  .fact('group', (_input, _caller, facts) => audienceOf.group(facts.photo))
  .allow((facts, _input, { me }) => facts.photo.ownerId === me || mayAs('admin', facts.member))
  .apply((facts, input) => endOfPhoto(input.id, facts.group));

/** Run by the server for each photo that a clearing is about. One that was moved elsewhere meanwhile stays. */
export const clearPhoto = command('photos.clear', z.object({ id: z.uuid(), groupId: z.uuid(), clearingId: z.string() }))
  .onServer()
  .need('photo', (input) => Photo.at(input.id))
  .fact('group', (_input, _caller, facts) => audienceOf.group(facts.photo))
  .allow((facts, input) => facts.photo.groupId === input.groupId || 'conflict')
  .apply((facts, input) => [...endOfPhoto(input.id, facts.group), Clearing.inc(input.clearingId, { clearedCount: 1 })]);

/** Shows a photo to somebody else instead; it leaves the old audience's screens and appears on the new one's. */
export const shareWith = command('photos.shareWith', z.object({ id: z.uuid(), audience: AudienceInput }))
  .need('photo', (input) => Photo.at(input.id))
  .exists('isGroupThere', (input) => groupOfAudience(input.audience))
  .fact('member', (input, caller) => memberOfAudience(input.audience, caller))
  .fact('site', () => Site.at(SITE_ID))
  .fact('group', (_input, _caller, facts) => audienceOf.group(facts.photo))
  .refuses('everyone-is-off')
  .allow((facts, input, { me }) => facts.photo.ownerId === me && mayAddTo(input.audience, facts))
  .apply((facts, input, { me }) => {
    const columns = columnsFor(input.audience, me);
    if (columns.groupId === facts.photo.groupId && columns.siteId === facts.photo.siteId) return [];
    return [
      Photo.set(input.id, columns),
      Tally.set(input.id, columns),
      ...(facts.group ? leaving(facts.group, input.id) : []),
      ...(columns.groupId ? [Group.inc(columns.groupId, { photoCount: 1 })] : []),
    ];
  });

export const makeCover = command('photos.makeCover', z.object({ id: z.uuid() }))
  .need('photo', (input) => Photo.at(input.id))
  .fact('member', (_input, caller, facts) => audienceOf.member(facts.photo, caller))
  .allow((facts) => mayAs('admin', facts.member))
  .apply((facts) => (facts.photo.groupId ? [Group.set(facts.photo.groupId, { coverPhotoId: facts.photo.id })] : []));

const newest = { window: { by: 'createdAt', size: 120 } } as const;
const counted = { ...newest, gathered: true } as const;

export const photos = feature({
  name: 'photos',
  entities: [Photo, Tally],
  places: [
    place(Photo, PhotoTopic, { photoId: 'id' }),
    place(Tally, PhotoTopic, { photoId: 'id' }),
    place(Photo, GroupPhotosTopic, { groupId: 'groupId' }, newest),
    place(Tally, GroupPhotosTopic, { groupId: 'groupId' }, counted),
    place(Photo, FriendPhotosTopic, { ownerId: 'friendsOfId' }, newest),
    place(Tally, FriendPhotosTopic, { ownerId: 'friendsOfId' }, counted),
    place(Photo, SitePhotosTopic, { siteId: 'siteId' }, newest),
    place(Tally, SitePhotosTopic, { siteId: 'siteId' }, counted),
  ],
  commands: [
    addPhoto,
    readyPhoto,
    failPhoto,
    captionPhoto,
    describePhoto,
    removePhoto,
    clearPhoto,
    shareWith,
    makeCover,
  ],
  topics: [PhotoTopic],
});
