// Removals that may still be taken back. Until then only this page hides the row; everybody else still sees it.
import { useCallback, useSyncExternalStore } from 'react';
import { useToast } from '#ui/toast.tsx';

let hidden: ReadonlySet<string> = new Set();
const commits = new Map<string, () => void>();
const listeners = new Set<() => void>();

function show(next: ReadonlySet<string>): void {
  hidden = next;
  for (const listener of listeners) listener();
}

function release(id: string): (() => void) | undefined {
  const commit = commits.get(id);
  commits.delete(id);
  show(new Set(commits.keys()));
  return commit;
}

// Leaving the page answers the question as waiting does.
addEventListener('pagehide', () => {
  for (const id of commits.keys()) release(id)?.();
});

/** Ids of rows that are hidden here while their removal may be taken back. */
export function useHeldBack(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hidden,
  );
}

/** Hides a row and offers Undo for ten seconds; then, or when another takes its place, `commit` removes it for all. */
export function useRemoval(): (id: string, text: string, commit: () => void) => void {
  const toast = useToast();
  return useCallback(
    (id, text, commit) => {
      commits.set(id, commit);
      show(new Set(commits.keys()));
      toast({
        text,
        undo: { label: 'Undo', onPick: () => void release(id) },
        onGone: () => release(id)?.(),
      });
    },
    [toast],
  );
}
