import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { toDayKey } from '#words/times.ts';
import { toRatio } from './shape.ts';

/**
 * A photo that was taken on this day of an earlier year, by the clock where it was taken; undefined when there is none.
 *
 * Of the latest such year, one that fills a wide frame before others.
 */
export function findOnThisDay(photos: readonly PhotoRow[], now: Date): PhotoRow | undefined {
  const today = toDayKey(now);
  const [year, day] = [today.slice(0, 4), today.slice(4)];
  const yearOf = (photo: PhotoRow) => photo.takenAt?.slice(0, 4) ?? '';
  const taken = photos.filter((photo) => photo.takenAt?.slice(4, 10) === day && yearOf(photo) < year);
  const latest = taken.map(yearOf).toSorted().at(-1);
  const ofYear = taken.filter((photo) => yearOf(photo) === latest);
  return ofYear.find((photo) => toRatio(photo) >= 1) ?? ofYear[0];
}
