import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Json, Row } from './row.ts';

/** A row as it is now (`row`), or its absence (`null`), at row version `rv`. Newer `rv` wins, the same for every entity. */
export interface Change {
  readonly e: string;
  readonly id: string;
  readonly rv: number;
  readonly row: Row | null;
}

/** A place in a topic's log. A topic that never had a change is at version 0 of the empty epoch. */
export interface Position {
  readonly epoch: string;
  readonly v: number;
}
export const ORIGIN: Position = { epoch: '', v: 0 };

/** Sort key and id of the oldest row that a window holds; `end` when it holds them all. */
export type Floor = { readonly key: string; readonly id: string } | 'end';

/** What every carrier delivers, byte for byte the same. */
export type Batch =
  /** Everything that happened in (from, v]: the newest change of each row, in order of first appearance. */
  | {
      readonly k: 'ops';
      readonly t: string;
      readonly epoch: string;
      readonly from: number;
      readonly v: number;
      readonly ch: readonly Change[];
    }
  /** The topic's rows at `v`. `floors` has an entry for each windowed entity. */
  | {
      readonly k: 'snap';
      readonly t: string;
      readonly epoch: string;
      readonly v: number;
      readonly ch: readonly Change[];
      readonly floors: { readonly [entity: string]: Floor };
    }
  /** The caller may not hold the topic, or not any more. Absent and forbidden look the same. */
  | { readonly k: 'gone'; readonly t: string }
  /** This client fell behind and was not sent everything: ask again from where you are. */
  | { readonly k: 'behind'; readonly t: string };

export type Snapshot = Extract<Batch, { k: 'snap' }>;

/** A command on its way. `id` names the attempt: sent twice, it is done once and answered the same. */
export interface CommandMessage {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** The answer. `at` and `ch` hold only topics and rows that the caller may hold after the commit. */
export type Ack =
  | {
      readonly ok: true;
      readonly id: string;
      readonly at: readonly { readonly t: string; readonly epoch: string; readonly v: number }[];
      readonly ch: readonly Change[];
    }
  | { readonly ok: false; readonly id: string; readonly error: ErrorBody };

/** Older rows than a window holds: strictly below `below`, newest first. */
export interface OlderRequest {
  readonly t: string;
  readonly e: string;
  readonly below: { readonly key: string; readonly id: string };
}
export type OlderAnswer =
  | { readonly ok: true; readonly ch: readonly Change[]; readonly floor: Floor }
  | { readonly ok: false; readonly error: ErrorBody };

/** POST /api/sync. `at` names every topic held and where; `null` asks for a snapshot. */
export interface SyncRequest {
  readonly at: { readonly [topic: string]: Position | null };
  /** How long the server may hold the answer when there is nothing to say, ms; 0 or absent is a plain poll. */
  readonly waitMs?: number;
  /**
   * Topics whose signals are listened to while the answer is held, each with the stamp of what was heard last; null for
   * nothing yet. The topics must be in `at`.
   */
  readonly hear?: { readonly [topic: string]: string | null };
}
/**
 * The answer to a poll of one public topic (GET /api/sync) ends at a multiple of this, so that shared caches can keep what
 * does not change any more. Whoever was brought to one asks again at once.
 */
export const SEGMENT = 256;
export interface SyncAnswer {
  readonly batches: readonly Batch[];
  /** What is said where the request's stamp names something else. Absent when that is nowhere. */
  readonly said?: readonly SaidNow[];
}

/** A signal that somebody says: to whoever holds the topic, not logged, held for the signal's own time. */
export interface SayMessage {
  readonly t: string;
  /** The signal's name. */
  readonly s: string;
  /** Names the page that says it: a person with two pages looks until both are gone. */
  readonly source: string;
  /** null takes it back. */
  readonly body: Json;
}

/** Who says what now; `body` null: not any more. Sent again while it lasts, at the latest after `holdMs`. */
export interface Heard {
  readonly t: string;
  readonly s: string;
  readonly by: string;
  readonly body: Json;
  readonly holdMs: number;
}

/** Everything that is said in a topic at this moment. */
export interface HeardAnswer {
  readonly heard: readonly Heard[];
}

/** The same as part of a poll's answer. `stamp` names what is said: the same on every node. */
export interface SaidNow extends HeardAnswer {
  readonly t: string;
  readonly stamp: string;
}

/** Socket.IO events. No feature in sight. */
export const WIRE = {
  /** client -> server, acknowledged with Ack */
  command: 'command',
  /** client -> server: { t, at: Position | null } */
  open: 'open',
  /** client -> server: { t } */
  close: 'close',
  /** client -> server, acknowledged with OlderAnswer */
  older: 'older',
  /** client -> server: SayMessage; answered by nobody, and dropped when it comes too often */
  say: 'say',
  /** client -> server: { t }, acknowledged with HeardAnswer when the topic's opening is decided */
  hear: 'hear',
  /** server -> client: Batch[] */
  batches: 'batches',
  /** server -> client: Heard[], what has changed */
  heard: 'heard',
  /**
   * server -> client: Farewell; the server closes the socket right after. A server that stops or has its place taken by
   * another one sends `unavailable` with `retryAfterMs`, drawn anew for each client: when to come back.
   */
  farewell: 'farewell',
} as const;

export interface OpenMessage {
  readonly t: string;
  readonly at: Position | null;
}
export interface Farewell {
  readonly error: ErrorBody;
}

/** The header, and the field of the socket's handshake, in which a client names its contract version. */
export const VERSION_HEADER = 'x-zoetrope-contract';
/** The header, and the field of the handshake, in which a page says whose it is: another tab may have signed in as somebody else. */
export const CALLER_HEADER = 'x-zoetrope-caller';
/** The header that names the attempt of a command sent over HTTP. */
export const ATTEMPT_HEADER = 'idempotency-key';
