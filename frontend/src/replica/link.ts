// The seam between the replica and whatever carries its words.
import type {
  Ack,
  Batch,
  CommandMessage,
  Heard,
  OlderAnswer,
  OlderRequest,
  Position,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Unsubscribe } from './offers.ts';

/** What the replica asks of a connection. */
export interface Link {
  /** The topic is wanted, from where the feed says it is. */
  ask(topicKey: string): void;
  close(topicKey: string): void;
  /** Errors: rejects with Refused when no answer of the server came; a refusal is an answer. */
  send(message: CommandMessage): Promise<Ack>;
  /** Errors: rejects with Refused when no answer of the server came. */
  older(request: OlderRequest): Promise<OlderAnswer>;
  /** Says it if it can be said now; nobody waits for it. */
  say(message: SayMessage): void;
  /** What is said in a topic at this moment. Errors: rejects with Refused when no answer of the server came. */
  hear(topicKey: string): Promise<readonly Heard[]>;
  /** True while what is said is told without being asked for. */
  isPushed(): boolean;
  /** A carrier has just come up: what failed may be tried again. */
  onUp(listener: () => void): Unsubscribe;
}

/** What a connection asks of the replica. */
export interface Feed {
  /** Every topic that is wanted, and from where; null asks for a snapshot. Topics that are gone are not wanted. */
  positions(): ReadonlyMap<string, Position | null>;
  /** True when any of them brought the replica further. */
  take(batches: readonly Batch[]): boolean;
  /** What is said by others, and by whom no more. */
  heard(heard: readonly Heard[]): void;
}
