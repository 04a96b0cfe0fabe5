import { useSyncExternalStore } from 'react';

export type LayoutSize = 'phone' | 'tablet' | 'desktop';

const tablet = matchMedia('(min-width: 700px)');
const desktop = matchMedia('(min-width: 1100px)');

function subscribe(notify: () => void): () => void {
  tablet.addEventListener('change', notify);
  desktop.addEventListener('change', notify);
  return () => {
    tablet.removeEventListener('change', notify);
    desktop.removeEventListener('change', notify);
  };
}

/** Which of the three layouts the window shows now. The same borders as in tokens.css. */
export function useLayoutSize(): LayoutSize {
  return useSyncExternalStore(subscribe, () => (desktop.matches ? 'desktop' : tablet.matches ? 'tablet' : 'phone'));
}
