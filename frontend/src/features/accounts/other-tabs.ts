// What another tab of this browser does to the account, which its cookie does to all of them.
import { SIGNED_OUT } from '#replica/kept/drafts.ts';

const SIGNED_IN = 'zoetrope:signed-in';

/** Says to the other tabs that somebody has signed in. A sign-out is said where drafts are forgotten. */
export function tellSignedIn(): void {
  try {
    localStorage.setItem(SIGNED_IN, String(Date.now()));
  } catch {
    // The others find it out when they ask the server next.
  }
}

/** Hears what another tab did. */
export function onOtherTab(listener: (did: 'signed-in' | 'signed-out') => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === SIGNED_IN) listener('signed-in');
    if (key === SIGNED_OUT) listener('signed-out');
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
