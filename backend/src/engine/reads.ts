// Resolving declared reads. Synchronous: a row that is not at hand stops the resolution, is fetched, and it starts again.
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Guarded } from '@zoetrope/contract/kernel/guard.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';

/**
 * The row, or null when it does not exist. `isGlance`: only whether it is there will be looked at. Errors: NotAtHand when
 * it is not known.
 */
export type RowReader = (e: string, id: string, isGlance?: boolean) => Row | null;

/** A row has to be fetched, or locked, before the resolution can go on. */
export class NotAtHand extends Error {
  constructor(
    readonly e: string,
    readonly id: string,
  ) {
    super(`${e}/${id}`);
  }
}

export type Facts = Record<string, Row | boolean | undefined>;

/**
 * The facts of a command, or undefined when something it needs is absent or not the caller's to see.
 *
 * `sees` is asked of every needed row that exists. Errors: NotAtHand.
 */
export function resolveReads(
  guarded: Guarded,
  input: unknown,
  caller: Caller,
  read: RowReader,
  sees: (e: string, row: Row) => boolean,
): Facts | undefined {
  const facts: Facts = {};
  for (const { name, kind, ref } of guarded.reads) {
    const at = ref(input, caller, facts);
    const row = at ? read(at.e, at.id, kind === 'exists') : null;
    if (kind === 'need' && !(row && sees(at!.e, row))) return undefined;
    facts[name] = kind === 'exists' ? row !== null : (row ?? undefined);
  }
  return facts;
}

/** Whether a caller may hold a topic. Errors: NotAtHand. */
export function mayHold(at: TopicAt, caller: Caller, read: RowReader): boolean {
  const facts = resolveReads(at.topic, at.params, caller, read, () => true);
  return facts !== undefined && at.topic.allowed(facts, at.params, caller);
}

/** Whether a caller may hold some topic in which the row is placed. Errors: NotAtHand. */
export const maySee = (registry: Registry, e: string, row: Row, caller: Caller, read: RowReader): boolean =>
  registry.topicsOf(e, row).some(({ at }) => mayHold(at, caller, read));
