// What can be added beside photos, asked by whoever is about to choose.
import * as z from 'zod/mini';

/** GET -> UploadKinds. */
export const UPLOAD_KINDS_URL = '/api/upload-kinds';

/** Videos need a program that not every machine has. */
export const UploadKinds = z.object({ videos: z.boolean() });
export type UploadKinds = z.infer<typeof UploadKinds>;
