// Makes renditions: takes jobs from PostgreSQL, a few at once. A job that was taken is finished by somebody, whoever dies;
// making the same rendition twice writes the same file.
import fs from 'node:fs/promises';
import { CURRENT_SET, FIRST_SET, ORIGINAL, type RenditionName } from '@zoetrope/contract/renditions.ts';
import { describeError, logLine } from '#log.ts';
import type { ContentJob } from './content-job.entity.ts';
import { LEASE_S, MAX_ATTEMPTS, type ContentJobs } from './content-jobs.ts';
import type { Contents, Found } from './contents.ts';
import type { Content } from './content.entity.ts';
import { develop, developRaw, type Developed } from './develop.ts';
import { withoutMetadata } from './original.ts';
import { measureStored } from './originals.ts';
import type { PhotoStates } from './photo-states.ts';
import { mayMove, readHeader, reencode, reencodedType } from './pictures.ts';
import { findRawPreview } from './raw-preview.ts';
import { renderPhoto } from './renditions.ts';
import { isDeveloped, isVideo, type PictureType, type VideoType } from './sniff.ts';
import { developedKey, posterKey, prefixOf, receivedKey, renditionKey, StorageAway, type Storage } from './storage.ts';
import { Undecodable } from './undecodable.ts';
import type { VideoFiles } from './video-files.ts';

/** A storage that is away says nothing about a photo: it waits for as long as that lasts, and loses no attempt. */
const STORAGE_PAUSE_S = 5;

export interface WorkerSettings {
  /** How often to look for jobs that nobody told us of, ms: other nodes' and those whose pause is over. */
  readonly lookEveryMs: number;
  /** True where no other process works on the same database: leases that are found at the start are of the dead. */
  readonly isAlone: boolean;
  /** How many jobs at once. */
  readonly places: number;
}

/** The last photo of the content was removed meanwhile. */
class Gone extends Error {}
/** We were asked to stop in the middle of a photo. */
class Stopped extends Error {}

/** A set that differs from the next in what is partly transparent, and in nothing else. */
const TRANSPARENT_WERE_WRONG = 2;

export class MediaWorker {
  private readonly atWork = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** Whether somebody called while we looked: what we saw may be too old. */
  private wasWoken = false;
  /** Ends what takes longer than a rendition. */
  private readonly stopping = new AbortController();

  constructor(
    private readonly jobs: ContentJobs,
    private readonly contents: Contents,
    private readonly storage: Storage,
    private readonly states: PhotoStates,
    private readonly settings: WorkerSettings,
    /** For those whose jobs are videos. */
    private readonly videos?: VideoFiles,
  ) {}

  async start(): Promise<void> {
    if (this.settings.isAlone) await this.jobs.releaseAll();
    await this.jobs.renewOutdated();
    this.wake();
  }

  /** There is something to do, now. */
  wake(): void {
    this.wasWoken = true;
    clearTimeout(this.timer);
    if (this.isStopped || this.atWork.size >= this.settings.places) return;
    const run: Promise<void> = this.workOff().finally(() => {
      this.atWork.delete(run);
      // Somebody called while photos were told, when no more jobs were looked for.
      if (this.wasWoken) this.wake();
      else this.rest();
    });
    this.atWork.add(run);
  }

  /** Resolves when the jobs under way are done; no new one is taken. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopping.abort(new Stopped());
    clearTimeout(this.timer);
    await Promise.all(this.atWork);
  }

  private async workOff(): Promise<void> {
    try {
      while (!this.isStopped) {
        this.wasWoken = false;
        const job = await this.jobs.claim();
        if (job) await this.work(job);
        else if (!this.wasWoken) break;
      }
      await this.states.catchUp();
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

  private async work(job: ContentJob): Promise<void> {
    const renewing = setInterval(() => void this.jobs.renew(job.contentId).catch(() => {}), (LEASE_S * 1000) / 3);
    try {
      // A process that dies settles nothing: what kills it must not kill it at every start.
      if (job.attempts > MAX_ATTEMPTS) throw new Error('whoever worked on it did not come back, time after time');
      await this.makeAll(job);
    } catch (error) {
      if (error instanceof Stopped) await this.jobs.putBack(job.contentId);
      else if (error instanceof StorageAway) await this.jobs.putBack(job.contentId, STORAGE_PAUSE_S);
      else await this.settle(job, error);
    } finally {
      clearInterval(renewing);
    }
  }

  private async makeAll({ contentId }: ContentJob): Promise<void> {
    const content = await this.contents.find(contentId);
    if (!content) throw new Gone();
    // Somebody was killed between making the first rendition and saying so; the others take their time.
    await this.states.show(contentId);
    await this.storage.withFile(await this.pictureKey(content), async (file) => {
      const renditions = await this.render(content, file);
      await this.publish(contentId, { renditions, renditionSet: CURRENT_SET });
      await this.states.show(contentId);
      await this.dropOthers(content, renditions);
      await this.keepOriginal(content, file);
      await this.publish(contentId, await measureStored(this.storage, contentId));
      await this.jobs.finish(contentId);
    });
  }

  private async keepOriginal({ id, type, playback, durationMs }: Content, file: string): Promise<void> {
    // What is developed has its own from its arrival.
    if (isDeveloped(type) || playback === 'ready') return;
    if (isVideo(type)) {
      await this.videos!.make(id, type, durationMs!, this.stopping.signal, (found) => this.publish(id, found));
      await this.states.show(id);
      return;
    }
    const original = await makeOriginal(file, type);
    if (original) await this.storage.put(renditionKey(id, ORIGINAL), original.bytes);
    await this.publish(id, { originalType: original?.type ?? null });
  }

  /** The names of all renditions of the current set, which are kept then. */
  private async render({ id, renditions, renditionSet }: Content, file: string): Promise<RenditionName[]> {
    // Whoever had the job before was killed behind this, or could not make what comes after it.
    if (renditions.length > 0 && renditionSet === CURRENT_SET) return renditions;
    if (renditions.length > 0 && renditionSet === TRANSPARENT_WERE_WRONG && !(await readHeader(file)).isTransparent)
      return [...renditions];
    // What the arrival has made is of this set, unless it was made long ago.
    const made = renditionSet === FIRST_SET ? [...renditions] : [];
    for await (const { name, bytes } of renderPhoto(file, (one) => made.includes(one))) {
      await this.storage.put(renditionKey(id, name), bytes);
      made.push(name);
      // Bytes that came without a look at them: on screens with the first one, the others are a matter of sharpness.
      if (renditions.length === 0 && made.length === 1) {
        await this.publish(id, { renditions: made });
        await this.states.show(id);
      }
      if (this.isStopped) throw new Stopped();
    }
    return made;
  }

