// What people take home: originals, as they are, in one zip.
import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

export const DOWNLOADS_URL = '/api/downloads';

/** POST /api/downloads -> Download: a whole group, or the photos that were chosen. Only for signed-in people. */
export const DownloadInput = z.union([
  z.object({ groupId: z.uuid() }),
  z.object({ photoIds: z.array(z.uuid()).check(z.minLength(1), z.maxLength(LIMITS.downloadPhotos)) }),
]);
export type DownloadInput = z.infer<typeof DownloadInput>;

/**
 * A GET of `url` answers the zip, for a day and to the same person. It honours Range and If-Range, so what broke off goes on
 * where it was; each photo is judged when its turn comes. Photos that the person may not see are left out; so are, for now,
 * the `unfinishedCount` whose originals are still being made. Where an original cannot be made its largest picture is taken
 * home instead, and a text in the zip names what is missing. `photoCount` are those in it.
 */
export const Download = z.object({
  url: z.string(),
  photoCount: z.int(),
  unfinishedCount: z.int(),
  byteCount: z.int(),
});
export type Download = z.infer<typeof Download>;
