// Work that would wait for the same lock flies together: the first flies at once, those who come meanwhile fly as one.

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

interface Flight<T, R> {
  readonly keys: ReadonlySet<string>;
  readonly followers: Waiting<T, R>[];
}

/** Bounds what one failure runs again, and how long the first of a batch waits for the last. */
const MAX_TOGETHER = 64;

/**
 * Batches items by the keys that they lock.
 *
 * `fly` takes one item or many and answers each, in order. When it fails for many they fly singly, one after the other.
 * Source: in one hot group 4.9 times the commands per second of one transaction each (KERNEL.md, table c).
 */
export class Lanes<T, R> {
  private readonly busy = new Map<string, Flight<T, R>>();

  constructor(
    private readonly keysOf: (item: T) => Iterable<string>,
    private readonly fly: (items: readonly T[]) => Promise<readonly R[]>,
  ) {}

  submit(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      for (const key of this.keysOf(item)) {
        const ahead = this.busy.get(key);
        if (ahead) return void ahead.followers.push(waiting);
      }
      void this.start([waiting], []);
    });
  }

  private async start(batch: readonly Waiting<T, R>[], followers: Waiting<T, R>[]): Promise<void> {
    const flight = { keys: new Set(batch.flatMap(({ item }) => [...this.keysOf(item)])), followers };
    // A key that another flight holds stays its own: the database's locks decide between the two.
    for (const key of flight.keys) if (!this.busy.has(key)) this.busy.set(key, flight);
    await this.land(batch);
    for (const key of flight.keys) if (this.busy.get(key) === flight) this.busy.delete(key);
    const next = followers.splice(0, MAX_TOGETHER);
    if (next.length) void this.start(next, followers);
  }

  private async land(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.fly(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(results[i]!);
    } catch (error) {
      if (batch.length === 1) return batch[0]!.reject(error);
      for (const one of batch) await this.land([one]);
    }
  }
}
