import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { toPlaceInTime } from './line.ts';
import { toDayKey } from '#words/times.ts';
import { toRatio } from './shape.ts';

export interface PhotoItem {
  readonly id: string;
  readonly ratio: number;
  readonly photo: PhotoRow;
}

/** The photos of one day, newest first, or the seen part of a day that is cut by the last visit. */
export interface Day {
  readonly id: string;
  readonly at: Date;
  readonly items: readonly PhotoItem[];
  /** Photos above it are new since the last visit; the number of them. */
  readonly newBefore?: number;
  /** The rest of a day whose heading stands above. */
  readonly isRest: boolean;
}

// An item is made once per row, so that a tile is drawn again only when its row changed.
const items = new WeakMap<PhotoRow, PhotoItem>();
function toItem(photo: PhotoRow): PhotoItem {
  let item = items.get(photo);
  if (!item) items.set(photo, (item = { id: photo.id, ratio: toRatio(photo), photo }));
  return item;
}

/**
 * Photos under the reader's days.
 *
 * Shape: `photos` newest first, days likewise, none empty. `seen` is the place in time of the newest photo of the last
 * visit: the day in which it lies is cut there, so that the line between new and seen can stand between its rows.
 */
export function toDays(photos: readonly PhotoRow[], seen?: string): Day[] {
  const days: { id: string; at: Date; items: PhotoItem[]; newBefore?: number; isRest: boolean }[] = [];
  let isSeen = seen === undefined;
  photos.forEach((photo, index) => {
    const at = new Date(photo.createdAt);
    const key = toDayKey(at);
    const crosses = !isSeen && seen !== undefined && toPlaceInTime(photo) <= seen;
    if (crosses) isSeen = true;
    const last = days.at(-1);
    const isNewDay = last === undefined || !last.id.startsWith(key);
    if (isNewDay || (crosses && index > 0)) {
      days.push({
        id: isNewDay ? key : `${key}:seen`,
        at,
        items: [],
        isRest: !isNewDay,
        ...(crosses && index > 0 && { newBefore: index }),
      });
    }
    days.at(-1)?.items.push(toItem(photo));
  });
  return days;
}
