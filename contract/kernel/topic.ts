import type { Caller } from './caller.ts';
import type { Entity, Ref, Schema } from './entity.ts';
import { Guarded } from './guard.ts';

export type Params = { readonly [name: string]: string };

/** A topic with its parameters filled in. */
export interface TopicAt {
  readonly topic: AnyTopic;
  readonly params: Params;
  /** `name/param/…`, each parameter percent-encoded: the topic's address in the log, in rooms and on the wire. */
  readonly key: string;
}

/** A stream that may be held: who may hold it is declared here; what it carries is declared by places. */
export class Topic<P extends Params = any, F = {}> extends Guarded {
  declare readonly __params?: P;
  allowed: (facts: any, params: any, caller: Caller) => boolean = () => false;

  fact<K extends string, R>(
    name: K,
    ref: (params: P, caller: Caller, facts: F) => Ref<R> | undefined,
  ): Topic<P, F & { readonly [Q in K]: R | undefined }> {
    return this.read({ name, kind: 'fact', ref });
  }
  exists<K extends string>(
    name: K,
    ref: (params: P, caller: Caller, facts: F) => Ref<unknown> | undefined,
  ): Topic<P, F & { readonly [Q in K]: boolean }> {
    return this.read({ name, kind: 'exists', ref });
  }
  allow(rule: (facts: F, params: P, caller: Caller) => boolean): this {
    this.allowed = rule;
    return this;
  }
  paramNames(): string[] {
    return Object.keys((this.input as unknown as { shape: object }).shape);
  }
  of(params: P): TopicAt {
    const values = this.paramNames().map((name) => encodeURIComponent(params[name]!));
    return { topic: this, params, key: [this.name, ...values].join('/') };
  }
}

export type AnyTopic = Topic<any, any>;

export const topic = <P extends Params>(name: string, params: Schema<P>): Topic<P> => new Topic<P>(name, params);

/** The newest `size` rows by a date column (ties by id), newest first. */
export interface Window {
  readonly by: string;
  readonly size: number;
}

/**
 * Which rows of an entity a topic carries: those in which every named column equals the topic's parameter.
 * A null column places the row nowhere. Routing, snapshots and what a client keeps all read this.
 */
export interface Place {
  readonly entity: Entity;
  readonly topic: AnyTopic;
  /** topic parameter -> column */
  readonly by: { readonly [param: string]: string };
  readonly window?: Window;
  /**
   * Logged by a gatherer within about half a second instead of in the command's own transaction, newest row only.
   * For rows that change often and are carried by a wide topic, such as counts: the command takes no lock on the
   * topic's head. A snapshot may then be ahead of the log, which "newer row version wins" makes harmless.
   */
  readonly gathered: boolean;
}

export function place<R extends { id: string }, P extends Params>(
  entity: Entity<R>,
  at: Topic<P, any>,
  by: { readonly [K in keyof P]: keyof R & string },
  options: {
    readonly window?: { readonly by: keyof R & string; readonly size: number };
    readonly gathered?: boolean;
  } = {},
): Place {
  return {
    entity,
    topic: at,
    by,
    gathered: options.gathered ?? false,
    ...(options.window ? { window: options.window } : {}),
  };
}
