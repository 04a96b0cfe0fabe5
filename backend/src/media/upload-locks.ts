// One writer for each upload, over all nodes: a row with a lease and a fencing token. A client that lost its connection comes
// back, often to another node, while the old request still looks alive; that one is asked to end, and if it cannot hear, its
// lease runs out and its next write is refused.
import { ERRORS, type Lock, type Locker } from '@tus/server';
import type { DataSource } from 'typeorm';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { isUploadId } from './upload-store.ts';

/** What a killed process holds is free after this long. */
const LEASE_MS = 6_000;
const RENEW_EVERY_MS = 1_000;
/** Before the lease ends here, so that a slow clock does not write beyond its end there. */
const MARGIN_MS = 1_000;
const LOOK_EVERY_MS = 100;
/** Longer than a lease: whoever waits gets what a dead process held. */
const PATIENCE_MS = 15_000;

export class UploadLocks implements Locker {
  private readonly held = new Map<string, UploadLockHandle>();

  constructor(private readonly source: DataSource) {}

  newLock(uploadId: string): Lock {
    return new UploadLockHandle(this.source, this.held, uploadId);
  }

  /**
   * Does something that only one process may do with an upload, and that is not broken off for others.
   * Errors: Refusal `unavailable` when somebody else is at it for longer than we wait; those of `work`.
   */
  async whileHeld<T>(uploadId: string, work: () => Promise<T>): Promise<T> {
    const lock = this.newLock(uploadId);
    try {
      await lock.lock(new AbortController().signal, () => {});
    } catch (error) {
      throw error === ERRORS.ERR_LOCK_TIMEOUT ? new Refusal('unavailable', { retryAfterMs: RENEW_EVERY_MS }) : error;
    }
    try {
      return await work();
    } finally {
      await lock.unlock();
    }
  }

  /** Errors: Refusal `unavailable` when this process may not write to the upload any more. Costs nothing. */
  assertHeld(uploadId: string): void {
    if (!this.held.get(uploadId)?.isHeld) throw new Refusal('unavailable');
  }

  /** Forgets what dead processes held. */
  async sweep(): Promise<void> {
    await this.source.query("delete from upload_lock where held_until < now() - interval '1 hour'");
  }
}

class UploadLockHandle implements Lock {
  private token: string | undefined;
  private heldUntilMs = 0;
  private renewing: NodeJS.Timeout | undefined;
  private release: () => void = () => {};

  constructor(
    private readonly source: DataSource,
    private readonly held: Map<string, UploadLockHandle>,
    private readonly uploadId: string,
  ) {}

  get isHeld(): boolean {
    return performance.now() < this.heldUntilMs;
  }

  /** Errors: ERR_LOCK_TIMEOUT when the one that has it does not let go. */
  async lock(signal: AbortSignal, requestRelease: () => void | Promise<void>): Promise<void> {
    if (!isUploadId(this.uploadId)) throw ERRORS.FILE_NOT_FOUND;
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (!(await this.take())) {
      if (signal.aborted || performance.now() > giveUpAt) throw ERRORS.ERR_LOCK_TIMEOUT;
      // In this process at once, on another node at its next renewal.
      this.held.get(this.uploadId)?.release();
      await this.source.query('update upload_lock set is_wanted = true where upload_id = $1', [this.uploadId]);
      await delay(LOOK_EVERY_MS);
    }
    this.release = () => void requestRelease();
    this.held.set(this.uploadId, this);
    this.renewing = setInterval(() => void this.renew().catch(() => {}), RENEW_EVERY_MS);
  }

  async unlock(): Promise<void> {
    clearInterval(this.renewing);
    this.heldUntilMs = 0;
    if (this.held.get(this.uploadId) === this) this.held.delete(this.uploadId);
    await this.source
      .query('delete from upload_lock where upload_id = $1 and token = $2', [this.uploadId, this.token])
      // The lease runs out by itself; the answer to the client does not wait for a database that is away.
      .catch(() => {});
  }

  private async take(): Promise<boolean> {
    const askedAt = performance.now();
    const rows = await this.source.query<{ token: string }[]>(
      `insert into upload_lock (upload_id, token, held_until, is_wanted)
       values ($1, pg_current_xact_id()::text::bigint, now() + $2 * interval '1 millisecond', false)
       on conflict (upload_id) do update
         set token = excluded.token, held_until = excluded.held_until, is_wanted = false
       where upload_lock.held_until < now()
       returning token`,
      [this.uploadId, LEASE_MS],
    );
    if (!rows[0]) return false;
    this.token = rows[0].token;
    this.heldUntilMs = askedAt + LEASE_MS - MARGIN_MS;
    return true;
  }

  private async renew(): Promise<void> {
    const askedAt = performance.now();
    const [rows] = await this.source.query<[{ is_wanted: boolean }[], number]>(
      `update upload_lock set held_until = now() + $3 * interval '1 millisecond'
        where upload_id = $1 and token = $2 returning is_wanted`,
      [this.uploadId, this.token, LEASE_MS],
    );
    if (this.heldUntilMs === 0) return;
    this.heldUntilMs = rows[0] ? askedAt + LEASE_MS - MARGIN_MS : 0;
    if (!rows[0] || rows[0].is_wanted) this.release();
  }
}
