// From the last byte to a photo on people's screens in one order that may be cut off anywhere and taken up again:
// inspect, write the job, keep the bytes, add the photo, let a worker have it, discard the upload.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Upload } from '@tus/server';
import { Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { addPhoto } from '@zoetrope/contract/features/photos.ts';
import type { UploadWish } from '@zoetrope/contract/media.ts';
import type { Commands } from '#engine/ports.ts';
import { inspect } from './inspect.ts';
import type { MediaJob } from './media-job.entity.ts';
import type { MediaJobs } from './media-jobs.ts';
import { receivedKey, type Storage } from './storage.ts';
import type { UploadStore } from './upload-store.ts';
import type { Uploader } from './upload-wish.ts';

export interface Arrival {
  readonly uploadId: string;
  readonly uploader: Uploader;
  readonly wish: UploadWish;
}

/** The same attempt may do better later; the bytes are kept. */
const PASSING: ReadonlySet<ErrorBody['kind']> = new Set(['unavailable', 'internal', 'slow-down']);

export class Arrivals {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly uploads: UploadStore,
    private readonly jobs: MediaJobs,
    private readonly storage: Storage,
    private readonly commands: Commands,
    private readonly onAdmitted: () => void,
  ) {}

  /**
   * Makes a photo of a complete upload; once, however often it is called and wherever it was cut off before.
   *
   * Errors: Refusal, those of `inspect`, `disk-full`, and those of the command that adds a photo. Nothing is left of the
   * upload then, unless the cause passes (`unavailable`, `internal`).
   */
  finish(arrival: Arrival): Promise<void> {
    const { uploadId } = arrival;
    const current = this.underWay.get(uploadId) ?? this.take(arrival).finally(() => this.underWay.delete(uploadId));
    this.underWay.set(uploadId, current);
    return current;
  }

  private async take(arrival: Arrival): Promise<void> {
    const { uploadId } = arrival;
    try {
      const known = await this.jobs.findByUpload(uploadId);
      await this.add(known?.state === 'arrived' || !known ? await this.keep(arrival) : known);
    } catch (error) {
      if (error instanceof Refusal && !PASSING.has(error.body.kind)) await this.uploads.discard(uploadId);
      throw error;
    }
  }

  /** The job, and its bytes in the storage. */
  private async keep({ uploadId, uploader, wish }: Arrival): Promise<MediaJob> {
    const file = this.uploads.fileOf(uploadId);
    const { type, widthPx, heightPx, takenAt, placeholder } = await inspect(file);
    const { hash, byteCount } = await digest(file);
    return this.jobs.alone(hash, async () => {
      const { photoId: id, audience, caption } = wish;
      const addition = { id, audience, caption, widthPx, heightPx, takenAt };
      const job = await this.jobs.arrive({
        photoId: id,
        uploadId,
        uploader,
        addition,
        hash,
        type,
        byteCount,
        placeholder,
      });
      // The first answer to these bytes was lost and they were sent again: that is the same photo. Anything else is not.
      if (job.uploader.id !== uploader.id || job.hash !== hash) throw new Refusal('conflict');
      if ((await this.storage.findSize(receivedKey(hash))) !== byteCount) {
        await this.storage.put(receivedKey(hash), createReadStream(file));
      }
      return job;
    });
  }

  private async add(job: MediaJob): Promise<void> {
    if (job.state !== 'arrived') return;
    const message = { id: job.uploadId, name: addPhoto.name, input: job.addition };
    const ack = await this.commands.run(job.uploader, message, { onServer: true });
    if (ack.ok) {
      await this.jobs.admit(job.photoId);
      this.onAdmitted();
      return;
    }
    if (!PASSING.has(ack.error.kind)) await this.jobs.forget([job.photoId]);
    throw new Refusal(ack.error.code, ack.error);
  }

  /**
   * Takes up what a killed process left between the last byte and the photo.
   *
   * Errors: none; `onError` hears what could not be taken up. What passes is taken up by the next call.
   */
  async resume(toArrival: (upload: Upload) => Arrival | undefined, before: Date, onError: (error: unknown) => void) {
    for (const upload of await this.uploads.findComplete()) {
      const arrival = toArrival(upload);
      if (!arrival) continue;
      await this.finish(arrival).then(() => this.uploads.discard(upload.id), onError);
    }
    for (const job of await this.jobs.findStranded(before)) {
      const isKept = (await this.storage.findSize(receivedKey(job.hash))) === job.byteCount;
      if (isKept) await this.add(job).catch(onError);
      else if (!(await this.uploads.findUpload(job.uploadId))) await this.jobs.forget([job.photoId]);
    }
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
