// From the last byte to a photo on people's screens in one order that may be cut off anywhere and taken up again:
// inspect, hold the content, keep its bytes, add the photo, let a worker have it, discard the upload.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Upload } from '@tus/server';
import { Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { addPhoto } from '@zoetrope/contract/features/photos.ts';
import type { UploadWish } from '@zoetrope/contract/media.ts';
import type { Commands } from '#engine/ports.ts';
import { describeError, logLine } from '#log.ts';
import type { Content, PhotoContent } from './content.entity.ts';
import type { JobKind } from './content-jobs.ts';
import type { Contents, Held } from './contents.ts';
import { inspect, type Inspected } from './inspect.ts';
import type { Quotas } from './quotas.ts';
import type { PhotoStates } from './photo-states.ts';
import { developedKey, posterKey, receivedKey, renditionKey, type Storage } from './storage.ts';
import type { UploadLocks } from './upload-locks.ts';
import type { UploadStore } from './upload-store.ts';
import type { Uploader } from './upload-wish.ts';
import type { Videos } from './videos.ts';

export interface Arrival {
  readonly uploadId: string;
  readonly uploader: Uploader;
  readonly wish: UploadWish;
}

/** The same attempt may do better later; the bytes are kept. */
const PASSING: ReadonlySet<ErrorBody['kind']> = new Set(['unavailable', 'internal', 'slow-down']);
/** The upload that was refused so is kept. */
export const isPassing = ({ kind }: ErrorBody): boolean => PASSING.has(kind);

export class Arrivals {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly uploads: UploadStore,
    private readonly locks: UploadLocks,
    private readonly contents: Contents,
    private readonly quotas: Quotas,
    private readonly states: PhotoStates,
    private readonly storage: Storage,
    private readonly commands: Commands,
    /** Absent where there is no ffmpeg. */
    private readonly videos: Videos | undefined,
    /** There is work on it. */
    private readonly onAdmitted: (kind: JobKind) => void,
  ) {}

  /**
   * Makes a photo of a complete upload; once, however often it is called, on however many nodes, and wherever it was cut off
   * before. A node that starts takes up what is complete, while another one may be answering the last byte.
   *
   * Errors: Refusal, those of `inspect`, `disk-full`, and those of the command that adds a photo. Nothing is left of the
   * upload then, unless the cause passes (`unavailable`, `internal`).
   */
  finish(arrival: Arrival): Promise<void> {
    const { uploadId } = arrival;
    const current =
      this.underWay.get(uploadId) ??
      this.locks.whileHeld(uploadId, () => this.take(arrival)).finally(() => this.underWay.delete(uploadId));
    this.underWay.set(uploadId, current);
    return current;
  }

  private async take(arrival: Arrival): Promise<void> {
    const { uploadId } = arrival;
    try {
      const known = (await this.contents.findByUpload(uploadId))?.use;
      await this.add(known?.state === 'arrived' || !known ? await this.keep(arrival) : known);
    } catch (error) {
      if (error instanceof Refusal && !isPassing(error.body)) await this.uploads.discard(uploadId);
      throw error;
    }
  }

  /** The photo's use of its content, whose bytes are in the storage then. */
  private keep(arrival: Arrival): Promise<PhotoContent> {
    return this.uploads.withFile(arrival.uploadId, (file) => this.keepFile(arrival, file));
  }

  private async keepFile({ uploadId, uploader, wish }: Arrival, file: string): Promise<PhotoContent> {
    const { hash, byteCount } = await digest(file);
    if (wish.sha256 !== undefined && wish.sha256 !== hash) throw new Refusal('upload-checksum');
    // What is known has been looked at, and is not decoded again.
    const known = await this.contents.findByHash(hash);
    const inspected = known ? undefined : await inspect(file, this.videos);
    const { type, widthPx, heightPx, durationMs, takenAt, placeholder } = (known ?? inspected)!;
    const { photoId, audience, caption } = wish;
    const addition = { id: photoId, audience, caption, widthPx, heightPx, durationMs, takenAt };
    const { use, content } = await this.contents.hold(
      { photoId, uploadId, uploader, addition },
      { hash, type, byteCount, widthPx, heightPx, durationMs, takenAt, placeholder },
      // Others may have arrived since this one began.
      (manager) => this.quotas.reserve(manager, uploader.id, { hash, byteCount }),
    );
    // The first answer to these bytes was lost and they were sent again: that is the same photo. Anything else is not.
    if (use.uploader.id !== uploader.id || content.hash !== hash) throw new Refusal('conflict');
    // Two who bring the same bytes at once may both write them: whole, and the same.
    if ((await this.storage.findSize(receivedKey(content.id))) !== byteCount) {
      await this.storage.put(receivedKey(content.id), { file });
    }
    if (inspected) await this.keepFirst(content, inspected);
    return use;
  }

  /** What the look at the file has brought: with it the photo is on screens before a worker has time for it. */
  private async keepFirst({ id }: Content, { first, developed, poster }: Inspected): Promise<void> {
    if (developed) await this.storage.put(developedKey(id), developed.bytes);
    if (poster) await this.storage.put(posterKey(id), poster);
    for (const { name, bytes } of first) await this.storage.put(renditionKey(id, name), bytes);
    await this.contents.publishFirst(id, {
      renditions: first.map(({ name }) => name),
      ...(developed && { originalType: developed.type }),
    });
  }

  private async add(use: PhotoContent): Promise<void> {
    if (use.state !== 'arrived') return;
    const message = { id: use.uploadId, name: addPhoto.name, input: use.addition };
    const ack = await this.commands.run(use.uploader, message, { onServer: true });
    const passes = !ack.ok && isPassing(ack.error);
    // Killed before it was admitted, and found when its receipt was forgotten: it is there, whatever may be added now.
    if (ack.ok || (!passes && (await this.contents.isAdded(use)))) {
      await this.contents.admit(use.photoId);
      this.onAdmitted((use.addition as { durationMs?: number | null }).durationMs ? 'videos' : 'pictures');
      await this.states.show(use.contentId).catch((error: unknown) => {
        // The photo is added, which is what its sender asks; the worker finds who was not told.
        logLine('warning', 'A photo is shown later.', { photo: use.photoId, error: describeError(error) });
      });
      return;
    }
    if (!passes) await this.contents.forget([use.photoId]);
    throw new Refusal(ack.error.code, ack.error);
  }

  /**
   * Takes up what a killed process left between the last byte and the photo.
   *
   * Errors: none; `onError` hears what could not be taken up. What passes is taken up by the next call.
   */
  async resume(toArrival: (upload: Upload) => Arrival | undefined, before: Date, onError: (error: unknown) => void) {
    for (const upload of await this.uploads.findComplete()) {
      try {
        const arrival = toArrival(upload);
        if (!arrival) continue;
        await this.finish(arrival);
        await this.uploads.discard(upload.id);
      } catch (error) {
        onError(error);
      }
    }
    for (const held of await this.contents.findStranded(before)) await this.addStranded(held).catch(onError);
  }

  private async addStranded({ use, content }: Held): Promise<void> {
    const isKept = (await this.storage.findSize(receivedKey(content.id))) === content.byteCount;
    if (isKept) await this.add(use);
    else if (!(await this.uploads.findUpload(use.uploadId))) await this.contents.forget([use.photoId]);
  }
}

async function digest(file: string): Promise<{ hash: string; byteCount: number }> {
  const hash = createHash('sha256');
  let byteCount = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    hash.update(chunk as Buffer);
    byteCount += (chunk as Buffer).length;
  }
  return { hash: hash.digest('hex'), byteCount };
}
