import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';

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
