// The files that are made of a received video, in the storage.
import { ORIGINAL, VIDEO } from '@zoetrope/contract/renditions.ts';
import type { Found } from './contents.ts';
import type { ScratchFiles } from './scratch-files.ts';
import type { VideoType } from './sniff.ts';
import { posterKey, receivedKey, renditionKey, type Storage } from './storage.ts';
import type { Videos } from './videos.ts';

export class VideoFiles {
  constructor(
    private readonly videos: Videos,
    private readonly storage: Storage,
    private readonly scratch: ScratchFiles,
  ) {}

  /** Errors: Undecodable, TooHeavy, StorageAway. */
  async makePoster(contentId: string, type: VideoType, durationMs: number): Promise<void> {
    const poster = await this.storage.withFile(receivedKey(contentId), (file) =>
      this.videos.poster(file, type, durationMs),
    );
    await this.storage.put(posterKey(contentId), poster);
  }

  /**
   * The original to take home, and what browsers play where that is another; `onFound` hears of each when it is kept.
   * Errors: Undecodable, TooHeavy, StorageAway; those of `onFound`; the signal's reason.
   */
  async make(
    contentId: string,
    type: VideoType,
    durationMs: number,
    signal: AbortSignal,
    onFound: (found: Found) => Promise<void>,
  ): Promise<void> {
    await this.storage.withFile(receivedKey(contentId), async (file) => {
      const original = await this.cleanInto(renditionKey(contentId, ORIGINAL), file, type, signal);
      await onFound({ originalType: original.type });
      if (!original.isPlayable) {
        await this.scratch.reserve(async (encoded) => {
          await this.videos.encode(file, type, durationMs, encoded, signal);
          await this.cleanInto(renditionKey(contentId, VIDEO), encoded, 'mp4', signal);
        });
      }
      await onFound({ playback: 'ready', plays: original.isPlayable ? ORIGINAL : VIDEO });
    });
  }

  private async cleanInto(key: string, file: string, type: VideoType, signal: AbortSignal) {
    return this.scratch.reserve(async (cleaned) => {
      const found = await this.videos.clean(file, type, cleaned, signal);
      await this.storage.put(key, { file: cleaned });
      return found;
    });
  }
}
