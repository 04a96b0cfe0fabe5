import fs from 'node:fs/promises';
import { errorBody, Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { toErrorBody } from '#errors.ts';
import { DatabaseUnreachable } from '#store/database.ts';

/** Left for the database, its log and ours: a disk filled to its last byte stops more than uploads. */
const RESERVED_BYTES = 256 * 1024 * 1024;

/** The system's "no room" in the words of the contract; anything else as it is. */
export function toRefusal(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Refusal('disk-full') : error;
}

/** Errors: Refusal `disk-full` when `byteCount` more in this folder would eat into the reserve. */
export async function assertRoom(folder: string, byteCount: number, reservedBytes = RESERVED_BYTES): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  if (bavail * bsize - byteCount < reservedBytes) throw new Refusal('disk-full');
}

/** An error body for anything that this room throws. Effects: what is not the caller's doing is reported, once. */
export function toMediaErrorBody(error: unknown, where: string): ErrorBody {
  if (error instanceof DatabaseUnreachable) return errorBody('unavailable', { retryAfterMs: 1_000 });
  return toErrorBody(toRefusal(error), where);
}
