import { useCallback, useRef, useState } from 'react';
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { toRefused } from '#replica/refused.ts';

export interface Sending {
  readonly isBusy: boolean;
  /** Of the last attempt; the form stays as it was filled in. */
  readonly error: ErrorBody | undefined;
  /** Runs one attempt; a second one while it runs is ignored, so a double click is one. True when it went well. */
  send(work: () => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

/** What a form knows of its attempts to send. */
export function useSending(): Sending {
  const [state, setState] = useState<{ isBusy: boolean; error?: ErrorBody }>({ isBusy: false });
  const isRunning = useRef(false);
  const send = useCallback(async (work: () => Promise<unknown>) => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setState({ isBusy: true });
    try {
      await work();
      setState({ isBusy: false });
      return true;
    } catch (error) {
      setState({ isBusy: false, error: toRefused(error).body });
      return false;
    } finally {
      isRunning.current = false;
    }
  }, []);
  const clear = useCallback(() => setState({ isBusy: false }), []);
  return { ...state, error: state.error, send, clear };
}
