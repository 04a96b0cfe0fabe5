// Signals in React: what this page says, and who says what.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Json } from '@zoetrope/contract/kernel/row.ts';
import type { Signal } from '@zoetrope/contract/kernel/signal.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { useReplica } from './hooks.tsx';

const NOTHING = () => () => {};
const NOBODY: readonly string[] = [];

/** Says it while mounted and the page is seen. undefined says nothing. The topic must be held. */
export function useSaying<B extends Json>(signal: Signal<B>, at: TopicAt | undefined, body: B): void {
  const { signals } = useReplica();
  const key = at?.key;
  const said = JSON.stringify(body);
  useEffect(() => {
    if (!at) return undefined;
    let stop: (() => void) | undefined;
    const follow = () => {
      const isSeen = document.visibilityState === 'visible';
      if (isSeen) stop ??= signals.keepSaying(signal, at, body);
      else {
        stop?.();
        stop = undefined;
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop?.();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for `at`, `said` for `body`
  }, [signals, signal, key, said]);
}

/** Who says it there, oneself aside: ids of people, the same array until somebody comes or goes. */
export function useHeard(signal: Signal, at: TopicAt | undefined): readonly string[] {
  const { signals } = useReplica();
  const key = at?.key;
  const subscribe = useCallback(
    (listener: () => void) => (at ? signals.watch(at, listener) : NOTHING()),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for `at`
    [signals, key],
  );
  return useSyncExternalStore(subscribe, () => (at ? signals.by(signal, at) : NOBODY));
}

/** Who says it in each of several topics, oneself aside: by topic, without those in which nobody does. */
export function useHeardIn(signal: Signal, topics: readonly TopicAt[]): ReadonlyMap<string, readonly string[]> {
  const { signals } = useReplica();
  const keys = topics.map((at) => at.key).join();
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = topics.map((at) => signals.watch(at, listener));
      return () => stops.forEach((stop) => stop());
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `keys` stands for `topics`
    [signals, keys],
  );
  // A text, since a snapshot has to be the same until something changed.
  const stamp = useSyncExternalStore(subscribe, () => topics.map((at) => signals.by(signal, at).join()).join(';'));
  return useMemo(
    () => new Map(topics.map((at) => [at.key, signals.by(signal, at)] as const).filter(([, ids]) => ids.length > 0)),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `keys` stands for `topics`, `stamp` for what is said there
    [signals, signal, keys, stamp],
  );
}

/** Says it from each call of the returned function on, until `lastsMs` after the last one; `stop` takes it back at once. */
export function useSayingFor<B extends Json>(signal: Signal<B>, at: TopicAt | undefined, body: B, lastsMs: number) {
  const { signals } = useReplica();
  const saying = useRef<{ stop: () => void; timer: ReturnType<typeof setTimeout> }>(undefined);
  const stop = useCallback(() => {
    clearTimeout(saying.current?.timer);
    saying.current?.stop();
    saying.current = undefined;
  }, []);
  const key = at?.key;
  // Another topic, or none any more: what was said in this one ends.
  useEffect(() => stop, [stop, signals, key]);
  const note = () => {
    if (!at) return;
    clearTimeout(saying.current?.timer);
    const stopSaying = saying.current?.stop ?? signals.keepSaying(signal, at, body);
    saying.current = { stop: stopSaying, timer: setTimeout(stop, lastsMs) };
  };
  return { note, stop };
}
