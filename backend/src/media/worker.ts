// Makes renditions: takes jobs from PostgreSQL, as many at once as there are cores to spare. A job that was taken is
// finished by somebody, whoever dies; making the same rendition twice writes the same file.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { SERVER } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { failPhoto, readyPhoto } from '@zoetrope/contract/features/photos.ts';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { ORIGINAL, type RenditionName } from '@zoetrope/contract/media.ts';
import { describeError, logLine } from '#log.ts';
import type { Commands } from '#engine/ports.ts';
import type { MediaJob } from './media-job.entity.ts';
import { LEASE_S, type MediaJobs } from './media-jobs.ts';
import { withoutMetadata } from './original.ts';
import { readHeader, reencode, reencodedType, renderPhoto, Undecodable } from './pictures.ts';
import type { PictureType } from './sniff.ts';
import { receivedKey, renditionKey, type Storage } from './storage.ts';
import { PICTURES_AT_ONCE } from './turnstile.ts';

export interface WorkerSettings {
  /** How often to look for jobs that nobody told us of, ms: other nodes' and those whose pause is over. */
  readonly lookEveryMs: number;
  /** True where no other process works on the same database: leases that are found at the start are of the dead. */
  readonly isAlone: boolean;
}

/** The engine did not say yes or no. */
class Unsettled extends Error {}
/** We were asked to stop in the middle of a photo. */
class Stopped extends Error {}

export class MediaWorker {
  private readonly atWork = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** Whether somebody called while we looked: what we saw may be too old. */
  private wasWoken = false;

  constructor(
    private readonly jobs: MediaJobs,
    private readonly storage: Storage,
    private readonly commands: Commands,
    private readonly settings: WorkerSettings,
  ) {}

  async start(): Promise<void> {
    if (this.settings.isAlone) await this.jobs.releaseAll();
    this.wake();
  }

  /** There is something to do, now. */
  wake(): void {
    this.wasWoken = true;
    clearTimeout(this.timer);
    if (this.isStopped || this.atWork.size >= PICTURES_AT_ONCE) return;
    const run: Promise<void> = this.workOff().finally(() => {
      this.atWork.delete(run);
      this.rest();
    });
    this.atWork.add(run);
  }

  /** Resolves when the jobs under way are done; no new one is taken. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await Promise.all(this.atWork);
  }

  private async workOff(): Promise<void> {
    try {
      while (!this.isStopped) {
        this.wasWoken = false;
        const job = await this.jobs.claim();
        if (job) await this.work(job);
        else if (!this.wasWoken) return;
      }
    } catch (error) {
      // PostgreSQL is away: the jobs are there, and so will we be.
      logLine('warning', 'Renditions wait.', { error: describeError(error) });
    }
  }

  private rest(): void {
    if (this.isStopped || this.atWork.size > 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), this.settings.lookEveryMs).unref();
  }

  private async work(job: MediaJob): Promise<void> {
    const renewing = setInterval(() => void this.jobs.renew(job.photoId).catch(() => {}), (LEASE_S * 1000) / 3);
    try {
      if (!(await this.makeAll(job))) await this.jobs.forget([job.photoId]);
    } catch (error) {
      if (error instanceof Stopped) await this.jobs.putBack(job.photoId);
      else await this.settle(job, error);
    } finally {
      clearInterval(renewing);
    }
  }

  /** False when the photo was removed meanwhile. */
  private async makeAll(job: MediaJob): Promise<boolean> {
    const { photoId, hash, type } = job;
    const twin = await this.jobs.findTwin(job);
    if (twin) {
      const found = { renditions: twin.renditions, originalType: twin.originalType };
      return (await this.show(job, found.renditions)) && this.jobs.publish(photoId, { ...found, state: 'done' });
    }
    return this.storage.withFile(receivedKey(hash), async (file) => {
      const renditions: RenditionName[] = [];
      for await (const { name, bytes } of renderPhoto(file)) {
        await this.storage.put(renditionKey(hash, name), bytes);
        renditions.push(name);
        // On screens with the first one; the others are a matter of sharpness.
        if (renditions.length === 1 && !(await this.show(job, renditions))) return false;
        if (this.isStopped) throw new Stopped();
      }
      const original = await makeOriginal(file, type);
      if (original) await this.storage.put(renditionKey(hash, ORIGINAL), original.bytes);
      return this.jobs.publish(photoId, { renditions, originalType: original?.type ?? null, state: 'done' });
    });
  }

  /** Lets the photo be seen. False when it was removed meanwhile. */
  private async show(job: MediaJob, renditions: RenditionName[]): Promise<boolean> {
    const { id, widthPx, heightPx } = job.addition as { id: string; widthPx: number; heightPx: number };
    if (!(await this.jobs.publish(job.photoId, { renditions }))) return false;
    return this.tell(job, readyPhoto, { id, placeholder: job.placeholder, widthPx, heightPx });
  }

  /** Runs a command of the server's about a photo, once however often it is tried. False when the photo is gone. */
  private async tell(job: MediaJob, command: AnyCommand, input: Record<string, unknown>): Promise<boolean> {
    const message = { id: idFor(command.name, job.uploadId), name: command.name, input };
    const ack = await this.commands.run(SERVER, message, { onServer: true });
    if (!ack.ok && ack.error.code !== 'not-found') throw new Unsettled(whyOf(ack.error));
    return ack.ok;
  }

  private async settle(job: MediaJob, error: unknown): Promise<void> {
    try {
      const state = await this.jobs.settle(job, describeError(error), !(error instanceof Undecodable));
      logLine('warning', 'A photo could not be rendered.', { photo: job.photoId, state, error: describeError(error) });
      if (state === 'waiting' || (await this.isShown(job))) return;
      if (!(await this.tell(job, failPhoto, { id: job.photoId }))) await this.jobs.forget([job.photoId]);
    } catch (unsettled) {
      // The lease runs out, and the job is taken again.
      logLine('warning', 'A job was left.', { photo: job.photoId, error: describeError(unsettled) });
    }
  }

  /** A photo that lacks its wider renditions is no failed photo. */
  private async isShown({ photoId }: MediaJob): Promise<boolean> {
    return ((await this.jobs.findByPhoto(photoId))?.renditions.length ?? 0) > 0;
  }
}

const whyOf = ({ code, reportId }: ErrorBody): string => (reportId ? `${code} ${reportId}` : code);

/** The same attempt has the same id, on whichever node and after whatever death. A UUID of version 8 (RFC 9562, 5.8). */
function idFor(purpose: string, uploadId: string): string {
  const hex = createHash('sha256').update(`${purpose} ${uploadId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Undefined when it would take too long: the photo is on screens, and only its download is missing. */
async function makeOriginal(file: string, type: PictureType) {
  const { orientation } = await readHeader(file);
  const clean = withoutMetadata(await fs.readFile(file), type, orientation);
  if (clean) return { bytes: clean, type };
  try {
    return { bytes: await reencode(file, type), type: reencodedType(type) };
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}
