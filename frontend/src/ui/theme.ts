import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'zoetrope.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function readChoice(): ThemeChoice {
  try {
    const saved = localStorage.getItem(key);
    return saved === 'light' || saved === 'dark' ? saved : 'system';
  } catch {
    // A browser may forbid storage; then the system decides.
    return 'system';
  }
}

let choice = readChoice();

function apply(): void {
  const isDark = choice === 'dark' || (choice === 'system' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  const colour = document.querySelector<HTMLMetaElement>('meta[name=theme-color]');
  if (colour) colour.content = isDark ? '#0F1213' : '#F6F7F5';
}

systemIsDark.addEventListener('change', apply);

/** Sets the look at once and keeps it on this device. index.html reads the same key before the first paint. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Kept for this visit only.
  }
  apply();
  for (const notify of listeners) notify();
}

/** What the person chose, not what is shown. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => choice,
  );
}
