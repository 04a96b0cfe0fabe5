// The seam between the replica and whatever carries its words.
import type {
  Ack,
  Batch,
  CommandMessage,
  OlderAnswer,
  OlderRequest,
  Position,
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
  /** A carrier has just come up: what failed may be tried again. */
  onUp(listener: () => void): Unsubscribe;
}

/** What a connection asks of the replica. */
export interface Feed {
  /** Every topic that is wanted, and from where; null asks for a snapshot. Topics that are gone are not wanted. */
  positions(): ReadonlyMap<string, Position | null>;
  /** True when any of them brought the replica further. */
  take(batches: readonly Batch[]): boolean;
}
