// Tabs in one browser: words between them, a lock, and a crash whenever the test wants one.
import type { Line, TabsGround, Word } from '#replica/tabs/words.ts';

interface End {
  readonly tab: HallTab;
  readonly name: string;
  readonly listeners: Set<(word: Word) => void>;
}

interface Request {
  readonly tab: HallTab;
  readonly hold: () => unknown;
  readonly fail: (error: Error) => void;
}

export class Hall {
  private readonly ends = new Set<End>();
  private readonly held = new Map<string, Request>();
  private readonly queues = new Map<string, Request[]>();
  /** Every word that was said, for tests of who hears what. */
  readonly words: { readonly name: string; readonly word: Word }[] = [];

  constructor(readonly hasLocks: boolean) {}

  tab(): HallTab {
    return new HallTab(this);
  }

  open(tab: HallTab, name: string): Line {
    const end: End = { tab, name, listeners: new Set() };
    this.ends.add(end);
    return {
      say: (word) => {
        if (tab.isDeaf || !this.ends.has(end)) return;
        this.words.push({ name, word });
        for (const other of this.ends)
          if (other !== end && other.name === name) this.deliver(other, structuredClone(word));
      },
      onWord: (listener) => {
        end.listeners.add(listener);
        return () => end.listeners.delete(listener);
      },
      close: () => this.ends.delete(end),
    };
  }

  private deliver(end: End, word: Word): void {
    queueMicrotask(() => {
      if (!end.tab.isDeaf && this.ends.has(end)) for (const listener of [...end.listeners]) listener(word);
    });
  }

  request(tab: HallTab, name: string, options: LockOptions, hold: () => unknown): Promise<void> {
    return new Promise((_, fail) => {
      const request: Request = { tab, hold, fail };
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      const abort = () => {
        if (queue.includes(request)) queue.splice(queue.indexOf(request), 1);
        fail(new DOMException('aborted', 'AbortError'));
      };
      options.signal?.addEventListener('abort', abort);
      if (options.steal) {
        this.held.get(name)?.fail(new DOMException('stolen', 'AbortError'));
        this.held.delete(name);
        queue.unshift(request);
      } else queue.push(request);
      this.grant(name);
    });
  }

  private grant(name: string): void {
    queueMicrotask(() => {
      if (this.held.has(name)) return;
      const next = this.queues.get(name)?.shift();
      if (!next) return;
      this.held.set(name, next);
      void Promise.resolve(next.hold()).then(() => this.release(name, next));
    });
  }
  private release(name: string, request: Request): void {
    if (this.held.get(name) !== request) return;
    this.held.delete(name);
    this.grant(name);
  }

  /** The browser lets go of the locks of a process that is gone. */
  releaseAll(tab: HallTab): void {
    for (const queue of this.queues.values())
      for (const request of [...queue]) if (request.tab === tab) queue.splice(queue.indexOf(request), 1);
    for (const [name, request] of [...this.held]) if (request.tab === tab) this.release(name, request);
  }
}

export class HallTab implements TabsGround {
  /** Hears nothing and is not heard. */
  isDeaf = false;
  readonly locks: TabsGround['locks'];

  constructor(private readonly hall: Hall) {
    const request = (name: string, options: LockOptions, hold: () => unknown) =>
      hall.request(this, name, options, hold);
    this.locks = hall.hasLocks ? ({ request } as unknown as TabsGround['locks']) : undefined;
  }
  open(name: string): Line {
    return this.hall.open(this, name);
  }
  /** The tab is gone without a word. */
  crash(): void {
    this.isDeaf = true;
    this.hall.releaseAll(this);
  }
}
