// The one door to a photo's bytes.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { CURRENT_SET } from '@zoetrope/contract/renditions.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Judge } from '#engine/ports.ts';
import type { Contents, Served } from './contents.ts';

/** What may be handed out of a photo; its renditions are never none. */
export interface PhotoBytes extends Served {
  /** True when everyone may see it, signed in or not. */
  readonly isPublic: boolean;
}

/** About 300 bytes each. */
const REMEMBERED = 20_000;
const PHOTO_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export class PhotoAccess {
  /** Only what never changes again: bytes do not, as long as the photo is there, and that is judged each time. */
  private readonly known = new Map<string, Served>();

  constructor(
    private readonly judge: Judge,
    private readonly contents: Contents,
  ) {}

  /**
   * A photo's bytes for somebody who may see it now. Judged from this node's memory; no query for a photo seen before.
   *
   * Errors: Refusal `not-found` when it is absent, not the caller's to see, or has nothing to show yet; `unavailable`.
   */
  async photoFor(caller: Caller, photoId: string): Promise<PhotoBytes> {
    if (!PHOTO_ID.test(photoId)) throw new Refusal('not-found');
    const { key } = PhotoTopic.of({ photoId });
    if (!(await this.judge.judge(caller, key)).ok) throw new Refusal('not-found');
    const bytes = this.known.get(photoId) ?? (await this.find(photoId));
    const isPublic = caller.kind === 'visitor' || (await this.judge.judge(VISITOR, key)).ok;
    return { ...bytes, isPublic };
  }

  /** Whether this caller may see the photo now. Errors: Refusal `unavailable`. */
  async sees(caller: Caller, photoId: string): Promise<boolean> {
    return (await this.judge.judge(caller, PhotoTopic.of({ photoId }).key)).ok;
  }

  private async find(photoId: string): Promise<Served> {
    const bytes = await this.contents.findServed(photoId);
    if (!bytes?.renditions.length) throw new Refusal('not-found');
    const isSettled = bytes.playback === null || bytes.playback === 'ready';
    if (bytes.renditionSet === CURRENT_SET && bytes.originalType && isSettled) this.remember(photoId, bytes);
    return bytes;
  }

  private remember(photoId: string, bytes: Served): void {
    if (this.known.size >= REMEMBERED) this.known.delete(this.known.keys().next().value!);
    this.known.set(photoId, bytes);
  }
}
