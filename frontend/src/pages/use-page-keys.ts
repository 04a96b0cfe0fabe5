import { useEffect, useRef } from 'react';

const WINDING = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
/** Held down, these go on; everything else is done once for a press. */
const GO_ON = new Set([...WINDING, '+', '=', '-']);

/** Keys of the whole page; a field or an open panel has its own. */
export function usePageKeys(keys: Readonly<Record<string, () => unknown>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const isTaken = target.closest(
        'input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]',
      );
      // A player that has the focus winds with them.
      if (target instanceof HTMLVideoElement && WINDING.has(event.key)) return;
      if (isTaken || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || GO_ON.has(event.key)) act();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
