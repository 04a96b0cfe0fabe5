import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { toPlaceInTime } from './line.ts';

/** What one person added for one audience within an hour. */
export interface Roll {
  /** Of its oldest photo: it stays the same while the roll grows. */
  readonly id: string;
  readonly ownerId: string;
  /** Newest first; never empty. */
  readonly photos: readonly PhotoRow[];
}

const HOUR_MS = 60 * 60 * 1000;

/** Where a photo belongs in a feed; photos of two audiences are never in one roll. */
const audienceKey = (photo: PhotoRow): string =>
  `${photo.ownerId}|${photo.groupId ?? photo.friendsOfId ?? photo.siteId ?? ''}`;

/**
 * Photos as rolls.
 *
 * Shape: `photos` newest first; rolls by their newest photo, newest first. An hour is counted from a roll's oldest
 * photo, so that news joins a roll or begins one and never parts one that is on the screen.
 */
export function toRolls(photos: readonly PhotoRow[]): Roll[] {
  const open = new Map<string, { id: string; ownerId: string; startMs: number; photos: PhotoRow[] }>();
  const rolls: { id: string; ownerId: string; startMs: number; photos: PhotoRow[] }[] = [];
  for (const photo of photos.toReversed()) {
    const atMs = Date.parse(photo.createdAt);
    const key = audienceKey(photo);
    let roll = open.get(key);
    if (!roll || atMs - roll.startMs > HOUR_MS) {
      roll = { id: photo.id, ownerId: photo.ownerId, startMs: atMs, photos: [] };
      open.set(key, roll);
      rolls.push(roll);
    }
    roll.photos.unshift(photo);
  }
  const newestOf = (roll: Roll) => (roll.photos[0] ? toPlaceInTime(roll.photos[0]) : '');
  return rolls
    .map(({ id, ownerId, photos: inRoll }) => ({ id, ownerId, photos: inRoll }))
    .toSorted((a, b) => (newestOf(a) < newestOf(b) ? 1 : -1));
}

/** How far back one list of a merged feed is here. */
export interface FeedSource {
  readonly key: string;
  readonly isEnd: boolean;
  /** Place in time of its oldest photo here; undefined while it has none. */
  readonly oldest: string | undefined;
}

/**
 * Down to where a feed merged from several lists has no holes, and which list has to go on there.
 *
 * undefined: every list is here to its end.
 */
export function findFloor(sources: readonly FeedSource[]): { place: string; key: string } | undefined {
  let floor: { place: string; key: string } | undefined;
  for (const source of sources) {
    if (source.isEnd || source.oldest === undefined) continue;
    if (!floor || source.oldest > floor.place) floor = { place: source.oldest, key: source.key };
  }
  return floor;
}

/** What is under way joins what the same person added within the hour: a roll tells of all that stands in it as one. */
export function toWhole(photoCount: number, running: { count: number; doneCount: number }) {
  const count = Math.max(photoCount, running.count);
  return { count, doneCount: count - (running.count - running.doneCount) };
}

/** At most this many prints of a roll are shown; the last then says how many more there are. */
export const ROLL_PRINTS = 5;
/** Below this a row of prints is too low to see anything. */
const LEAST_ROW_PX = 170;

/**
 * A roll's prints in rows that fill the width: one row of as many as stay high enough, else 1+2, 2+2 or 3+2.
 *
 * Shape: numbers of prints, from the top; their sum is at most the number of ratios, and 3 at least where there are 3.
 */
export function toRollRows(ratios: readonly number[], widthPx: number): number[] {
  const count = Math.min(ratios.length, ROLL_PRINTS);
  if (count <= 2) return [count];
  for (let inRow = count; inRow >= 3; inRow -= 1) {
    const sum = ratios.slice(0, inRow).reduce((total, ratio) => total + ratio, 0);
    if (widthPx / sum >= LEAST_ROW_PX) return [inRow];
  }
  return count === 3 ? [1, 2] : [count - 2, 2];
}
