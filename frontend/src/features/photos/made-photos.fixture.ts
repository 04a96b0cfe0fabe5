import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';

/** A photo of the group `lake` by alice, unless told otherwise. */
export const aPhoto = (id: string, createdAt: string, more: Partial<PhotoRow> = {}): PhotoRow => ({
  id,
  ownerId: 'alice',
  groupId: 'lake',
  friendsOfId: null,
  siteId: null,
  caption: '',
  description: null,
  widthPx: 1500,
  heightPx: 1000,
  placeholder: null,
  takenAt: null,
  durationMs: null,
  playback: null,
  renditions: 2,
  state: 'ready',
  createdAt,
  ...more,
});
