// Removals that may still be taken back. Until they are sent only this device hides the rows; everybody else sees them.
//
// They are written down until the server has answered: a page that is left, reloaded or killed within the ten seconds
// loses none of them. What was announced as deleted will be deleted; only Undo takes it back.
import { toRefused } from '#replica/refused.ts';

const KEY = 'zoetrope:held-back';
/** A page says when it leaves; an entry this old belongs to one that ended without a word. */
const FORGOTTEN_MS = 60_000;

export interface HeldBack {
  readonly id: string;
  /** Of the command that removes the row. */
  readonly command: string;
  /** What that command is given; absent in what an older page kept, which is given the row's id. */
  readonly input?: unknown;
  /** Whose removal it is; nobody else who signs in on this device sends it. */
  readonly me: string;
  readonly atMs: number;
  /** The page that would have sent it was left. */
  readonly isLeft?: boolean;
}

/** Sends one removal. Errors: rejects with Refused. */
export type SendRemoval = (entry: HeldBack) => Promise<unknown>;

let entries: readonly HeldBack[] = read();
/** By person; made when it is asked for. */
let hidden = new Map<string, ReadonlySet<string>>();
const NOTHING: ReadonlySet<string> = new Set();
const own = new Map<string, SendRemoval>();
const listeners = new Set<() => void>();

function toIds(list: readonly HeldBack[]): ReadonlySet<string> {
  return new Set(list.map((entry) => entry.id));
}

// A browser may forbid storage; then a removal lasts as long as the page.
function read(): readonly HeldBack[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as HeldBack[];
  } catch {
    return [];
  }
}

function show(next: readonly HeldBack[]): void {
  entries = next;
  hidden = new Map();
  for (const listener of [...listeners]) listener();
}

/** Over what other tabs wrote meanwhile. */
function change(to: (list: readonly HeldBack[]) => readonly HeldBack[]): void {
  const before = read();
  const next = to(before.length > 0 ? before : entries);
  try {
    if (next.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Kept in memory below.
  }
  show(next);
}

/** Hides these rows here. They wait until they are sent or taken back. */
export function holdBack(held: readonly HeldBack[], send: SendRemoval): void {
  for (const { id } of held) own.set(id, send);
  const ids = toIds(held);
  change((list) => [...list.filter((entry) => !ids.has(entry.id)), ...held]);
}

/** Shows these rows again; what was sent already stays sent. */
export function takeBack(ids: readonly string[]): void {
  const back = ids.filter((id) => own.delete(id));
  if (back.length > 0) change((list) => list.filter((entry) => !back.includes(entry.id)));
}

/** Sends those of these that still wait here. Refusals are handed on; of rows that are gone already nobody needs to hear. */
export function sendHeldBack(ids: readonly string[], onRefused: (error: unknown) => void): void {
  for (const id of ids) {
    const send = own.get(id);
    const entry = entries.find((one) => one.id === id);
    own.delete(id);
    if (send && entry) void deliver(entry, send, onRefused);
  }
}

/** Nobody is kept from leaving by a server that does not answer. */
const LEAVES_WITHIN_MS = 3_000;

/**
 * Sends all that wait here, while whoever removed them is still signed in. Resolves when each was answered, or soon after:
 * what was not is sent when they come back.
 */
export async function sendAllHeldBack(): Promise<void> {
  const waiting = entries.flatMap((entry) => {
    const send = own.get(entry.id);
    return send ? [{ entry, send }] : [];
  });
  for (const { entry } of waiting) own.delete(entry.id);
  const answered = Promise.all(waiting.map(({ entry, send }) => deliver(entry, send, () => undefined)));
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, LEAVES_WITHIN_MS))]);
}

async function deliver(entry: HeldBack, send: SendRemoval, onRefused: (error: unknown) => void): Promise<void> {
  let isAnswered = true;
  try {
    await send(entry);
  } catch (error) {
    const { body } = toRefused(error);
    // Nobody answered, and this page will not ask again: the next one does.
    isAnswered = body.code !== 'unavailable';
    if (isAnswered && body.code !== 'not-found') onRefused(error);
  }
  change((list) => list.flatMap((one) => (one.id !== entry.id ? [one] : isAnswered ? [] : [{ ...one, isLeft: true }])));
}

/** Sends what pages that are no more have left behind for this person. Returns the way to stop. */
export function sendLeftBehind(me: string, send: SendRemoval): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    const waiting = entries.filter((entry) => entry.me === me && !own.has(entry.id));
    const due = waiting.filter((entry) => entry.isLeft || Date.now() - entry.atMs > FORGOTTEN_MS);
    for (const entry of due) {
      own.set(entry.id, send);
      sendHeldBack([entry.id], () => undefined);
    }
    timer = setTimeout(look, FORGOTTEN_MS);
  };
  look();
  return () => clearTimeout(timer);
}

export const heldBack = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Ids of the rows that are hidden from one person, who removed them; the same set until it changes. */
  get(me: string | undefined): ReadonlySet<string> {
    if (me === undefined) return NOTHING;
    const known = hidden.get(me);
    if (known) return known;
    const ids = toIds(entries.filter((entry) => entry.me === me));
    hidden.set(me, ids);
    return ids;
  },
};

// Leaving answers the question as waiting does. What the browser cuts off on the way out, the next page sends.
addEventListener('pagehide', () => {
  const ids = [...own.keys()];
  if (ids.length === 0) return;
  change((list) => list.map((entry) => (own.has(entry.id) ? { ...entry, isLeft: true } : entry)));
  sendHeldBack(ids, () => undefined);
});
addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) show(read());
});
