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
   */
  readonly kind: 'need' | 'fact';
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
