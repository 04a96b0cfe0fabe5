import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import type { Actor } from './caller.ts';
import type { Op, Ref, Schema } from './entity.ts';
import { Guarded } from './guard.ts';

/** The moment of a run. `now` is an ISO instant with milliseconds; the server's clock decides, the client's predicts. */
export interface Moment {
  readonly caller: Actor;
  readonly me: string;
  readonly now: string;
}

/** `true` allows; `false` is forbidden; a code refuses with that code. */
export type Verdict = boolean | ErrorCode;

/** A change that somebody asks for, declared once: input, reads, rule and effect. All functions are pure and synchronous. */
export class Command<I = any, F = {}> extends Guarded {
  declare readonly __input?: I;
  allowed: (facts: any, input: any, moment: Moment) => Verdict = () => false;
  plan: (facts: any, input: any, moment: Moment) => Op[] = () => [];
  /** Only code on the server may run it, for a person or for the server itself; no carrier offers it. */
  serverOnly = false;
  /** What its rule may refuse with beside what every command may. A case shows each (e2e/api/open-api). */
  ownCodes: readonly ErrorCode[] = [];

  need<K extends string, R>(
    name: K,
    ref: (input: I, caller: Actor, facts: F) => Ref<R>,
  ): Command<I, F & { readonly [P in K]: R }> {
    return this.read({ name, kind: 'need', ref });
  }
  fact<K extends string, R>(
    name: K,
    ref: (input: I, caller: Actor, facts: F) => Ref<R> | undefined,
  ): Command<I, F & { readonly [P in K]: R | undefined }> {
    return this.read({ name, kind: 'fact', ref });
  }
  exists<K extends string>(
    name: K,
    ref: (input: I, caller: Actor, facts: F) => Ref<unknown> | undefined,
  ): Command<I, F & { readonly [P in K]: boolean }> {
    return this.read({ name, kind: 'exists', ref });
  }
  allow(rule: (facts: F, input: I, moment: Moment) => Verdict): this {
    this.allowed = rule;
    return this;
  }
  apply(plan: (facts: F, input: I, moment: Moment) => Op[]): this {
    this.plan = plan;
    return this;
  }
  refuses(...codes: ErrorCode[]): this {
    this.ownCodes = codes;
    return this;
  }
  onServer(): this {
    this.serverOnly = true;
    return this;
  }
}

export type AnyCommand = Command<any, any>;

/** `name` is `<feature>.<verb>`; it is the HTTP route `/api/<feature>/<verb>` and the socket message's name. */
export const command = <I>(name: string, input: Schema<I>): Command<I> => new Command<I>(name, input);
