// What the engine offers to the rooms above it (realtime, carriers, accounts, media, reads, effects).
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type {
  Ack,
  Batch,
  Change,
  CommandMessage,
  Floor,
  OlderAnswer,
  OlderRequest,
  Position,
} from '@zoetrope/contract/kernel/wire.ts';

/** Which rows a commit touched, by row key, and which of their columns; null where the row came or went. */
export type Touched = { readonly [rowKey: string]: readonly string[] | null };

/** One version of a topic's log. */
export interface Entry {
  readonly v: number;
  readonly ch: readonly Change[];
  readonly touched: Touched;
}

/** What one transaction did, for this node and for the others. */
export interface Commit {
  readonly touched: Touched;
  readonly entries: readonly { readonly t: string; readonly epoch: string; readonly entry: Entry }[];
  /** Names the outbox row to delete once the others were told; absent on commits from elsewhere. */
  readonly outboxId?: string;
}

/** May somebody hold a topic, and on which rows and columns does that rest? `*` stands for every column. */
export interface Judgement {
  readonly ok: boolean;
  /** row key -> comma-separated sorted columns that the rule read, '*' when it enumerated them, '' for existence alone */
  readonly deps: ReadonlyMap<string, string>;
}

/** A topic's rows as of one position. */
export interface Snapshot extends Position {
  readonly ch: readonly Change[];
  readonly floors: { readonly [entity: string]: Floor };
}

export interface Head extends Position {
  /** The oldest version still in the log; a client below `min - 1` needs a snapshot. */
  readonly min: number;
}

/** Decides and writes; knows no carrier. Never throws for a refusal: refusals are answers. */
export interface Commands {
  /**
   * Runs one command once. The same id by the same caller is answered the same, filtered by what they may hold now.
   *
   * `onServer` marks a call from the server's own code: server-only commands are allowed, and `need` means existence.
   * Effects: one transaction (rows, heads, log, outbox, receipt); then every `onCommit` listener, in the same tick.
   */
  run(caller: Caller, message: CommandMessage, options?: { readonly onServer?: boolean }): Promise<Ack>;
  /** Listeners hear each commit of this process once, after COMMIT, and each one relayed through `publish`. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Tells the listeners of a commit that was found in the outbox. */
  publish(commit: Commit): void;
}

export interface Judge {
  /**
   * Errors: Refusal `unavailable` when PostgreSQL cannot be asked; then nothing is known, and nothing may be shown.
   *
   * Answered from the node's cache of fact rows when they are there; a malformed or unknown topic is simply not ok.
   */
  judge(caller: Caller, topicKey: string): Promise<Judgement>;
  /** Another node, or the log, says that these rows changed: forget or refresh what the cache holds of them. */
  touch(touched: Touched, changes: readonly Change[]): void;
  /**
   * Topics that carry the fact rows on which a verdict rests: their heads must be followed (DESIGN.md section 4, guard topics).
   *
   * Ask right after `judge`, while the rows are cached. Rows of which no topic tells are in `unguarded` instead.
   */
  guardTopics(deps: ReadonlyMap<string, string>): string[];
  /**
   * Row keys among `deps` of which no topic's head tells: absent rows (nothing says where they would be placed), rows placed
   * nowhere, and rows that only gathered places carry.
   *
   * While the other nodes cannot be heard, the hub passes those of its live verdicts to `recheck` once a second.
   */
  unguarded(deps: ReadonlyMap<string, string>): string[];
  /** Reads these rows again, in one query for each entity; the keys of those that changed, whose verdicts are to be judged again. */
  recheck(rowKeys: Iterable<string>): Promise<string[]>;
  /**
   * Says whether other nodes can be heard. While they cannot, no cached fact older than one second is believed, so that a
   * new verdict is right to a second; with `true` it is a minute. Live verdicts need `guardTopics` and `recheck` as well.
   */
  trust(canHearOthers: boolean): void;
  /** Forgets every cached fact; the next verdict reads PostgreSQL. */
  forget(): void;
}

/** Reads of the log and of topics. Judging comes first and is the caller's duty. Errors: Refusal `unavailable`. */
export interface LogReader {
  /** Rows and position from one statement, windowed. Errors: Refusal `not-found` for a topic that is not declared or malformed. */
  snapshot(topicKey: string): Promise<Snapshot>;
  /** Entries after `after`, dense and oldest first; undefined when the log no longer reaches back that far. */
  changes(topicKey: string, after: Position, limit?: number): Promise<{ epoch: string; entries: Entry[] } | undefined>;
  /** Heads of topics that ever had a change, in one query. */
  heads(topicKeys: readonly string[]): Promise<Map<string, Head>>;
  /** Judges, then reads below the window's floor: newest first, at most one window. */
  older(caller: Caller, request: OlderRequest): Promise<OlderAnswer>;
}

/** What the relay calls from time to time. Errors: Refusal `unavailable`. */
export interface Upkeep {
  /** Deletes the outbox rows of commits that the other nodes were told of; pass many at once. */
  dropFromOutbox(outboxIds: readonly string[]): Promise<void>;
  /**
   * Hands over commits that nobody told within `olderThanMs`, each with its `outboxId`, and deletes them when `tell` returned.
   *
   * Nodes that ask at once get different ones; after a crash one may come twice. At most 100; returns how many there were.
   */
  relayOutbox(olderThanMs: number, tell: (commit: Commit) => void): Promise<number>;
  /** True when the database is another one than at the last look, restored or failed over: nothing remembered of it is good. */
  wasReplaced(): Promise<boolean>;
  /** Gathers rows that a process queued and then died; about once a second. */
  sweep(): Promise<void>;
  /**
   * Forgets changes older than `olderThanDays`, but for the newest `keepAtLeast` of each topic, and receipts as old.
   *
   * Returns how many changes went; call again while that is more than 0.
   */
  trim(olderThanDays: number, keepAtLeast: number): Promise<number>;
}

export type { Ack, Batch, Change, Caller, Floor, Position };
