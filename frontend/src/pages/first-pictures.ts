// The pictures that a phone sees first are asked for before the rest of the app is run: until it has drawn the page, they
// have come. A hint and nothing else; what is shown, in which size, is said by the pages. Imports nothing that takes long.
import type { Group } from '@zoetrope/contract/features/groups.ts';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { firstAnswerHere } from '#features/accounts/first-answer.ts';
import { COVER_SIZES } from '#features/groups/cover-sizes.ts';
import { newestFirst } from '#features/photos/line.ts';
import { FIRST_COLUMN_PX } from '#features/photos/phone-column.ts';
import { toRollRows, toRolls } from '#features/photos/rolls.ts';
import { toPrintRatio } from '#features/photos/shape.ts';
import { findCover, sourcesOf } from '#features/photos/sources.ts';

/** A roll's hour begins with its oldest photo; so many of the newest are looked at. */
const LOOKED_AT = 60;

function rowsOf<R>(entity: string): R[] {
  const changes = (firstAnswerHere()?.batches ?? []).flatMap((batch) => (batch.k === 'snap' ? batch.ch : []));
  return changes.flatMap(({ e, row }) => (e === entity && row ? [row as unknown as R] : []));
}

function ask(photo: PhotoRow, sizes: string): void {
  const [best] = sourcesOf(photo);
  if (!best) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'image', type: best.type, imageSizes: sizes, imageSrcset: best.srcSet });
  link.fetchPriority = 'high';
  document.head.append(link);
}

function askForCover(groupId: string): void {
  const coverId = rowsOf<RowOf<typeof Group>>('groups').find(({ id }) => id === groupId)?.coverPhotoId;
  const photos = rowsOf<PhotoRow>('photos').filter((photo) => photo.groupId === groupId && photo.state === 'ready');
  const cover =
    photos.find(({ id }) => id === coverId) ?? (coverId ? undefined : findCover(photos.toSorted(newestFirst)));
  if (cover) ask(cover, COVER_SIZES);
}

function askForFirstRoll(widthPx: number): void {
  const photos = rowsOf<PhotoRow>('photos').toSorted(newestFirst).slice(0, LOOKED_AT);
  const shown = toRolls(photos)[0]?.photos ?? [];
  let from = 0;
  for (const count of toRollRows(shown.map(toPrintRatio), widthPx)) {
    for (const photo of shown.slice(from, from + count)) ask(photo, `${Math.ceil(widthPx / count)}px`);
    from += count;
  }
}

const [, groupId] = /^\/g\/([^/]+)$/u.exec(location.pathname) ?? [];
if (FIRST_COLUMN_PX !== undefined && groupId !== undefined) askForCover(groupId);
if (FIRST_COLUMN_PX !== undefined && location.pathname === '/') askForFirstRoll(FIRST_COLUMN_PX);
