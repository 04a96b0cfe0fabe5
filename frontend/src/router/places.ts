// Where each entry of the history was left, of one tab: kept over a reload, and for nobody but the person who was there.

const KEY = 'zoetrope:places';
/** Whoever goes further back begins on top. */
const KEPT = 100;

export interface Place {
  /** How far the page was scrolled. */
  readonly topPx: number;
  /** What the page itself kept to find its place again. */
  readonly kept?: unknown;
}

/** `personId`: empty for a visitor. */
let { personId, places } = read();

function read(): { personId: string; places: Map<string, Place> } {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as { personId?: string; places?: [string, Place][] };
    return { personId: stored.personId ?? '', places: new Map(stored.places) };
  } catch {
    return { personId: '', places: new Map() };
  }
}

export const placeOf = (key: string): Place | undefined => places.get(key);

export function rememberPlace(key: string, change: Partial<Place>): void {
  const place = { topPx: 0, ...places.get(key), ...change };
  places.delete(key);
  places.set(key, place);
  const [oldest] = places.keys();
  if (places.size > KEPT && oldest !== undefined) places.delete(oldest);
}

/** Called when the page is left: the next one may be a reload of it. */
export function keepPlaces(): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ personId, places: [...places] }));
  } catch {
    // A browser may forbid storage; then places live as long as the page.
  }
}

/** Says who is here, empty for a visitor: forgets the places of anybody else. */
export function ownPlaces(now: string): void {
  if (now === personId) return;
  personId = now;
  places = new Map();
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}
