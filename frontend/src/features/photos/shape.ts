import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';

/** Width divided by height. */
export const toRatio = (photo: Pick<PhotoRow, 'widthPx' | 'heightPx'>): number => photo.widthPx / photo.heightPx;

/** The same for a roll: narrow and wide prints are cropped there, so that neither bursts a row. */
export const toPrintRatio = (photo: PhotoRow): number => Math.min(2.2, Math.max(0.66, toRatio(photo)));
