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
  ...['.heic', '.heif', '.tif', '.tiff', '.dng', '.nef', '.cr2', '.arw'],
] as const;

/** The same for videos, where the server takes them: `UploadKinds`. */
export const ACCEPTED_VIDEO_TYPES = [
  ...['video/mp4', 'video/quicktime', 'video/webm'],
  ...['.mp4', '.m4v', '.mov', '.webm'],
] as const;

/** Smallest bytes first. */
export type RenditionFormat = 'avif' | 'webp' | 'jpg';
export type RenditionName = `w${number}.${RenditionFormat}`;
interface RenditionSet {
  /** In CSS pixels times the screen's density, ascending; a photo narrower than one has no wider ones. */
  readonly widths: readonly number[];
  readonly formats: readonly RenditionFormat[];
}

/**
 * What there is of a photo, by the number that its row names: 0 with the first rendition alone, which is there within
 * moments; above it one for each time that we changed our mind. A photo with less than the last is rendered again, in the
 * background, and keeps what it has until then.
 */
export const RENDITION_SETS = [
  { widths: [640], formats: ['webp', 'jpg'] },
  { widths: [320, 640, 1280, 2048], formats: ['webp', 'jpg'] },
  { widths: [320, 640, 1280, 1920, 2560], formats: ['avif', 'webp', 'jpg'] },
] as const satisfies readonly RenditionSet[];
export const FIRST_SET = 0;
export const CURRENT_SET = RENDITION_SETS.length - 1;

/** The declared set; the last for a number that only a newer server knows. */
export const renditionSet = (number: number): RenditionSet => RENDITION_SETS[number] ?? RENDITION_SETS[CURRENT_SET]!;
/** Full size, in the format that was uploaded, without its metadata. */
export const ORIGINAL = 'original';
/** What browsers play of a video, once its row says that it can be played. */
export const VIDEO = 'video';

/**
 * The widths that exist of a photo in a set, ascending, never empty.
 *
 * The last is the first that is as wide as the photo, or the widest there is; it is then the photo's own width, for
 * nothing is enlarged: `srcset` wants `min(width, widthPx)`.
 */
export function renditionWidths(widthPx: number, set: number): readonly number[] {
  const { widths } = renditionSet(set);
  const enough = widths.findIndex((width) => width >= widthPx);
  return widths.slice(0, enough < 0 ? undefined : enough + 1);
}

/** What tells which renditions there are of a photo; its row does. */
export interface Rendered {
  readonly id: string;
  readonly widthPx: number;
  readonly renditions: number;
}

/** The address of a photo's bytes. Every request is judged; the address gives nothing away but the photo's id. */
export const photoUrl = (photoId: string, rendition: RenditionName | typeof ORIGINAL | typeof VIDEO): string =>
  `/photos/${photoId}/${rendition}`;

/** A `srcset` of every width that exists in one format; undefined when there is none in it, or not yet. */
export function photoSrcset({ id, widthPx, renditions }: Rendered, format: RenditionFormat): string | undefined {
  if (!renditionSet(renditions).formats.includes(format)) return undefined;
  const widths = renditionWidths(widthPx, renditions);
  return widths.map((width) => `${photoUrl(id, `w${width}.${format}`)} ${Math.min(width, widthPx)}w`).join(', ');
}

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
  /** Of the whole file, in hex. Bytes that differ when all have arrived are refused: something on the way changed them. */
  sha256: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});
export type UploadWish = z.infer<typeof UploadMetadata>;

/** The values of `Upload-Metadata` for a wish, as `tus-js-client` takes them. */
export const toUploadMetadata = (wish: UploadWish): Record<string, string> => ({
  photoId: wish.photoId,
  audience: JSON.stringify(wish.audience),
  caption: wish.caption,
  ...(wish.sha256 === undefined ? {} : { sha256: wish.sha256 }),
});
