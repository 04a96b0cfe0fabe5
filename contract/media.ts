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
