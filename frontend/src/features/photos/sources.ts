import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoSrcset, type RenditionFormat } from '@zoetrope/contract/renditions.ts';

/** Smallest bytes first: a browser takes the first format that it knows. */
const FORMATS: readonly [format: RenditionFormat, type: string][] = [
  ['avif', 'image/avif'],
  ['webp', 'image/webp'],
];

/** The renditions that there are of a photo, as `<source>` elements say them; the preferred format first. */
export const sourcesOf = (photo: PhotoRow) =>
  FORMATS.flatMap(([format, type]) => {
    const srcSet = photoSrcset(photo, format);
    return srcSet ? [{ type, srcSet }] : [];
  });

/** The newest photo that fills a wide cover without being blown up; `photos` newest first. */
export const findCover = (photos: readonly PhotoRow[]): PhotoRow | undefined =>
  photos.find((photo) => photo.widthPx >= 1000 && photo.widthPx >= photo.heightPx);
