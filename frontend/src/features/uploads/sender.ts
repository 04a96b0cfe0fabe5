// Sends what is ready: in order, two at a time, each tried until it is there or a person has to decide.
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { UploadWish } from '@zoetrope/contract/media.ts';
import type { Ledger } from './ledger.ts';
import { Speed } from './speed.ts';
import type { Transfer, TransferEvents } from './transfer.ts';

export type Sending = Pick<Transfer, 'go' | 'leave' | 'cancel'>;
export type Send = (file: Blob, wish: UploadWish, url: string | undefined, events: TransferEvents) => Sending;

export interface SenderPorts {
  readonly ledger: Ledger;
  readonly send: Send;
  maySend(id: string): boolean;
  refuse(id: string, error: ErrorBody): void;
  /** One came to its end, this or that way. */
  onSettled(id: string): void;
}

interface Work {
  readonly sending: Sending;
  readonly speed: Speed;
  toldAtMs: number;
}

/** A phone's uplink is filled by one; the second covers the pauses between files. */
const AT_ONCE = 2;
const LONGEST_PAUSE_MS = 15_000;
/** Often enough to look like movement. */
const PROGRESS_EVERY_MS = 100;

export class Sender {
  private readonly work = new Map<string, Work>();
  private readonly starting = new Set<string>();
  private readonly pauses = new Map<string, { tries: number; timer: ReturnType<typeof setTimeout> }>();

  constructor(private readonly ports: SenderPorts) {}

  isAt(id: string): boolean {
    return this.work.has(id) || this.starting.has(id) || this.pauses.has(id);
  }

  fill(): void {
    const { ledger, maySend } = this.ports;
    for (const { id } of ledger.entries.list.get()) {
      if (this.work.size + this.starting.size >= AT_ONCE) return;
      const entry = ledger.entries.get(id);
      const isNext =
        entry?.state === 'waiting' && entry.isAnnounced && entry.isSorted && !this.starting.has(id) && maySend(id);
      if (isNext) void this.start(id);
    }
  }

  /** Forgets that it was tried before. */
  calm(id: string): void {
    clearTimeout(this.pauses.get(id)?.timer);
    this.pauses.delete(id);
  }

  /** Stops these for good, and has the server forget what it got. */
  cancel(ids: readonly string[]): void {
    for (const id of ids) {
      this.calm(id);
      this.work.get(id)?.sending.cancel();
      this.work.delete(id);
    }
  }

  /** Stops here; the tab that has the turn goes on. */
  leave(is: (id: string) => boolean = () => true): void {
    for (const id of [...this.pauses.keys()].filter(is)) this.calm(id);
    for (const [id, { sending }] of [...this.work].filter(([one]) => is(one))) {
      sending.leave();
      this.work.delete(id);
      this.ports.ledger.entries.change(id, { state: 'waiting' });
    }
  }

  private async start(id: string): Promise<void> {
    const { ledger, send, maySend, refuse } = this.ports;
    this.starting.add(id);
    const file = await ledger.fileOf(id);
    this.starting.delete(id);
    const entry = ledger.entries.get(id);
    if (entry?.state !== 'waiting' || !maySend(id)) return this.fill();
    if (!file) return refuse(id, errorBody('photo-damaged'));
    const { audience, caption, uploadUrl, sha256 } = entry;
    const wish = { photoId: id, audience, caption, ...(sha256 !== undefined && { sha256 }) };
    const sending = send(file, wish, uploadUrl, {
      onPlace: (url) => ledger.change(id, { uploadUrl: url }),
      onProgress: (sentBytes) => this.progress(id, sentBytes),
      onDone: () => {
        this.end(id);
        ledger.finish(id);
        this.ports.onSettled(id);
      },
      onRefused: (error) => {
        this.end(id);
        refuse(id, error);
        this.ports.onSettled(id);
      },
      onStopped: (error) => this.pause(id, error),
    });
    this.work.set(id, { sending, speed: new Speed(), toldAtMs: 0 });
    ledger.change(id, { state: 'moving' });
    return sending.go();
  }

  private end(id: string): void {
    this.work.delete(id);
    this.calm(id);
  }

  private pause(id: string, error?: ErrorBody): void {
    const { ledger } = this.ports;
    this.work.delete(id);
    const tries = (this.pauses.get(id)?.tries ?? 0) + 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
    const timer = setTimeout(() => {
      if (ledger.entries.get(id)?.state === 'stopped') ledger.change(id, { state: 'waiting' });
      this.fill();
    }, pauseMs);
    this.pauses.set(id, { tries, timer });
    ledger.change(id, { state: 'stopped', ...(error && { error }) });
    this.fill();
  }

  private progress(id: string, sentBytes: number): void {
    const { ledger } = this.ports;
    const work = this.work.get(id);
    const entry = ledger.entries.get(id);
    if (!work || !entry) return;
    const nowMs = performance.now();
    work.speed.note(sentBytes, nowMs);
    if (sentBytes > entry.sentBytes) this.calm(id);
    if (sentBytes < entry.bytes && nowMs - work.toldAtMs < PROGRESS_EVERY_MS) return;
    work.toldAtMs = nowMs;
    const bytesPerS = work.speed.bytesPerS();
    ledger.show([{ ...entry, sentBytes, ...(bytesPerS !== undefined && { bytesPerS }) }]);
  }
}
