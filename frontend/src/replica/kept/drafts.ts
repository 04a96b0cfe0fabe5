// What somebody types and has not sent, of one tab: a reload loses none of it, and it is shown to nobody who signs in after
// them on this device.
import { personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';

const PREFIX = 'zoetrope:draft:';
/** Written by the tab in which somebody signs out; the others hear of it. */
export const SIGNED_OUT = 'zoetrope:signed-out';

const listeners = new Set<() => void>();
/** A browser may forbid storage; then a text lives as long as the page. */
const here = new Map<string, string>();
/** What was on its way at a sign-out comes back after it: to nobody. */
let isSignedOut = false;

const keyOf = (caller: Caller, of: string) => `${PREFIX}${personOf(caller) ?? ''}:${of}`;

/** What was typed into `of`, a field that there is once for each caller. */
export function draftOf(caller: Caller, of: string): string {
  const key = keyOf(caller, of);
  let text = here.get(key);
  if (text === undefined) {
    try {
      text = sessionStorage.getItem(key) ?? '';
    } catch {
      text = '';
    }
    here.set(key, text);
  }
  return text;
}

export function keepDraft(caller: Caller, of: string, text: string): void {
  if (isSignedOut) return;
  const key = keyOf(caller, of);
  here.set(key, text);
  try {
    if (text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Kept above, for this page.
  }
  for (const listener of [...listeners]) listener();
}

export function onDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Somebody is signed in: forgets what this tab holds of everybody else. */
export function forgetOthersDrafts(personId: string): void {
  isSignedOut = false;
  forget(personId);
}

function forget(personId?: string): void {
  const isOther = (key: string) => personId === undefined || !key.startsWith(`${PREFIX}${personId}:`);
  for (const key of [...here.keys()]) if (isOther(key)) here.delete(key);
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX) && isOther(key)) sessionStorage.removeItem(key);
  } catch {
    return;
  }
}

/** Somebody signs out: forgets all of it, in all tabs. */
export function forgetAllDrafts(): void {
  isSignedOut = true;
  forget();
  try {
    localStorage.setItem(SIGNED_OUT, String(Date.now()));
  } catch {
    return;
  }
}

if (typeof addEventListener === 'function')
  addEventListener('storage', ({ key }) => {
    if (key !== SIGNED_OUT) return;
    isSignedOut = true;
    forget();
  });
