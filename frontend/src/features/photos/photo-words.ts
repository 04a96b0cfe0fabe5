// How photos are spoken of: who added how many, and what one is called.
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';
import { toIsolated } from '#words/isolated.ts';
import { toMomentWords } from '#words/times.ts';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';

const SAID: Readonly<
  Record<
    'arrival' | 'adding' | 'coming' | 'ownComing' | 'dayCount' | 'name' | 'ownName' | 'video' | 'ownVideo',
    MessageDescriptor
  >
> = defineMessages({
  arrival: {
    id: 'photos.arrival',
    defaultMessage:
      '{people, plural, one {{first}} =2 {{first} and {second}} other {{first} and {others, plural, one {# other} other {# others}}}} added {photos, plural, one {a photo} other {# photos}}',
  },
  adding: {
    id: 'photos.adding',
    defaultMessage:
      '{people, plural, one {{first} is} =2 {{first} and {second} are} other {{first} and {others, plural, one {# other} other {# others}} are}} adding {photos, plural, one {a photo} other {# photos}}',
  },
  coming: { id: 'photos.coming', defaultMessage: 'A photo by {name}, on its way' },
  ownComing: { id: 'photos.coming.own', defaultMessage: 'Your photo, on its way' },
  dayCount: {
    id: 'photos.dayCount',
    defaultMessage:
      '{photos, plural, one {# photo} other {# photos}}{people, plural, =0 {} one { by {first}} =2 { by {first} and {second}} other { by {first} and {others, plural, one {# other} other {# others}}}}',
  },
  name: { id: 'photos.name', defaultMessage: 'Photo by {name}, {moment}' },
  ownName: { id: 'photos.name.own', defaultMessage: 'Photo by you, {moment}' },
  video: { id: 'photos.name.video', defaultMessage: 'Video by {name}, {moment}' },
  ownVideo: { id: 'photos.name.ownVideo', defaultMessage: 'Video by you, {moment}' },
});

/** Two are named, of more the first one and how many others; names are in the order of what they added. */
const toPeople = (intl: IntlShape, names: readonly string[], count: number) => ({
  people: count,
  first: toIsolated(intl, names[0] ?? ''),
  second: toIsolated(intl, names[1] ?? ''),
  others: count - 1,
});

/** "Anna and 2 others added 14 photos". */
export const toArrivalWords = (
  intl: IntlShape,
  names: readonly string[],
  peopleCount: number,
  photoCount: number,
): string => intl.$t(SAID.arrival, { ...toPeople(intl, names, peopleCount), photos: photoCount });

/** "Anna and Ben are adding 14 photos". */
export const toAddingWords = (
  intl: IntlShape,
  names: readonly string[],
  peopleCount: number,
  photoCount: number,
): string => intl.$t(SAID.adding, { ...toPeople(intl, names, peopleCount), photos: photoCount });

/** The name of the place of a photo on its way; without a name it is one's own. */
export const toComingName = (intl: IntlShape, ownerName: string | undefined): string =>
  ownerName === undefined ? intl.$t(SAID.ownComing) : intl.$t(SAID.coming, { name: toIsolated(intl, ownerName) });

/** "8 photos by Anna and Mei". */
export const toDayCount = (intl: IntlShape, names: readonly string[], photoCount: number): string =>
  intl.$t(SAID.dayCount, { ...toPeople(intl, names, names.length), photos: photoCount });

/**
 * What stands for a photo where it cannot be seen: what somebody wrote is on it, else its caption, else "Photo by Anna, today,
 * 18:42". `ownerName` is undefined for one's own.
 */
export function toPhotoName(
  intl: IntlShape,
  photo: Pick<PhotoRow, 'caption' | 'description' | 'createdAt' | 'durationMs'>,
  ownerName: string | undefined,
  now: Date,
): string {
  const written = photo.description ?? photo.caption;
  if (written !== '') return written;
  const moment = toMomentWords(intl, new Date(photo.createdAt), now);
  const [own, others] = photo.durationMs === null ? [SAID.ownName, SAID.name] : [SAID.ownVideo, SAID.video];
  return ownerName === undefined
    ? intl.$t(own, { moment })
    : intl.$t(others, { name: toIsolated(intl, ownerName), moment });
}
