// What can be told of a file before its first byte is sent; in the same codes as the server's.
import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';

/** Brands of HEIF files that hold HEVC pictures. Source: ISO/IEC 23008-12, annex B; `mif1` and `msf1` say it no closer. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);

/** True for the first twelve bytes of a HEIC file. */
function isHeic(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 12));
  return text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.has(text.slice(8, 12));
}

/** Why a file cannot become a photo; undefined when only the server can tell. */
export async function checkFile(file: Blob): Promise<ErrorCode | undefined> {
  if (file.size === 0) return 'photo-empty';
  if (file.size > LIMITS.photoBytes) return 'photo-too-large';
  try {
    if (isHeic(new Uint8Array(await file.slice(0, 12).arrayBuffer()))) return 'photo-heic';
  } catch {
    // The file was moved or taken away after it was chosen.
    return 'photo-damaged';
  }
  return undefined;
}
