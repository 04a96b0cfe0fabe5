// Whose turn it is to send: of all tabs of this browser one sends, and the others look on.
import { newId } from '@zoetrope/contract/ids.ts';
import { STORES, transact } from './device.ts';

export interface TurnEvents {
  onGained(): void;
  /** Another tab took it: whatever moves here stops at once. */
  onLost(): void;
}

export interface Turn {
  /** Waits for it, however long. */
  ask(): void;
  /** Takes it from a tab that does not answer any more. */
  take(): void;
  /** There is nothing left to send. */
  release(): void;
}

const NAME = 'zoetrope-uploads';

/** Web Locks: the browser itself hands the turn on when a tab dies. Only on https and localhost. */
export class LockTurn implements Turn {
  private letGo: (() => void) | undefined;
  private isAsking = false;

  constructor(private readonly events: TurnEvents) {}

  ask(): void {
    if (!this.isAsking) this.request({});
  }
  take(): void {
    this.request({ steal: true });
  }
  release(): void {
    this.isAsking = false;
    this.letGo?.();
    this.letGo = undefined;
  }

  private request(options: LockOptions): void {
    this.isAsking = true;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (!this.isAsking) return resolve();
        this.letGo = resolve;
        this.events.onGained();
      });
    navigator.locks.request(NAME, options, hold).catch(() => {
      this.isAsking = false;
      this.letGo = undefined;
      this.events.onLost();
    });
  }
}

interface Lease {
  readonly tab: string;
  readonly untilMs: number;
}
const LEASE_MS = 6_000;
const LOOK_EVERY_MS = 2_000;

/** A lease in IndexedDB, for plain http: who holds it says so every two seconds, and is silent when it is gone. */
export class LeaseTurn implements Turn {
  private readonly tab = newId();
  private timer: ReturnType<typeof setInterval> | undefined;
  private isMine = false;

  constructor(
    private readonly device: IDBDatabase,
    private readonly events: TurnEvents,
  ) {}

  ask(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => void this.look(false), LOOK_EVERY_MS);
    void this.look(false);
  }
  take(): void {
    this.ask();
    void this.look(true);
  }
  release(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (!this.isMine) return;
    this.isMine = false;
    void this.write((lease) => (lease?.tab === this.tab ? null : undefined));
  }

  private async look(isForced: boolean): Promise<void> {
    const nowMs = Date.now();
    const isFree = (lease: Lease | undefined) =>
      isForced || !lease || lease.tab === this.tab || lease.untilMs < nowMs || lease.untilMs > nowMs + 2 * LEASE_MS;
    const isMine = await this.write((lease) =>
      isFree(lease) ? { tab: this.tab, untilMs: nowMs + LEASE_MS } : undefined,
    );
    if (this.timer === undefined || isMine === this.isMine) return;
    this.isMine = isMine;
    if (isMine) this.events.onGained();
    else this.events.onLost();
  }

  /** True when it was written; `null` removes. Read and written in one transaction, so that two tabs do not both get it. */
  private async write(decide: (lease: Lease | undefined) => Lease | null | undefined): Promise<boolean> {
    let isWritten = false;
    await transact(this.device, [STORES.turn], 'readwrite', (store) => {
      const turn = store(STORES.turn);
      const read = turn.get(NAME) as IDBRequest<Lease | undefined>;
      read.addEventListener('success', () => {
        const next = decide(read.result);
        isWritten = next !== undefined;
        if (next === null) turn.delete(NAME);
        else if (next) turn.put(next, NAME);
      });
      return undefined;
    }).catch(() => {
      isWritten = false;
    });
    return isWritten;
  }
}

/** Every tab sends its own: where nothing can be kept, no tab has anything of another's. */
export class OwnTurn implements Turn {
  constructor(private readonly events: TurnEvents) {}
  ask(): void {
    this.events.onGained();
  }
  take(): void {
    this.events.onGained();
  }
  release(): void {}
}
