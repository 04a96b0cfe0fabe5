// What a feed answers, declared once: for the compiler, and for /api/docs.
import * as z from 'zod/mini';

const Position = z.object({ epoch: z.string(), v: z.int() });

/** Ascending. AVIF where it is made, which takes some seconds longer. */
const FeedImage = z.object({
  widthPx: z.int(),
  avif: z.optional(z.string()),
  webp: z.string(),
  jpeg: z.string(),
});

const FeedPhoto = z.object({
  id: z.uuid(),
  page: z.string(),
  owner: z.object({ id: z.uuid(), name: z.nullable(z.string()) }),
  caption: z.string(),
  createdAt: z.iso.datetime(),
  widthPx: z.int(),
  heightPx: z.int(),
  /** Base64 of a thumbhash. */
  placeholder: z.nullable(z.string()),
  comments: z.int(),
  /** Null for what stands still; `url` is null until it can be played. */
  video: z.nullable(z.object({ durationMs: z.int(), url: z.nullable(z.string()) })),
  images: z.array(FeedImage),
});
export type FeedPhoto = z.infer<typeof FeedPhoto>;

export const FeedPage = z.object({
  /** Newest first. */
  photos: z.array(FeedPhoto),
  /** For `?before=`; null when nothing older exists. */
  next: z.nullable(z.string()),
  /** Where the topics stood: for GET or POST /api/sync, to hear of what comes next. */
  at: z.record(z.string(), Position),
});
export type FeedPage = z.infer<typeof FeedPage>;