  private async dropOthers({ id, renditions }: Content, kept: readonly RenditionName[]): Promise<void> {
    for (const name of renditions) if (!kept.includes(name)) await this.storage.remove(renditionKey(id, name));
  }

  /** Where the picture is that renditions are made from. */
  private async pictureKey({ id, type, durationMs }: Content): Promise<string> {
    if (isVideo(type)) return this.posterKeyOf(id, type, durationMs!);
    if (!isDeveloped(type)) return receivedKey(id);
    const key = developedKey(id);
    if ((await this.storage.findSize(key)) === undefined) {
      // Somebody was killed between keeping the one and the other.
      const developed = await this.storage.withFile(receivedKey(id), (file) => developAgain(file, type));
      await this.storage.put(key, developed.bytes);
      await this.publish(id, { originalType: developed.type });
    }
    return key;
  }

  private async posterKeyOf(id: string, type: VideoType, durationMs: number): Promise<string> {
    const key = posterKey(id);
    if ((await this.storage.findSize(key)) === undefined) await this.videos!.makePoster(id, type, durationMs);
    return key;
  }

  private async publish(contentId: string, found: Found): Promise<void> {
    if (!(await this.contents.publish(contentId, found))) throw new Gone();
  }

  private async settle(job: ContentJob, error: unknown): Promise<void> {
    const { contentId } = job;
    try {
      const content = await this.contents.find(contentId);
      if (!content) {
        // What was written after the others were removed.
        await this.storage.removeAll(prefixOf(contentId));
        return;
      }
      const state = await this.jobs.settle(job, describeError(error), !(error instanceof Undecodable));
      logLine('warning', 'A photo could not be rendered.', { content: contentId, state, error: describeError(error) });
      if (state === 'waiting') return;
      if (content.playback === 'preparing') await this.contents.publish(contentId, { playback: 'failed' });
      await this.states.show(contentId);
      await this.states.fail(contentId);
    } catch (unsettled) {
      // The photos are told by the next one that looks for what was left.
      logLine('warning', 'A job was left.', { content: contentId, error: describeError(unsettled) });
    }
  }
}

async function developAgain(file: string, type: 'heic' | 'raw'): Promise<Developed> {
  const bytes = await fs.readFile(file);
  if (type === 'heic') return develop(bytes, (await readHeader(file)).profile);
  const raw = findRawPreview(bytes);
  if (!raw || raw === 'none') throw new Undecodable('a RAW without a picture');
  return developRaw(raw);
}

/**
 * Undefined when it would take too long: the photo is on screens, and only its download is missing. Of what moves and cannot be
 * made anew as a whole, for it lies on its side, is too large or is damaged further on, it is the picture that is on screens.
 */
async function makeOriginal(file: string, type: PictureType) {
  const { orientation } = await readHeader(file);
  const clean = withoutMetadata(await fs.readFile(file), type, orientation);
  if (clean) return { bytes: clean, type };
  return (await remade(file, type, 'all')) ?? (mayMove(type) ? remade(file, type, 'first') : undefined);
}

async function remade(file: string, type: PictureType, frames: 'all' | 'first') {
  try {
    const made = await reencode(file, type, frames);
    const own = reencodedType(type);
    // Its profile came along whole.
    return { bytes: withoutMetadata(made, own, 1) ?? made, type: own };
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}
