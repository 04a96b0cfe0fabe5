import type { Connection, ConnectionReason, ConnectionStatus, Unsubscribe } from './offers.ts';

/** A hiccup is not worth a word. */
const SETTLE_MS = 2_000;

/** What the frame shows: bad news once it has lasted, good news at once. Whatever comes after offline is good news. */
export class StatusBoard {
  private coming: Connection | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly settleMs = SETTLE_MS,
    private shown: Connection = { status: 'checking', reason: 'starting' },
  ) {}

  readonly get = (): Connection => this.shown;
  readonly subscribe = (listener: () => void): Unsubscribe => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(status: ConnectionStatus, reason: ConnectionReason, nextCheckAtMs?: number): void {
    const next: Connection = { status, reason, ...(nextCheckAtMs === undefined ? {} : { nextCheckAtMs }) };
    const isSameStatus = status === this.shown.status && this.shown.reason !== 'starting';
    if (isSameStatus || status === 'live' || this.shown.status === 'offline') {
      this.show(next);
      return;
    }
    this.coming = next;
    this.timer ??= setTimeout(() => this.coming && this.show(this.coming), this.settleMs);
  }

  /** Nothing will change any more. */
  end(reason: ConnectionReason): void {
    this.show({ status: 'offline', reason });
  }

  /** Without waiting: it was waited for, here or in another tab. */
  show(next: Connection): void {
    this.stop();
    const { shown } = this;
    if (shown.status === next.status && shown.reason === next.reason && shown.nextCheckAtMs === next.nextCheckAtMs)
      return;
    this.shown = next;
    for (const listener of [...this.listeners]) listener();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.coming = undefined;
  }
}
