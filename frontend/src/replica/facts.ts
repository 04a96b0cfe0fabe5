import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Ref } from '@zoetrope/contract/kernel/entity.ts';
import type { Guarded } from '@zoetrope/contract/kernel/guard.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import type { Holding } from './holding.ts';

/** What is known here of a row: itself, that it is not there, or nothing. */
export type Knowledge = Row | 'absent' | 'unknown';

export type Facts =
  | { readonly kind: 'known'; readonly facts: { readonly [name: string]: Row | boolean | undefined } }
  /** The server must be asked. */
  | { readonly kind: 'unknown' }
  /** A needed row is not there: the server would answer not-found. */
  | { readonly kind: 'missing' };

/**
 * Resolves declared reads from what is known here. A read whose ref leads nowhere is undefined, as on the server. What is
 * only asked whether it is there is taken to be there, unless it is known not to be.
 */
export function resolveFacts(
  guarded: Guarded,
  input: unknown,
  caller: Caller,
  know: (ref: Ref<unknown>) => Knowledge,
): Facts {
  const facts: Record<string, Row | boolean | undefined> = {};
  for (const read of guarded.reads) {
    const ref = read.ref(input, caller, facts);
    const known = ref ? know(ref) : 'absent';
    if (read.kind === 'exists') {
      facts[read.name] = known !== 'absent';
      continue;
    }
    if (known === 'unknown') return { kind: 'unknown' };
    if (known === 'absent' && read.kind === 'need') return { kind: 'missing' };
    facts[read.name] = known === 'absent' ? undefined : known;
  }
  return { kind: 'known', facts };
}

/**
 * True when a row that is not here is nowhere, because a held topic would have brought it.
 *
 * Ids tell where a row belongs: a row placed by its `id`, or a natural key that is joined of the ids it is about
 * (`groupId:personId`). If a complete topic of the entity has all its parameters among those, the row would be in it.
 */
export function isSurelyAbsent(
  registry: Registry,
  held: ReadonlyMap<string, Holding>,
  entity: string,
  id: string,
): boolean {
  const parts = new Set(id.split(':'));
  parts.add(id);
  for (const place of registry.placesOf(entity)) {
    for (const holding of held.values()) {
      if (holding.at.topic !== place.topic || !holding.isComplete(entity)) continue;
      if (Object.keys(place.by).every((param) => parts.has(holding.at.params[param]!))) return true;
    }
  }
  return false;
}
