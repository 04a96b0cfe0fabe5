// How much room photos take.
import * as z from 'zod/mini';

/** GET /api/usage -> Usage. Only for signed-in people. */
export const USAGE_URL = '/api/usage';

export const Usage = z.object({
  /** Of my photos' files as I sent them; the same bytes count once. And of those whose sending has begun. */
  usedBytes: z.int(),
  photoCount: z.int(),
  /** What the site gives each person; null for no limit. */
  limitBytes: z.nullable(z.int()),
  /** For administrators; null for everybody else. Nobody can say how much is free in S3. */
  site: z.nullable(z.object({ usedBytes: z.int(), limitBytes: z.nullable(z.int()), freeBytes: z.nullable(z.int()) })),
});
export type Usage = z.infer<typeof Usage>;
