// Photos whose work was given up, for the administrator.
import * as z from 'zod/mini';

/** GET -> UnfinishedPhotos. POST UNFINISHED_PHOTOS_URL/again with RetryInput -> UnfinishedPhotos as they are then. Only for administrators. */
export const UNFINISHED_PHOTOS_URL = '/api/unfinished-photos';

const UnfinishedPhoto = z.object({
  /** One of the photos that show these bytes. */
  photoId: z.uuid(),
  contentId: z.string(),
  /** `dead`: tried too often. `failed`: the bytes cannot be decoded. */
  state: z.enum(['dead', 'failed']),
  /** People see it, in the sizes that there are. */
  isShown: z.boolean(),
  attempts: z.int(),
  /** Of the last attempt, for who knows the machine. */
  reason: z.string(),
});
export type UnfinishedPhoto = z.infer<typeof UnfinishedPhoto>;

/** At most a hundred, the newest first; `waiting` counts what is under way or waits for its turn. */
export const UnfinishedPhotos = z.object({ photos: z.array(UnfinishedPhoto), total: z.int(), waiting: z.int() });
export type UnfinishedPhotos = z.infer<typeof UnfinishedPhotos>;

/** One of them, or all. */
export const RetryInput = z.object({ contentId: z.optional(z.string().check(z.maxLength(100))) });
