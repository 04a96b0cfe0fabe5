import type { Caller } from './caller.ts';
import type { Ref, Schema } from './entity.ts';

/**
 * One declared read. Reads are declared so that both sides can resolve them, the server can lock them, and a live
 * subscription can be judged again when one of them changes.
 */
export interface Read {
  readonly name: string;
  /**
   * `need`: the row must exist and the caller must be able to hold a topic in which it is placed, else not-found.
   * `fact`: read only for judging; absent means undefined, and the row never leaves the server by this road.
   * `exists`: whether it is there and nothing of it, so that a change of the row is no news to who rests on it. It is not
   *   locked: who acts while somebody else removes the row acts before that (decision 0018). A client takes what it does not
   *   know to be there.
   */
  readonly kind: 'need' | 'fact' | 'exists';
  readonly ref: (input: any, caller: any, facts: any) => Ref<any> | undefined;
}

/** What commands and topics share: an input, declared reads and a rule. */
export abstract class Guarded {
  readonly reads: Read[] = [];
  constructor(
    readonly name: string,
    readonly input: Schema<any>,
  ) {}
  protected read(read: Read): any {
    if (this.reads.some((r) => r.name === read.name)) throw new Error(`${this.name} reads ${read.name} twice`);
    this.reads.push(read);
    return this;
  }
}

export type FactRef<I, C extends Caller, F, R> = (input: I, caller: C, facts: F) => Ref<R> | undefined;
