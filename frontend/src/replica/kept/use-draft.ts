import { useCallback, useSyncExternalStore } from 'react';
import { useReplica } from '#replica/hooks.tsx';
import { draftOf, keepDraft, onDraft } from './drafts.ts';

/** What this caller typed into `of` and has not sent, and the way to keep it; empty where there is nothing. */
export function useDraft(of: string): readonly [text: string, keep: (text: string) => void] {
  const { caller } = useReplica();
  const text = useSyncExternalStore(onDraft, () => draftOf(caller, of));
  const keep = useCallback((next: string) => keepDraft(caller, of, next), [caller, of]);
  return [text, keep];
}
