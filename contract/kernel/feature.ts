import type { Caller } from './caller.ts';
import type { AnyCommand } from './command.ts';
import type { Entity } from './entity.ts';
import type { AnySignal } from './signal.ts';
import type { AnyTopic, Place, TopicAt } from './topic.ts';

/** Everything that a feature is, looks and texts aside. */
export interface Feature {
  /** A plural noun; the prefix of its commands. */
  readonly name: string;
  readonly entities: readonly Entity[];
  readonly places: readonly Place[];
  readonly commands: readonly AnyCommand[];
  readonly topics: readonly AnyTopic[];
  /** What is said to whoever holds a topic, and kept by nobody. */
  readonly signals?: readonly AnySignal[];
  /** Topics that every client of this caller holds from the start: the facts about oneself that predictions need. */
  readonly session?: (caller: Caller) => readonly TopicAt[];
}

export const feature = (declared: Feature): Feature => declared;
