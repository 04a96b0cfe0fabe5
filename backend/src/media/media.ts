// The room as one thing: its parts, put together, and what they do when the server starts and stops.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { DataSource } from 'typeorm';
import type { Authentication } from '#carriers/authentication.port.ts';
import type { Commands, Judge } from '#engine/ports.ts';
import type { NodeAnnouncements } from '#realtime/announcements.ts';
import type { StorageSettings } from '#config/storage-settings.ts';
import { Arrivals } from './arrivals.ts';
import { ContentJobs, type JobKind } from './content-jobs.ts';
import { Contents } from './contents.ts';
import { DuplicateSearch } from './duplicates.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { DownloadRoute } from './download-route.ts';
import { Downloads } from './downloads.ts';
import { Originals } from './originals.ts';
import { Places } from './places.ts';
import { PhotoAccess } from './photo-access.ts';
import { PhotoRoute } from './photo-route.ts';
import { PhotoStates } from './photo-states.ts';
import { Quotas } from './quotas.ts';
import { Remains } from './remains.ts';
import { StandIns } from './stand-ins.ts';
import { Sweeper } from './sweeper.ts';
import { UploadLocks } from './upload-locks.ts';
import { UploadStore } from './upload-store.ts';
import { uploaderOf } from './upload-wish.ts';
import { assertNotTooLong, Uploads } from './uploads.ts';
import { PICTURES_AT_ONCE } from './turnstile.ts';
import { UnfinishedPhotos } from './unfinished-photos.ts';
import { VideoFiles } from './video-files.ts';
import { Videos } from './videos.ts';
import { MediaWorker } from './worker.ts';

export interface MediaSettings {
  readonly engine: Commands & Judge & { readonly dataSource: DataSource; readonly registry: Registry };
  readonly authentication: Authentication;
  /** Holds what S3 does not: see Places. */
  readonly dataDir: string;
  readonly settings: StorageSettings;
  /** Whether other processes may work on the same database. */
  readonly hasOtherNodes: boolean;
  /** Whether this process makes pictures; else it leaves them to those that do. */
  readonly makesPictures: boolean;
  /** Absent: videos are refused, and those that are there wait for a process that has one. */
  readonly ffmpeg: Ffmpeg | undefined;
  /** Word to those, and from them. */
  readonly announcements: Pick<NodeAnnouncements, 'publish' | 'on'>;
}

/** Word between nodes: a photo has arrived. */
const ARRIVED = 'photo arrived';

// A job that this process adds wakes it; looking around is for what nobody told us of.
const LOOK_ALONE_MS = 60_000;
const LOOK_AMONG_OTHERS_MS = 5_000;

export class Media {
  private readonly places: Places;
  readonly uploads: Uploads;
  readonly photos: PhotoRoute;
  readonly downloads: Downloads;
  readonly quotas: Quotas;
  readonly duplicates: DuplicateSearch;
  readonly downloadRoute: DownloadRoute;
  readonly unfinished: UnfinishedPhotos;
  /** Whether this process takes videos. */
  readonly takesVideos: boolean;
  private readonly workers: ReadonlyMap<JobKind, MediaWorker>;
  readonly sweeper: Sweeper;
  private readonly hasOtherNodes: boolean;

  constructor({
    engine,
    authentication,
    dataDir,
    settings,
    hasOtherNodes,
    makesPictures,
    ffmpeg,
    announcements,
  }: MediaSettings) {
    const source = engine.dataSource;
    this.places = new Places(dataDir, settings);
    const storage = this.places.media;
    const contents = new Contents(source, storage);
    const states = new PhotoStates(contents, engine);
    this.quotas = new Quotas(source, settings, dataDir);
    const locks = new UploadLocks(source);
    const store = new UploadStore(source, this.places.uploads, this.places.scratch, {
      assertMayWrite: (id) => locks.assertHeld(id),
      assertSpace: (byteCount) => this.quotas.assertSpace(byteCount),
      assertMayAnnounce: (manager, { metadata, size }) =>
        this.quotas.announce(manager, uploaderOf(metadata)!.id, size!),
      assertMayBegin: (head, byteCount) => assertNotTooLong(head, byteCount, this.takesVideos),
    });
    const lookEveryMs = hasOtherNodes ? LOOK_AMONG_OTHERS_MS : LOOK_ALONE_MS;
    this.hasOtherNodes = hasOtherNodes;
    const videos = ffmpeg && new Videos(ffmpeg);
    this.takesVideos = videos !== undefined;
    const work = (kind: JobKind, places: number, files?: VideoFiles): [JobKind, MediaWorker] => {
      const pace = { lookEveryMs, isAlone: !hasOtherNodes, places };
      return [kind, new MediaWorker(new ContentJobs(source, kind), contents, storage, states, pace, files)];
    };
    this.workers = new Map([
      ...(makesPictures ? [work('pictures', PICTURES_AT_ONCE)] : []),
      ...(makesPictures && videos ? [work('videos', 1, new VideoFiles(videos, storage, this.places.scratch))] : []),
    ]);
    const wake = (...kinds: JobKind[]) => {
      for (const kind of kinds) this.workers.get(kind)?.wake();
      // Others do what this process cannot.
      if (!kinds.every((kind) => this.workers.has(kind))) announcements.publish(ARRIVED, '');
    };
    const arrivals = new Arrivals(store, locks, contents, this.quotas, states, storage, engine, videos, wake);
    this.unfinished = new UnfinishedPhotos(source, () => wake('pictures', 'videos'));
    announcements.on(ARRIVED, () => this.workers.forEach((worker) => worker.wake()));
    this.uploads = new Uploads({
      uploads: store,
      locks,
      quotas: this.quotas,
      contents,
      arrivals,
      authentication,
      source,
      takesVideos: this.takesVideos,
    });
    const access = new PhotoAccess(engine, contents);
    const originals = new Originals(source, storage);
    const standIns = new StandIns(source, storage);
    this.photos = new PhotoRoute(access, authentication, storage, originals, standIns);
    this.downloads = new Downloads(source, engine, access, originals, standIns);
    this.duplicates = new DuplicateSearch(source, engine);
    this.downloadRoute = new DownloadRoute(this.downloads, authentication);
    this.sweeper = new Sweeper(
      source,
      engine,
      contents,
      store,
      locks,
      this.quotas,
      arrivals,
      this.downloads,
      new Remains(source, engine.registry),
      () => this.places.sweep(false),
    );
  }

  async start(): Promise<void> {
    await this.places.check();
    await this.places.sweep(!this.hasOtherNodes);
    for (const worker of this.workers.values()) await worker.start();
    this.sweeper.start();
  }

  /** Resolves when nothing of this room is under way; takes as long as one rendition at most. */
  async stop(): Promise<void> {
    await Promise.all([...[...this.workers.values()].map((worker) => worker.stop()), this.sweeper.stop()]);
  }
}
