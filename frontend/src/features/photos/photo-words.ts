// How photos are spoken of: who added how many, and what one is called.
import { plural, toList } from '#ui/plural.ts';
import { toMomentWords } from '#words/times.ts';

/** "Anna and 2 others", with at most two names. Names are in the order of what they added. */
function toAdders(names: readonly string[], count = names.length): string {
  if (count <= 2) return toList(names.slice(0, 2));
  return `${names[0] ?? ''} and ${plural(count - 1, { one: '# other', other: '# others' })}`;
}

/** "Anna and 2 others added 14 photos". */
export const toArrivalWords = (names: readonly string[], peopleCount: number, photoCount: number): string =>
  `${toAdders(names, peopleCount)} added ${plural(photoCount, { one: 'a photo', other: '# photos' })}`;

/** "Anna and Ben are adding 14 photos". */
export const toAddingWords = (names: readonly string[], peopleCount: number, photoCount: number): string =>
  `${toAdders(names, peopleCount)} ${peopleCount === 1 ? 'is' : 'are'} adding ${plural(photoCount, { one: 'a photo', other: '# photos' })}`;

/** The name of the place of a photo on its way; without a name it is one's own. */
export const toComingName = (ownerName: string | undefined): string =>
  ownerName === undefined ? 'Your photo, on its way' : `A photo by ${ownerName}, on its way`;

/** "8 photos by Anna and Mei". */
export const toDayCount = (names: readonly string[], photoCount: number): string => {
  const photos = plural(photoCount, { one: '# photo', other: '# photos' });
  return names.length === 0 ? photos : `${photos} by ${toAdders(names)}`;
};

/** The name of a photo without a caption: "Photo by Anna, today, 18:42". */
export function toPhotoName(caption: string, ownerName: string, at: Date, now: Date): string {
  if (caption !== '') return caption;
  const moment = toMomentWords(at, now);
  return `Photo by ${ownerName}, ${moment.charAt(0).toLowerCase()}${moment.slice(1)}`;
}
