// What can be told of a file before its first byte is sent; in the same codes as the server's.
import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';

const VIDEO_NAME = /\.(mp4|m4v|mov|webm)$/iu;

/** By name and announced type, as a courtesy: the server tells from the bytes. */
export const isVideoFile = ({ name, type }: { readonly name?: string; readonly type: string }): boolean =>
  type.startsWith('video/') || VIDEO_NAME.test(name ?? '');

/** Why a file cannot become a photo; undefined when only the server can tell. `takesVideos` is what the server says. */
export async function checkFile(
  file: Blob & { readonly name?: string },
  takesVideos: () => Promise<boolean | undefined>,
): Promise<ErrorCode | undefined> {
  if (file.size === 0) return 'photo-empty';
  if (isVideoFile(file)) {
    if ((await takesVideos()) === false) return 'videos-are-off';
    if (file.size > LIMITS.videoBytes) return 'video-too-large';
  } else if (file.size > LIMITS.photoBytes) return 'photo-too-large';
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    // The file was moved or taken away after it was chosen.
    return 'photo-damaged';
  }
  return undefined;
}
