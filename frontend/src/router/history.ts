// The browser's history as the app uses it: each entry has a key of its own and its place among those of this app.

export interface Location {
  readonly pathname: string;
  /** With its `?`; empty when there is none. */
  readonly search: string;
  /** With its `#`; empty when there is none. */
  readonly hash: string;
  /** What whoever led here left with the entry. */
  readonly state: unknown;
  /** Of this entry of the history, over reloads. */
  readonly key: string;
  /** How many entries of this app stand before it. */
  readonly index: number;
}

interface Entry {
  readonly usr: unknown;
  readonly key: string;
  readonly idx: number;
}

const newKey = (): string => Math.random().toString(36).slice(2, 10);
const isEntry = (state: unknown): state is Entry => typeof state === 'object' && state !== null && 'idx' in state;

/** Where the browser is. `from`: where it was; what it made by itself, such as for a `#`, is the entry after that. */
export function readLocation(from?: Location): Location {
  let entry: unknown = history.state;
  if (!isEntry(entry)) {
    entry = { usr: entry, key: newKey(), idx: from ? from.index + 1 : 0 } satisfies Entry;
    history.replaceState(entry, '');
  }
  const { usr, key, idx } = entry as Entry;
  return { ...partsOf(location), state: usr, key, index: idx };
}

/** The location that `to`, an address of this site, would be, as a new entry or in place of `from`. */
export function toLocation(to: string, from: Location, state: unknown, isReplacing: boolean): Location {
  const parts = partsOf(new URL(to, window.location.href));
  return { ...parts, state, key: newKey(), index: from.index + (isReplacing ? 0 : 1) };
}

export function writeLocation({ state, key, index, ...parts }: Location, isReplacing: boolean): void {
  const entry: Entry = { usr: state, key, idx: index };
  history[isReplacing ? 'replaceState' : 'pushState'](entry, '', toAddress(parts));
}

export const toAddress = ({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): string =>
  pathname + search + hash;

const partsOf = ({ pathname, search, hash }: Pick<URL, 'pathname' | 'search' | 'hash'>) => ({ pathname, search, hash });
