// What the replica offers to whoever shows it. The hooks and the end-to-end suite know these shapes and nothing behind them.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Command } from '@zoetrope/contract/kernel/command.ts';
import type { Entity } from '@zoetrope/contract/kernel/entity.ts';
import type { Json } from '@zoetrope/contract/kernel/row.ts';
import type { Signal } from '@zoetrope/contract/kernel/signal.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Http } from './http.ts';

export type Unsubscribe = () => void;

/** `gone`: the caller may not hold it, or it does not exist; the two look the same. */
export type TopicState = 'loading' | 'live' | 'gone';

/** Rows in which every named column equals the given value. */
export type Where<R> = { readonly [K in keyof R]?: R[K] };
export type Order<R> = (a: R, b: R) => number;

/** A query whose answer is kept: `get` returns the same array until a row in it changes, enters or leaves. */
export interface LiveRows<R> {
  subscribe(listener: () => void): Unsubscribe;
  get(): readonly R[];
}

/** How much of a windowed list is here. */
export interface WindowState {
  /** Nothing older exists. */
  readonly isEnd: boolean;
  readonly isLoading: boolean;
}

export interface RunOptions {
  /** A refused command stays in the outbox, so that a person can send it again. */
  readonly keepWhenRefused?: boolean;
}

/** A command that is on its way, or was refused and kept. */
export interface OutboxEntry {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly state: 'waiting' | 'refused';
  /** Why it was refused, or why the last attempt has to be repeated. */
  readonly error?: ErrorBody;
}

export interface OutboxView {
  subscribe(listener: () => void): Unsubscribe;
  /** Oldest first; the same array until something changes. */
  list(): readonly OutboxEntry[];
  /** Sends a refused command again, as a new attempt. Errors: rejects with Refused. */
  retry(id: string): Promise<void>;
  /** Forgets a refused command. */
  discard(id: string): void;
}

/** What people say at this moment and nobody keeps. The topic must be held. */
export interface SignalsView {
  /** Says it now and again until the returned function is called, which takes it back. A visitor says nothing. */
  keepSaying<B extends Json>(signal: Signal<B>, at: TopicAt, body: B): Unsubscribe;
  /** Hears of changes in who says what there. */
  watch(at: TopicAt, listener: () => void): Unsubscribe;
  /** Who says it, oneself aside; the same array until somebody comes or goes. Empty unless watched. */
  by(signal: Signal, at: TopicAt): readonly string[];
}

/** The rows that this caller holds, with the predictions of commands on their way. */
export interface ReplicaView {
  readonly caller: Caller;
  /** Counted: the topic is let go 30 s after its last holder. */
  hold(at: TopicAt): Unsubscribe;
  stateOf(topicKey: string): TopicState;
  onTopic(topicKey: string, listener: () => void): Unsubscribe;
  rows<R extends { id: string }>(entity: Entity<R>, where: Where<R>, order?: Order<R>): LiveRows<R>;
  row<R extends { id: string }>(entity: Entity<R>, id: string): R | undefined;
  /** True while a command that changes this row is on its way. */
  isPending(entity: Entity, id: string): boolean;
  /** Hears of this row: its columns, and whether it is pending. */
  onRow(entity: Entity, id: string, listener: () => void): Unsubscribe;
  /** Hears once of each change, whichever rows it touched. */
  onAnyRow(listener: () => void): Unsubscribe;
  /**
   * Validates, shows the prediction in the same tick, sends; resolves when the server has done it.
   *
   * Errors: rejects with Refused. Without a network it waits, it does not fail.
   */
  run<I>(command: Command<I, any>, input: I, options?: RunOptions): Promise<void>;
  /** Would the server allow it, by what is known here? undefined: not known here. */
  can<I>(command: Command<I, any>, input: I): boolean | undefined;
  windowOf(topicKey: string, entity: Entity): WindowState;
  /** Loads the next older rows of a windowed entity. Errors: rejects with Refused. */
  older(topicKey: string, entity: Entity): Promise<void>;
  readonly outbox: OutboxView;
  readonly signals: SignalsView;
}

export type ConnectionStatus = 'live' | 'slower' | 'checking' | 'offline';
/** Why the status is what it is. */
export type ConnectionReason =
  | 'starting'
  | 'websocket'
  | 'http-polling'
  | 'long-poll'
  | 'poll'
  | 'chosen-polling'
  | 'no-network'
  | 'no-server'
  | 'session-ended'
  | 'outdated-client';

export interface Connection {
  /** Live: pushed over a WebSocket. Slower: pushed over HTTP. Checking: asked every few seconds. */
  readonly status: ConnectionStatus;
  readonly reason: ConnectionReason;
  /** When the next question goes out, ms since 1970; while `checking` or `offline`. */
  readonly nextCheckAtMs?: number;
}

export interface ConnectionView {
  subscribe(listener: () => void): Unsubscribe;
  get(): Connection;
  /** Plain polling and nothing else, until told otherwise. The app remembers the choice, not this. */
  stayOnPolling(chosen: boolean): void;
  isStayingOnPolling(): boolean;
  /** Asks now instead of waiting for the next turn. */
  checkNow(): void;
  /** When the server said anything last, ms since 1970; undefined: it never did. */
  lastHeardAtMs(): number | undefined;
}

/** Said once in a session's life; nothing works after it but a reload or a sign-in. */
export type SessionEnd = 'session-ended' | 'outdated-client';

/** One caller's replica with its connection. A sign-in or sign-out makes another. */
export interface Session {
  readonly replica: ReplicaView;
  readonly connection: ConnectionView;
  /** The door for what is not a command: sign-in, sessions, avatars. */
  readonly http: Http;
  onEnd(listener: (end: SessionEnd) => void): Unsubscribe;
  /** Stops everything and forgets every row. */
  close(): void;
}
