import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import { Backoff } from './backoff.ts';
import type { Link } from './link.ts';
import type { OutboxEntry, Unsubscribe } from './offers.ts';
import { toRefused } from './refused.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly isKept: boolean;
  readonly settle: (ack: Ack) => void;
  readonly retry: () => Promise<void>;
  readonly onSending: () => void;
  state: 'waiting' | 'refused';
  error?: ErrorBody;
}

/**
 * Sends commands one after the other, each until the server has answered it.
 *
 * The same id names a command over all its attempts, on whichever carrier, so the server does it once. Only a missing
 * answer, `unavailable` and `slow-down` are tried again.
 */
export class Outbox {
  private items: Item[] = [];
  private entries: readonly OutboxEntry[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly backoff = new Backoff(1_000, 30_000);
  private isSending = false;
  private isClosed = false;
  private wake: (() => void) | undefined;
  private readonly stopHearing: Unsubscribe;

  constructor(private readonly link: Link) {
    this.stopHearing = link.onUp(() => this.wake?.());
  }

  /** Resolves with the server's answer, be it a refusal. `onSending` is called before each attempt. */
  send(
    message: { id: string; name: string; input: unknown },
    ways: Pick<Item, 'isKept' | 'retry' | 'onSending'>,
  ): Promise<Ack> {
    return new Promise((settle) => {
      this.items.push({ ...message, ...ways, settle, state: 'waiting' });
      this.changed();
      void this.pump();
    });
  }

  readonly list = (): readonly OutboxEntry[] => this.entries;
  readonly subscribe = (listener: () => void): Unsubscribe => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly retry = (id: string): Promise<void> => {
    const item = this.items.find((one) => one.id === id && one.state === 'refused');
    if (!item) return Promise.resolve();
    this.discard(id);
    return item.retry();
  };
  readonly discard = (id: string): void => {
    this.items = this.items.filter((item) => item.id !== id || item.state !== 'refused');
    this.changed();
  };

  /** Answers what waits with `unavailable`: nobody is left to send it. */
  close(error: ErrorBody): void {
    this.isClosed = true;
    this.stopHearing();
    this.wake?.();
    const waiting = this.items.filter((item) => item.state === 'waiting');
    this.items = [];
    for (const item of waiting) item.settle({ ok: false, id: item.id, error });
  }

  private async pump(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (let item = this.next(); item; item = this.next()) {
      const ack = await this.attempt(item);
      if (this.isClosed) return;
      const error = ack.ok ? undefined : ack.error;
      if (error && isPassing(error)) {
        item.error = error;
        this.changed();
        await this.pause(this.backoff.nextMs(error.retryAfterMs));
        continue;
      }
      this.backoff.reset();
      this.finish(item, error);
      item.settle(ack);
    }
    this.isSending = false;
  }

  private next(): Item | undefined {
    return this.isClosed ? undefined : this.items.find((item) => item.state === 'waiting');
  }

  private async attempt({ id, name, input, onSending }: Item): Promise<Ack> {
    onSending();
    try {
      return await this.link.send({ id, name, input });
    } catch (error) {
      return { ok: false, id, error: toPassing(toRefused(error).body) };
    }
  }

  private finish(item: Item, error: ErrorBody | undefined): void {
    if (error && item.isKept) {
      item.state = 'refused';
      item.error = error;
    } else {
      this.items = this.items.filter((one) => one !== item);
    }
    this.changed();
  }

  /** Waits, or less when a carrier comes up. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private changed(): void {
    this.entries = this.items.map(({ id, name, input, state, error }) => ({
      id,
      name,
      input,
      state,
      ...(error ? { error } : {}),
    }));
    for (const listener of [...this.listeners]) listener();
  }
}

/** No answer came: whatever a proxy said in the server's place, it decides nothing. */
const toPassing = (error: ErrorBody): ErrorBody =>
  isPassing(error) || error.code === 'internal' ? error : errorBody('unavailable');
const isPassing = (error: ErrorBody): boolean => error.code === 'unavailable' || error.code === 'slow-down';
