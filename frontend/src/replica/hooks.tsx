// The replica in React. This file and signal-hooks.tsx are the only ones of the room that know React.
import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { personOf } from '@zoetrope/contract/kernel/caller.ts';
import type { Command } from '@zoetrope/contract/kernel/command.ts';
import type { Entity, Schema } from '@zoetrope/contract/kernel/entity.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type {
  Connection,
  ConnectionView,
  Order,
  RunOptions,
  Session,
  TopicState,
  Where,
  WindowState,
} from './offers.ts';
import { Verdicts } from './verdicts.ts';

const SessionContext = createContext<Session | undefined>(undefined);

/** Gives everything below one caller's session. A sign-in or sign-out passes another. */
export function ReplicaProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a ReplicaProvider above it');
  return session;
}

export const useReplica = () => useSession().replica;

/** The door for what is not a command. */
export const useHttp = () => useSession().http;

/** The signed-in person's id; undefined for a visitor. */
export const useMe = (): string | undefined => personOf(useReplica().caller);

const NOTHING = () => () => {};

/** Holds the topic while mounted. undefined holds nothing and stays `loading`. */
export function useTopic(at: TopicAt | undefined): TopicState {
  const replica = useReplica();
  const key = at?.key;
  // The key says all that the topic is; callers may build a new `at` on each render.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => (at ? replica.hold(at) : undefined), [replica, key]);
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? NOTHING() : replica.onTopic(key, listener)),
    [replica, key],
  );
  return useSyncExternalStore(subscribe, () => (key === undefined ? 'loading' : replica.stateOf(key)));
}

/**
 * The rows of an entity that are here, in which every named column equals the given value.
 *
 * The array stays the same until a row in it changes, enters or leaves. `order` must be a constant function; without
 * one the order is arbitrary. It holds nothing: pair it with `useTopic`.
 */
export function useRows<R extends { id: string }>(
  entity: Entity<R>,
  where: Where<R> = {},
  order?: Order<R>,
): readonly R[] {
  const replica = useReplica();
  const shape = JSON.stringify(where);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `shape` stands for `where`
  const live = useMemo(() => replica.rows(entity, where, order), [replica, entity, shape, order]);
  return useSyncExternalStore(live.subscribe, live.get);
}

/** One row, or undefined while it is not here. */
export function useRow<R extends { id: string }>(entity: Entity<R>, id: string | undefined): R | undefined {
  return useOfRow(entity, id, (replica, rowId) => replica.row(entity, rowId));
}

/** True while a command that changes this row is on its way. */
export function useIsPending(entity: Entity, id: string | undefined): boolean {
  return useOfRow(entity, id, (replica, rowId) => replica.isPending(entity, rowId)) ?? false;
}

function useOfRow<T>(entity: Entity, id: string | undefined, read: (replica: Session['replica'], id: string) => T) {
  const replica = useReplica();
  const subscribe = useCallback(
    (listener: () => void) => (id === undefined ? NOTHING() : replica.onRow(entity, id, listener)),
    [replica, entity, id],
  );
  return useSyncExternalStore(subscribe, () => (id === undefined ? undefined : read(replica, id)));
}

export interface CommandHandle<I> {
  /** Shows the prediction in the same tick; resolves when the server has done it. Errors: rejects with Refused. */
  run(input: I, options?: RunOptions): Promise<void>;
  /** Would the server allow it? undefined: not known here. Asked while rendering, a change of the answer renders again. */
  can(input: I): boolean | undefined;
  /** What the form must fulfil; the server validates with the same. */
  readonly schema: Schema<I>;
}

export function useCommand<I>(command: Command<I, any>): CommandHandle<I> {
  const replica = useReplica();
  const verdicts = useMemo(() => new Verdicts(replica, command), [replica, command]);
  useSyncExternalStore(verdicts.subscribe, verdicts.version);
  verdicts.startOver();
  return useMemo(
    () => ({
      run: (input, options) => replica.run(command, input, options),
      can: (input) => verdicts.can(input),
      schema: command.input,
    }),
    [replica, command, verdicts],
  );
}

export interface Older extends WindowState {
  /** Loads the next older rows; nothing happens at the end or while loading. Errors: rejects with Refused. */
  load(): Promise<void>;
}

/** The far end of a windowed list: for infinite scroll. */
export function useOlder(at: TopicAt | undefined, entity: Entity): Older {
  const replica = useReplica();
  const key = at?.key;
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? NOTHING() : replica.onTopic(key, listener)),
    [replica, key],
  );
  const state = useSyncExternalStore(subscribe, () => (key === undefined ? NO_WINDOW : replica.windowOf(key, entity)));
  return useMemo(
    () => ({ ...state, load: () => (key === undefined ? Promise.resolve() : replica.older(key, entity)) }),
    [replica, key, entity, state],
  );
}
const NO_WINDOW: WindowState = { isEnd: true, isLoading: false };

/** How news arrives now; settled for 2 s, so that a hiccup does not flash. */
export function useConnection(): Connection &
  Pick<ConnectionView, 'stayOnPolling' | 'isStayingOnPolling' | 'checkNow' | 'lastHeardAtMs'> {
  const { connection } = useSession();
  const now = useSyncExternalStore(connection.subscribe, connection.get);
  return useMemo(
    () => ({
      ...now,
      stayOnPolling: connection.stayOnPolling,
      isStayingOnPolling: connection.isStayingOnPolling,
      checkNow: connection.checkNow,
      lastHeardAtMs: connection.lastHeardAtMs,
    }),
    [connection, now],
  );
}
