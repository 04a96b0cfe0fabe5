import { useCallback, useSyncExternalStore } from 'react';
import type { Entries } from './entries.ts';
import type { UploadEntry } from './entry.ts';

/** One file of the queue; drawn again only when something of it changed. */
export function useEntry(entries: Entries, id: string): UploadEntry | undefined {
  const subscribe = useCallback((listener: () => void) => entries.subscribe(id, listener), [entries, id]);
  return useSyncExternalStore(subscribe, () => entries.get(id));
}
