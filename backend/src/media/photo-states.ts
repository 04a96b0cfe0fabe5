// Tells photos what became of their bytes: one content may be shown by many, and each hears it once.
import { createHash } from 'node:crypto';
import { SERVER } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { failPhoto, readyPhoto, type Playback } from '@zoetrope/contract/features/photos.ts';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Commands } from '#engine/ports.ts';
import type { PhotoContent } from './content.entity.ts';
import type { Contents } from './contents.ts';

/** The engine did not say yes or no. */
class Unsettled extends Error {}

interface Told {
  readonly id: string;
  readonly renditions?: number;
  readonly playback?: Playback | null;
  readonly [more: string]: unknown;
}

export class PhotoStates {
  constructor(
    private readonly contents: Contents,
    private readonly commands: Commands,
  ) {}

  /** Lets every photo of a content be seen, once it has a rendition. Errors: Unsettled; ask again then. */
  async show(contentId: string): Promise<void> {
    const content = await this.contents.find(contentId);
    if (!content?.renditions.length) return;
    const { placeholder, widthPx, heightPx, renditionSet: renditions, playback } = content;
    for (const use of await this.contents.findUntold(contentId, 'shown')) {
      await this.tell(use, readyPhoto, { id: use.photoId, placeholder, widthPx, heightPx, renditions, playback });
    }
  }

  /** Every photo of a content that nothing can be shown of. Errors: Unsettled; ask again then. */
  async fail(contentId: string): Promise<void> {
    // A photo that lacks its wider renditions is no failed photo.
    if ((await this.contents.find(contentId))?.renditions.length) return;
    for (const use of await this.contents.findUntold(contentId, 'failed')) {
      await this.tell(use, failPhoto, { id: use.photoId });
    }
  }

  /** Photos that were to be told when a process was killed. Errors: Unsettled. */
  async catchUp(): Promise<void> {
    for (const { id, outcome } of await this.contents.findUntoldContents()) {
      await (outcome === 'shown' ? this.show(id) : this.fail(id));
    }
  }

  /** Runs a command of the server's about a photo, once however often it is tried. */
  private async tell(use: PhotoContent, command: AnyCommand, input: Told) {
    const { renditions = 0, playback = null } = input;
    const purpose = [command.name, renditions, ...(playback === null ? [] : [playback])].join(' ');
    const message = { id: idFor(purpose, use.uploadId), name: command.name, input };
    const ack = await this.commands.run(SERVER, message, { onServer: true });
    const state = command === readyPhoto ? 'shown' : 'failed';
    if (ack.ok) await this.contents.markTold(use.photoId, { state, toldSet: renditions, toldPlayback: playback });
    else if (ack.error.code === 'not-found') await this.contents.forget([use.photoId]);
    else throw new Unsettled(whyOf(ack.error));
  }
}

const whyOf = ({ code, reportId }: ErrorBody): string => (reportId ? `${code} ${reportId}` : code);

/** The same attempt has the same id, on whichever node and after whatever death. A UUID of version 8 (RFC 9562, 5.8). */
function idFor(purpose: string, uploadId: string): string {
  const hex = createHash('sha256').update(`${purpose} ${uploadId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
