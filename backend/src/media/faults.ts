import { errorBody, Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { toErrorBody } from '#errors.ts';
import { DatabaseUnreachable } from '#store/database.ts';
import { StorageAway } from './storage.ts';

/** Clients come back by themselves, and find the storage away at once for as long as it is. */
const STORAGE_RETRY_MS = 5_000;

/** The system's "no room" and a storage that is away in the words of the contract; anything else as it is. */
export function toRefusal(error: unknown): unknown {
  if (error instanceof StorageAway) return new Refusal('unavailable', { retryAfterMs: STORAGE_RETRY_MS });
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Refusal('disk-full') : error;
}

/** An error body for anything that this room throws. Effects: what is not the caller's doing is reported, once. */
export function toMediaErrorBody(error: unknown, where: string): ErrorBody {
  if (error instanceof DatabaseUnreachable) return errorBody('unavailable', { retryAfterMs: 1_000 });
  return toErrorBody(toRefusal(error), where);
}
