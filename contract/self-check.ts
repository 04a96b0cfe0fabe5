// What the administrator's page asks of the server to learn what stands between the two. For administrators alone.
import * as z from 'zod/mini';

export const SELF_CHECK = '/api/self-check';

/** GET /api/self-check: the request as it arrived. No cookie, no address of anybody but whoever asks. */
export const SeenRequest = z.object({
  /** Names the process: another one answers with another name. */
  node: z.string(),
  /** Scheme and host, as this server understands them. */
  origin: z.string(),
  /** Whose request it takes this for. */
  address: z.string(),
  /** Who opened the connection: the proxy, where there is one. */
  peer: z.string(),
  /** Headers that proxies add, with their values. */
  forwarded: z.record(z.string(), z.string()),
  settings: z.object({ publicUrl: z.nullable(z.string()), trustProxy: z.boolean(), hasOtherNodes: z.boolean() }),
});
export type SeenRequest = z.infer<typeof SeenRequest>;

/**
 * GET /api/self-check/pieces: so many pieces, one each `everyMs`. All at once means that somebody kept them back. Each is
 * larger than the buffers that nginx fills before it goes on (two of 4 or 8 kB), which is no keeping back.
 */
export const PIECES = { count: 4, everyMs: 400, bytes: 32 * 1024 } as const;
/** GET /api/self-check/hold: says nothing for this long, then answers. As long as a long poll is held. */
export const HOLD_MS = 25_000;
/** POST /api/self-check/bytes with so many: as large as the pieces of an upload. */
export const BYTES = 8 * 1024 * 1024;
export const BytesArrived = z.object({ count: z.int() });
export type BytesArrived = z.infer<typeof BytesArrived>;
