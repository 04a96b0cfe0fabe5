// Photos that are on their way: their places stand on everybody's screen, in their final shape, until the photos are there.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type Op, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place } from '@zoetrope/contract/kernel/topic.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
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
} from './audiences.ts';
import { Member, memberId } from './groups.ts';
import { Site, SITE_ID } from './site.ts';

/** A roll whose sender says nothing for this long is gone from the screens; one that comes back begins it anew. */
export const ROLL_LIVES_MS = 4 * 60_000;
/** How often a sender says that it is still there: a tab in the background is woken once a minute. */
export const ROLL_RENEWED_EVERY_MS = 60_000;

const Pixels = z.int32().check(z.minimum(1));

/** What one person is adding at once, for one audience. */
export const Roll = entity(
  'rolls',
  z
    .object({
      id: z.uuid(),
      ownerId: z.uuid(),
      ...AudienceColumns,
      photoCount: z.int32(),
      /** Not here yet, and not given up. */
      leftCount: z.int32(),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
    })
    .check(z.refine(hasOneAudience)),
);
export type RollRow = RowOf<typeof Roll>;

/** One photo on its way; it has the id that the photo will have. */
export const Upload = entity(
  'uploads',
  z
    .object({
      id: z.uuid(),
      rollId: z.uuid(),
      ownerId: z.uuid(),
      ...AudienceColumns,
      /** As will be seen, upright; the sender's word for it. */
      widthPx: Pixels,
      heightPx: Pixels,
      createdAt: z.iso.datetime(),
    })
    .check(z.refine(hasOneAudience)),
);
export type UploadRow = RowOf<typeof Upload>;

const later = (now: string): string => new Date(Date.parse(now) + ROLL_LIVES_MS).toISOString();

/** What an upload takes with it when it ends, however it ends; the roll with its last one. */
export const endOf = (upload: UploadRow, roll: RollRow | undefined): Op[] => [
  Upload.remove(upload.id),
  ...(roll ? [roll.leftCount > 1 ? Roll.inc(roll.id, { leftCount: -1 }) : Roll.remove(roll.id)] : []),
];

export const beginRoll = command(
  'rolls.begin',
  z.object({
    id: z.uuid(),
    audience: AudienceInput,
    /** In the order in which they will come. */
    photos: z
      .array(z.object({ id: z.uuid(), widthPx: Pixels, heightPx: Pixels }))
      .check(z.minLength(1), z.maxLength(LIMITS.rollPhotos)),
  }),
)
  .exists('isGroupThere', (input) => groupOfAudience(input.audience))
  .fact('member', (input, caller) => memberOfAudience(input.audience, caller))
  .fact('site', () => Site.at(SITE_ID))
  .refuses('everyone-is-off')
  .allow((facts, input) => mayAddTo(input.audience, facts))
  .apply((_facts, { id, audience, photos }, { me, now }) => {
    const shared = { ownerId: me, ...columnsFor(audience, me), createdAt: now };
    const photoCount = photos.length;
    return [
      Roll.create({ id, ...shared, photoCount, leftCount: photoCount, expiresAt: later(now) }),
      ...photos.map((photo) => Upload.create({ ...photo, rollId: id, ...shared })),
    ];
  });

/** The sender is still at it. */
export const renewRoll = command('rolls.renew', z.object({ id: z.uuid() }))
  .need('roll', (input) => Roll.at(input.id))
  .allow((facts, _input, { me }) => facts.roll.ownerId === me)
  .apply((facts, _input, { now }) => [Roll.set(facts.roll.id, { expiresAt: later(now) })]);

/** This one will not come: it was cancelled, or it is no photo. */
export const dropUpload = command('rolls.drop', z.object({ id: z.uuid() }))
  .need('upload', (input) => Upload.at(input.id))
  .fact('roll', (_input, _caller, facts) => Roll.at(facts.upload.rollId))
  .allow((facts, _input, { me }) => facts.upload.ownerId === me)
  .apply((facts) => endOf(facts.upload, facts.roll));

/**
 * Run by the server when a sender has gone silent, or is no longer in the group: what is left of their roll leaves the
 * screens.
 */
export const expireRoll = command(
  'rolls.expire',
  z.object({ id: z.uuid(), uploadIds: z.array(z.uuid()).check(z.maxLength(LIMITS.rollPhotos)) }),
)
  .onServer()
  .need('roll', (input) => Roll.at(input.id))
  .fact('member', (_input, _caller, { roll }) =>
    roll.groupId === null ? undefined : Member.at(memberId(roll.groupId, roll.ownerId)),
  )
  .allow(
    ({ roll, member }, _input, { now }) => roll.expiresAt <= now || (roll.groupId !== null && !member) || 'conflict',
  )
  .apply((facts, input) => [Roll.remove(facts.roll.id), ...input.uploadIds.map((id) => Upload.remove(id))]);

const newestRolls = { window: { by: 'createdAt', size: 60 } } as const;
const newest = { window: { by: 'createdAt', size: 300 } } as const;

export const rolls = feature({
  name: 'rolls',
  entities: [Roll, Upload],
  places: [
    place(Roll, GroupPhotosTopic, { groupId: 'groupId' }, newestRolls),
    place(Upload, GroupPhotosTopic, { groupId: 'groupId' }, newest),
    place(Roll, FriendPhotosTopic, { ownerId: 'friendsOfId' }, newestRolls),
    place(Upload, FriendPhotosTopic, { ownerId: 'friendsOfId' }, newest),
    place(Roll, SitePhotosTopic, { siteId: 'siteId' }, newestRolls),
    place(Upload, SitePhotosTopic, { siteId: 'siteId' }, newest),
  ],
  commands: [beginRoll, renewRoll, dropUpload, expireRoll],
  topics: [],
});
