import type { Schema } from './entity.ts';
import type { AnyTopic } from './topic.ts';

/**
 * Something that is true now and soon is not: who looks, who types. It is told to whoever holds its topic, and said by
 * whoever may hold it and has an account; it is in no log, so that it can never open a gap, and nothing rests on it.
 */
export class Signal<B = any> {
  constructor(
    readonly name: string,
    readonly topic: AnyTopic,
    readonly body: Schema<B>,
    /** It holds so long unless it is said again. */
    readonly ttlMs: number,
  ) {}
}

export type AnySignal = Signal;

/** `name` is a verb of the moment, unique among all signals. The body is small: it is said again and again. */
export const signal = <B>(name: string, topic: AnyTopic, body: Schema<B>, { ttlMs }: { ttlMs: number }): Signal<B> =>
  new Signal<B>(name, topic, body, ttlMs);
