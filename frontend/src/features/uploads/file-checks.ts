// What can be told of a file before its first byte is sent; in the same codes as the server's.
import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';

/** Why a file cannot become a photo; undefined when only the server can tell. */
export async function checkFile(file: Blob): Promise<ErrorCode | undefined> {
  if (file.size === 0) return 'photo-empty';
  if (file.size > LIMITS.photoBytes) return 'photo-too-large';
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    // The file was moved or taken away after it was chosen.
    return 'photo-damaged';
  }
  return undefined;
}
