// Who holds what: a session is one socket, a subscription one topic of it. A lease is a subscription without a session.
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';

/** What the hub needs of a socket. */
export interface Port {
  join(topicKey: string): void;
  leave(topicKey: string): void;
  /** False while the socket has so much to read that answers had better wait. */
  hasRoom(): boolean;
  /** Sends one frame. `batches`: the JSON of each batch. */
  send(batches: readonly string[]): void;
}

export class Session {
  readonly subscriptions = new Map<string, Subscription>();
  /** Those that are answered in the next frame. */
  readonly due = new Set<Subscription>();
  isOpen = true;

  constructor(
    readonly caller: Caller,
    readonly port: Port,
  ) {}
}

/** In the topic's room; not held (any more); or ended for now, and the client is told to ask again. */
type Outcome = 'in' | 'out' | 'put-off';

export class Subscription {
  isAllowed = false;
  /** row key -> columns on which the verdict rests, as in Judgement */
  deps: ReadonlyMap<string, string> = new Map();
  /** Topics whose heads tell of changes to those rows, and rows of which none tells. */
  guards: readonly string[] = [];
  unguarded: readonly string[] = [];
  /** Set while a verdict is being made: nothing may be sent. */
  judging: Promise<void> | undefined;
  /** A row that the verdict rests on changed while it was being made. */
  isStale = false;
  isEnded = false;
  /** It keeps its topic watched. */
  isWatching = false;
  /** In the room: told everything by every flush. */
  isJoined = false;
  /** Where the client is, while it is not in the room. */
  at: Position | null = null;
  /** The client asked and is owed an answer, even an empty one. */
  isAsked = false;
  /** Leases only: until when it is kept. */
  untilMs = 0;
  private readonly waiting = new Set<(outcome: Outcome) => void>();

  constructor(
    readonly caller: Caller,
    readonly topicKey: string,
    /** Absent for a lease. */
    readonly session: Session | undefined,
  ) {}

  /** How its opening ends, or the verdict that is under way. */
  outcome(): Promise<Outcome> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }
  decide(outcome: Outcome): void {
    for (const resolve of this.waiting) resolve(outcome);
    this.waiting.clear();
  }
}
