// Photos that somebody is adding stand in the lists before they are there, and keep their place when they are.
import { useMemo, useState } from 'react';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { Upload, type UploadRow } from '@zoetrope/contract/features/rolls.ts';
import { useRows } from '#replica/hooks.tsx';
import type { Where } from '#replica/offers.ts';
import { newestFirst } from './line.ts';

/** The place of a photo on its way, in the shape of one; `rollId` tells it from a photo. */
export interface ComingPhoto extends PhotoRow {
  readonly rollId: string;
}

export const isComing = (photo: PhotoRow): photo is ComingPhoto => 'rollId' in photo;

// Made once per row, so that a tile is drawn again only when its row changed.
const coming = new WeakMap<UploadRow, ComingPhoto>();
function toComing(upload: UploadRow): ComingPhoto {
  let photo = coming.get(upload);
  if (!photo) {
    photo = {
      ...upload,
      caption: '',
      description: null,
      placeholder: null,
      takenAt: null,
      durationMs: null,
      playback: null,
      state: 'processing',
      renditions: 0,
    };
    coming.set(upload, photo);
  }
  return photo;
}

const placed = new WeakMap<PhotoRow, PhotoRow>();
function at(photo: PhotoRow, createdAt: string): PhotoRow {
  let same = placed.get(photo);
  if (same?.createdAt !== createdAt) placed.set(photo, (same = { ...photo, createdAt }));
  return same;
}

/**
 * Photos and those on their way as one list, newest first.
 *
 * `places` remembers where the ones on their way stood: for as long as the list is on the screen they stay there when
 * they have become photos, whichever came first.
 */
export function withComing(
  photos: readonly PhotoRow[],
  uploads: readonly UploadRow[],
  places: Map<string, string>,
): readonly PhotoRow[] {
  for (const { id, createdAt } of uploads) places.set(id, createdAt);
  if (places.size === 0) return photos;
  const here = new Set(photos.map(({ id }) => id));
  const still = uploads.filter(({ id }) => !here.has(id)).map(toComing);
  const kept = photos.map((photo) => {
    const place = places.get(photo.id);
    return place === undefined ? photo : at(photo, place);
  });
  return [...still, ...kept].toSorted(newestFirst);
}

/** `photos` (newest first), and those on their way that match `where`. */
export function useWithComing(photos: readonly PhotoRow[], where: Where<UploadRow>): readonly PhotoRow[] {
  const uploads = useRows<UploadRow>(Upload, where);
  const [places] = useState(() => new Map<string, string>());
  return useMemo(() => withComing(photos, uploads, places), [photos, uploads, places]);
}
