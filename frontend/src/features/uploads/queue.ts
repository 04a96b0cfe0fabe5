// Files on their way: in order, two at a time, each tried until it is there or a person has to decide.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { checkFile } from './file-checks.ts';
import { Transfer, type TransferEvents } from './transfer.ts';
import { Watched } from './watched.ts';

export interface QueuedFile {
  /** The photo's id from the first moment on. */
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sentBytes: number;
  readonly audience: PhotoAudience;
  /** Of the file itself; for a small picture in the list. */
  readonly previewUrl: string;
  /** `stopped` goes on by itself when the server can be reached; `refused` needs a person. */
  readonly state: 'waiting' | 'moving' | 'stopped' | 'refused' | 'done';
  readonly error?: ErrorBody;
}

export interface NewFiles {
  readonly files: readonly File[];
  readonly audience: PhotoAudience;
  readonly caption: string;
}

type Send = (
  file: File,
  wish: { photoId: string; audience: PhotoAudience; caption: string },
  events: TransferEvents,
) => Pick<Transfer, 'go' | 'cancel'>;

interface Kept {
  readonly file: File;
  readonly caption: string;
  transfer?: Pick<Transfer, 'go' | 'cancel'>;
  timer?: ReturnType<typeof setTimeout>;
  tries: number;
}

/** A phone's uplink is filled by one; the second covers the pauses between files. */
const AT_ONCE = 2;
const LONGEST_PAUSE_MS = 15_000;
/** Often enough to look like movement. */
const PROGRESS_EVERY_MS = 100;

export class UploadQueue {
  readonly entries = new Watched<readonly QueuedFile[]>([]);
  private readonly kept = new Map<string, Kept>();
  private toldAtMs = 0;

  constructor(private readonly send: Send = (file, wish, events) => new Transfer(file, wish, events)) {}

  /** Queues files in their order; what cannot become a photo stays in the queue with its reason. */
  async add({ files, audience, caption }: NewFiles): Promise<void> {
    const added = files.map((file): QueuedFile => {
      const id = newId();
      this.kept.set(id, { file, caption, tries: 0 });
      return {
        id,
        name: file.name,
        bytes: file.size,
        sentBytes: 0,
        audience,
        previewUrl: URL.createObjectURL(file),
        state: 'waiting',
      };
    });
    this.entries.set([...this.entries.get(), ...added]);
    await Promise.all(
      added.map(async ({ id }) => {
        const file = this.kept.get(id)?.file;
        const code = file && (await checkFile(file));
        if (code) this.change(id, { state: 'refused', error: errorBody(code) });
      }),
    );
    this.fill();
  }

  /** Tries again, now. What was sent already is not sent twice. */
  retry(id: string): void {
    const kept = this.kept.get(id);
    const entry = this.find(id);
    if (!kept || !entry || (entry.state !== 'refused' && entry.state !== 'stopped')) return;
    clearTimeout(kept.timer);
    kept.tries = 0;
    // A refused upload has been thrown away by the server; what stopped has not.
    if (entry.state === 'refused') delete kept.transfer;
    this.change(id, { state: 'waiting', ...(entry.state === 'refused' && { sentBytes: 0 }) });
    this.fill();
  }

  /** Takes a file out, wherever it is on its way. A photo that is there stays. */
  remove(id: string): void {
    const kept = this.kept.get(id);
    const entry = this.find(id);
    clearTimeout(kept?.timer);
    if (entry && entry.state !== 'done') kept?.transfer?.cancel();
    if (entry) URL.revokeObjectURL(entry.previewUrl);
    this.kept.delete(id);
    this.entries.set(this.entries.get().filter((other) => other.id !== id));
    this.fill();
  }

  removeDone(): void {
    for (const entry of this.entries.get()) if (entry.state === 'done') this.remove(entry.id);
  }

  removeAll(): void {
    for (const entry of this.entries.get()) this.remove(entry.id);
  }

  /** The network is back: everything that stopped goes on without its pause. */
  wake(): void {
    for (const entry of this.entries.get()) if (entry.state === 'stopped') this.retry(entry.id);
  }

  private fill(): void {
    for (const entry of this.entries.get()) {
      const busy = this.entries.get().filter((other) => other.state === 'moving').length;
      if (busy >= AT_ONCE) return;
      if (entry.state === 'waiting') this.start(entry);
    }
  }

  private start(entry: QueuedFile): void {
    const { id } = entry;
    const kept = this.kept.get(id);
    if (!kept) return;
    kept.transfer ??= this.send(
      kept.file,
      { photoId: id, audience: entry.audience, caption: kept.caption },
      {
        onProgress: (sentBytes) => {
          kept.tries = 0;
          this.progress(id, sentBytes);
        },
        onDone: () => {
          this.change(id, { state: 'done', sentBytes: entry.bytes });
          this.fill();
        },
        onRefused: (error) => {
          this.change(id, { state: 'refused', error });
          this.fill();
        },
        onStopped: () => {
          this.change(id, { state: 'stopped' });
          kept.tries += 1;
          const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** kept.tries) * (0.5 + Math.random() / 2);
          kept.timer = setTimeout(() => {
            if (this.find(id)?.state !== 'stopped') return;
            this.change(id, { state: 'waiting' });
            this.fill();
          }, pauseMs);
          this.fill();
        },
      },
    );
    this.change(id, { state: 'moving' });
    void kept.transfer.go();
  }

  private find(id: string): QueuedFile | undefined {
    return this.entries.get().find((entry) => entry.id === id);
  }

  private progress(id: string, sentBytes: number): void {
    const entry = this.find(id);
    const nowMs = performance.now();
    if (!entry || entry.state !== 'moving') return;
    if (sentBytes < entry.bytes && nowMs - this.toldAtMs < PROGRESS_EVERY_MS) return;
    this.toldAtMs = nowMs;
    this.change(id, { sentBytes });
  }

  private change(id: string, change: Partial<QueuedFile>): void {
    this.entries.set(
      this.entries.get().map((entry) => {
        if (entry.id !== id) return entry;
        const { error: _error, ...rest } = entry;
        // A reason belongs to the state it was given with.
        return { ...(change.state ? rest : entry), ...change };
      }),
    );
  }
}
