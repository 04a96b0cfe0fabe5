// Whether pictures are somewhere already, asked before their bytes are sent.
import * as z from 'zod/mini';
import { AudienceInput } from '@zoetrope/contract/features/audiences.ts';
import { LIMITS } from './limits.ts';

export const DUPLICATES_URL = '/api/duplicates';

/**
 * POST /api/duplicates -> Duplicates. Answers only about an audience that the caller may see: for any other it is as if
 * there were none such (`not-found`), whatever there is.
 */
export const DuplicatesInput = z.object({
  audience: AudienceInput,
  /** SHA-256 of whole files, in hex. */
  hashes: z
    .array(z.string().check(z.regex(/^[0-9a-f]{64}$/)))
    .check(z.minLength(1), z.maxLength(LIMITS.askedDuplicates)),
});
export type DuplicatesInput = z.infer<typeof DuplicatesInput>;

/** What is there, in no order; each hash at most once. */
export const Duplicates = z.object({
  found: z.array(z.object({ hash: z.string(), photoId: z.uuid(), ownerId: z.uuid(), createdAt: z.iso.datetime() })),
});
export type Duplicates = z.infer<typeof Duplicates>;
export type Duplicate = Duplicates['found'][number];
