import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Facts } from './facts.ts';
import type { Judgement } from './ports.ts';
import { mayHold, NotAtHand, type RowReader } from './reads.ts';

/** Hears which of a row's columns are read: a change to any other column cannot alter what was concluded. */
function watched(row: Row, columns: Set<string>): Row {
  return new Proxy(row, {
    get(target, column) {
      if (typeof column === 'string') columns.add(column);
      return Reflect.get(target, column) as unknown;
    },
    has(target, column) {
      if (typeof column === 'string') columns.add(column);
      return Reflect.has(target, column);
    },
    ownKeys(target) {
      columns.add('*');
      return Reflect.ownKeys(target);
    },
  });
}

/** Runs `work` until all that it reads is at hand. Errors: DatabaseUnreachable. */
export async function withFacts<T>(facts: Facts, work: (read: RowReader) => T): Promise<T> {
  const loaded = new Map<string, Row | null>();
  for (;;) {
    try {
      return work((e, id) => {
        const held = facts.peek(e, id);
        if (held !== undefined) return held && held.row;
        // What was fetched for this very question may be too old for the cache by its rules; for this answer it is not.
        const row = loaded.get(rowKey(e, id));
        if (row === undefined) throw new NotAtHand(e, id);
        return row;
      });
    } catch (missing) {
      if (!(missing instanceof NotAtHand)) throw missing;
      loaded.set(rowKey(missing.e, missing.id), (await facts.load(missing.e, missing.id))?.row ?? null);
    }
  }
}

/** One verdict, and on which rows and columns it rests. */
export function judgeTopic(registry: Registry, facts: Facts, caller: Caller, topicKey: string): Promise<Judgement> {
  const at = registry.topicAt(topicKey);
  if (!at) return Promise.resolve({ ok: false, deps: new Map() });
  return withFacts(facts, (read) => {
    const columns = new Map<string, Set<string>>();
    const ok = mayHold(at, caller, (e, id) => {
      const key = rowKey(e, id);
      const seen = columns.get(key) ?? new Set();
      columns.set(key, seen);
      const row = read(e, id);
      return row && watched(row, seen);
    });
    return { ok, deps: new Map([...columns].map(([key, seen]) => [key, signature(seen)])) };
  });
}

const signature = (columns: ReadonlySet<string>): string => (columns.has('*') ? '*' : [...columns].toSorted().join());

/** Topics whose heads tell of changes to these rows, and the rows of which no topic tells. */
export function guardsOf(registry: Registry, facts: Facts, rowKeys: Iterable<string>) {
  const topics = new Set<string>();
  const unguarded: string[] = [];
  for (const key of rowKeys) {
    const { e, id } = splitKey(key);
    const row = facts.last(e, id)?.row;
    const places = row ? registry.topicsOf(e, row).filter(({ place }) => !place.gathered) : [];
    for (const { at } of places) topics.add(at.key);
    if (!places.length) unguarded.push(key);
  }
  return { topics: [...topics], unguarded };
}

/** Which of these rows are not what the cache held; the cache then holds the present. */
export async function recheckFacts(facts: Facts, rowKeys: Iterable<string>): Promise<string[]> {
  const changed: string[] = [];
  await Promise.all(
    [...rowKeys].map(async (key) => {
      const { e, id } = splitKey(key);
      const before = facts.last(e, id);
      const present = await facts.load(e, id);
      if (before === undefined || before?.rv !== present?.rv) changed.push(key);
    }),
  );
  return changed;
}

function splitKey(key: string) {
  const slash = key.indexOf('/');
  return { e: key.slice(0, slash), id: key.slice(slash + 1) };
}
