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

/** By which day photos stand: on which they were added, news first, or on which they were taken. */
export type DayOrder = 'added' | 'taken';

/** What a row says about its time, read once: ten thousand rows are gone through whenever one comes in. */
interface Made extends PhotoItem {
  readonly addedKey: string;
  /** On the clock where it was taken, else on the reader's when it was added: `2026-11-26T18:42:00`. */
  readonly taken: string;
}

// An item is made once per row, so that a tile is drawn again only when its row changed.
const items = new WeakMap<PhotoRow, Made>();
function toItem(photo: PhotoRow): Made {
  let item = items.get(photo);
  if (!item) {
    const at = new Date(photo.createdAt);
    const addedKey = toDayKey(at);
    const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0'));
    const taken = photo.takenAt?.slice(0, 19) ?? `${addedKey}T${clock.join(':')}`;
    items.set(photo, (item = { id: photo.id, ratio: toRatio(photo), photo, addedKey, taken }));
  }
  return item;
}

const latestTakenFirst = (a: Made, b: Made): number =>
  a.taken === b.taken ? (a.id < b.id ? 1 : -1) : a.taken < b.taken ? 1 : -1;

// Days by the first of their items: one that did not change stays the same object, and is neither laid out nor drawn anew.
const kept = new WeakMap<PhotoItem, Day>();
function keep(day: Day): Day {
  const [first] = day.items;
  const before = first && kept.get(first);
  const isSame =
    before !== undefined &&
    before.id === day.id &&
    before.newBefore === day.newBefore &&
    before.items.length === day.items.length &&
    before.items.every((item, index) => item === day.items[index]);
  if (isSame) return before;
  if (first) kept.set(first, day);
  return day;
}

/**
 * Photos under the reader's days.
 *
 * Shape: `photos` newest first; days likewise, none empty. `seen` is the place in time of the newest photo of the last
 * visit: the day in which it lies is cut there, so that the line between new and seen can stand between its rows; only
 * where days are those of adding. Days of taking are in the order of taking, each once.
 */
export function toDays(photos: readonly PhotoRow[], seen?: string, order: DayOrder = 'added'): Day[] {
  const days: { id: string; at: Date; items: PhotoItem[]; newBefore?: number; isRest: boolean }[] = [];
  const made = order === 'added' ? photos.map(toItem) : photos.map(toItem).toSorted(latestTakenFirst);
  let isSeen = seen === undefined || order === 'taken';
  made.forEach((item, index) => {
    const key = order === 'added' ? item.addedKey : item.taken.slice(0, 10);
    const crosses = !isSeen && seen !== undefined && toPlaceInTime(item.photo) <= seen;
    if (crosses) isSeen = true;
    const last = days.at(-1);
    const isNewDay = last === undefined || !last.id.startsWith(key);
    if (isNewDay || (crosses && index > 0)) {
      days.push({
        id: isNewDay ? key : `${key}:seen`,
        at: order === 'added' ? new Date(item.photo.createdAt) : new Date(item.taken),
        items: [],
        isRest: !isNewDay,
        ...(crosses && index > 0 && { newBefore: index }),
      });
    }
    days.at(-1)?.items.push(item);
  });
  return days.map(keep);
}
