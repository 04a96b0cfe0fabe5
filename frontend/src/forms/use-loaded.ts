import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { useConnection } from '#replica/hooks.tsx';
import { useSending } from './use-sending.ts';

export interface Loaded<T> {
  /** What was loaded last; it stays while a later attempt fails. */
  readonly value: T | undefined;
  readonly error: ErrorBody | undefined;
  readonly isBusy: boolean;
  /** Loads it anew, or does something that answers with it anew. */
  again(work?: () => Promise<T>): Promise<void>;
}

/** What is no row of the replica: asked for at once, and again when the connection is back after it failed. `load` must stay the same function. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T>();
  const { error, isBusy, send } = useSending();
  const again = useCallback(
    async (work: () => Promise<T> = load) => void (await send(async () => setValue(await work()))),
    [send, load],
  );
  useEffect(() => void again(), [again]);
  const hasFailed = useRef(false);
  useEffect(() => {
    hasFailed.current = error !== undefined;
  }, [error]);
  const isAway = useConnection().status === 'offline';
  useEffect(() => {
    if (!isAway && hasFailed.current) void again();
  }, [isAway, again]);
  return { value, error, isBusy, again };
}
