// The wires between the parts of a stage, as handles that a fault can pull at.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How a wire behaves; what is absent is off. See tcp-proxy.mjs. */
export interface Behaviour {
  readonly isStalled?: boolean;
  readonly deaf?: 'up' | 'down';
  readonly delayMs?: number;
  readonly bytesPerSecond?: number;
  readonly stripsUpgrade?: boolean;
  readonly refuses?: string;
  readonly swallows?: string;
}

/** All wires of one stage; they run in a thread of their own. */
export class Wires {
  private readonly worker = new Worker(new URL('./proxies.worker.mjs', import.meta.url));
  private readonly waiting = new Map<number, { resolve: (value: any) => void; reject: (error: Error) => void }>();
  private readonly all: Wire[] = [];
  private nextId = 0;

  constructor() {
    this.worker.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    });
  }

  /** Asks the thread for something; `Wire` has a word for each. */
  call<T>(call: string, ...args: unknown[]): Promise<T> {
    const id = this.nextId++;
    this.worker.postMessage({ id, call, args });
    return new Promise<T>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** A wire that listens already; it leads nowhere until it is told where. */
  async open(name: string, targetPort?: number): Promise<Wire> {
    const wire = new Wire(this, name, await this.call<number>('open', name));
    if (targetPort !== undefined) wire.leadTo(targetPort);
    this.all.push(wire);
    return wire;
  }

  /** Every wire as new. */
  async heal(): Promise<void> {
    await Promise.all(this.all.map((wire) => wire.heal()));
  }

  async close(): Promise<void> {
    const exited = once(this.worker, 'exit');
    await this.worker.terminate();
    await exited.catch(() => undefined);
  }
}

export class Wire {
  constructor(
    private readonly wires: Wires,
    readonly name: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  leadTo(targetPort: number): void {
    void this.wires.call('target', this.name, targetPort);
  }
  behave(how: Behaviour): Promise<void> {
    return this.wires.call('behave', this.name, how);
  }
  /** What is up stands still for good and in silence; new connections work. */
  strand(): Promise<void> {
    return this.wires.call('strand', this.name);
  }
  /** Resets what is up; new connections are accepted. */
  drop(): Promise<void> {
    return this.wires.call('drop', this.name);
  }
  /** Resets what is up and refuses new connections until it is healed. */
  cut(): Promise<void> {
    return this.wires.call('cut', this.name);
  }
  heal(): Promise<void> {
    return this.wires.call('heal', this.name);
  }
  count(): Promise<number> {
    return this.wires.call('count', this.name);
  }
  /** When connections were accepted since then, ms since 1970. */
  acceptedSince(sinceMs: number): Promise<number[]> {
    return this.wires.call('accepted', this.name, sinceMs);
  }
}
