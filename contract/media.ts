// What uploader, server and viewer agree on about a photo's bytes.
import * as z from 'zod/mini';
import { AudienceInput } from '@zoetrope/contract/features/audiences.ts';
import { LIMITS, optionalText } from '@zoetrope/contract/limits.ts';

/**
 * For a file input's `accept`: named one by one, so that a phone sends its HEIC as it is and does not convert it, and with
 * the names' ends where desktops know no type for them.
 */
export const ACCEPTED_TYPES = [
  ...['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff', 'image/heic', 'image/heif'],
  ...['.heic', '.heif', '.tif', '.tiff'],
] as const;

/** In CSS pixels times the screen's density; a photo narrower than one has no wider ones. */
export const RENDITION_WIDTHS = [320, 640, 1280, 2048] as const;
export type RenditionWidth = (typeof RENDITION_WIDTHS)[number];

/** Smallest bytes first. */
export const RENDITION_FORMATS = ['webp', 'jpg'] as const;
export type RenditionFormat = (typeof RENDITION_FORMATS)[number];

export type RenditionName = `w${RenditionWidth}.${RenditionFormat}`;
/** Full size, in the format that was uploaded, without its metadata. */
export const ORIGINAL = 'original';

/**
 * The widths that exist of a photo, ascending, never empty.
 *
 * The last is the first that is as wide as the photo, or the widest there is; it is then the photo's own width, for
 * nothing is enlarged: `srcset` wants `min(width, widthPx)`.
 */
export function renditionWidths(widthPx: number): RenditionWidth[] {
  const enough = RENDITION_WIDTHS.findIndex((width) => width >= widthPx);
  return RENDITION_WIDTHS.slice(0, enough < 0 ? undefined : enough + 1);
}

/** The address of a photo's bytes. Every request is judged; the address gives nothing away but the photo's id. */
export const photoUrl = (photoId: string, rendition: RenditionName | typeof ORIGINAL): string =>
  `/photos/${photoId}/${rendition}`;

/** A `srcset` of every width that exists in one format. */
export const photoSrcset = (photoId: string, widthPx: number, format: RenditionFormat): string =>
  renditionWidths(widthPx)
    .map((width) => `${photoUrl(photoId, `w${width}.${format}`)} ${Math.min(width, widthPx)}w`)
    .join(', ');

/** The tus endpoint. Only for signed-in people, from the site's own pages. */
export const UPLOADS_URL = '/api/uploads';
/** Carries the code of a refusal where an answer has no body (HEAD, after the answer to the last byte was lost). */
export const UPLOAD_ERROR_HEADER = 'x-zoetrope-error';

/**
 * What travels in `Upload-Metadata`; every value is a text there, `audience` is JSON.
 * `photoId` is drawn by the client (`newId()`), which can so show the photo's place before its first byte is sent.
 */
export const UploadMetadata = z.object({
  photoId: z.uuid(),
  audience: AudienceInput,
  caption: optionalText(LIMITS.captionGraphemes),
});
export type UploadWish = z.infer<typeof UploadMetadata>;

/** The values of `Upload-Metadata` for a wish, as `tus-js-client` takes them. */
export const toUploadMetadata = (wish: UploadWish): Record<string, string> => ({
  photoId: wish.photoId,
  audience: JSON.stringify(wish.audience),
  caption: wish.caption,
});
