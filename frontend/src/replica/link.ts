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
  Snapshot,
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
  /** Asks what is said in a topic that is held. The answer comes to the feed, if it comes; once up, ask again. */
  hear(topicKey: string): void;
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
  /** Topics whose signals somebody listens to. */
  listening(): ReadonlySet<string>;
  /** What is said by others, and by whom no more. */
  heard(heard: readonly Heard[]): void;
  /** Everything that is said in a topic: what it does not name is not said any more. */
  heardAll(topicKey: string, heard: readonly Heard[]): void;
}

/** One that can say what it shows. */
export interface ShownFeed extends Feed {
  /** A topic that is live here, as a snapshot would bring it. */
  snapshotOf(topicKey: string): Snapshot | undefined;
}
