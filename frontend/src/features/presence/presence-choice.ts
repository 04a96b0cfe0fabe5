import { useSyncExternalStore } from 'react';

/** Stays on this device, like the look. */
const KEY = 'zoetrope:presence';
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    // A browser may forbid storage; then one is seen, as everybody is who chose nothing.
    return true;
  }
}
let isShown = read();

/** Whether others see me here, and I see them. */
export function usePresenceChoice(): boolean {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => isShown,
  );
}

export function choosePresence(next: boolean): void {
  isShown = next;
  try {
    localStorage.setItem(KEY, next ? 'on' : 'off');
  } catch {
    // Kept for this visit only.
  }
  for (const notify of listeners) notify();
}
