// What a caller is told of a commit: only what they may hold after it.
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Ack, Change } from '@zoetrope/contract/kernel/wire.ts';
import type { Facts } from './facts.ts';
import { withFacts } from './judge.ts';
import { mayHold } from './reads.ts';

/** Where topics stood after a commit. */
export type Heads = Extract<Ack, { ok: true }>['at'];

/** What a receipt keeps: a change, and the topics that carried the row before it. */
export interface Told {
  readonly c: Change;
  readonly was: readonly string[];
}

/**
 * The answer to a command that was done, now or earlier.
 *
 * A row that left every topic that the caller holds is told as null; one that they never could see is not told at all.
 * The server sees everything. Errors: DatabaseUnreachable.
 */
export function answerFor(
  registry: Registry,
  facts: Facts,
  caller: Caller,
  id: string,
  heads: Heads,
  told: readonly Told[],
): Promise<Ack> {
  if (caller.kind === 'server') return Promise.resolve({ ok: true, id, at: heads, ch: told.map(({ c }) => c) });
  return withFacts(facts, (read) => {
    const verdicts = new Map<string, boolean>();
    const holds = (topicKey: string): boolean => {
      let verdict = verdicts.get(topicKey);
      if (verdict === undefined) {
        const at = registry.topicAt(topicKey);
        verdict = at !== undefined && mayHold(at, caller, read);
        verdicts.set(topicKey, verdict);
      }
      return verdict;
    };
    const ch: Change[] = [];
    for (const { c, was } of told) {
      if (c.row && registry.topicsOf(c.e, c.row).some(({ at }) => holds(at.key))) ch.push(c);
      else if (was.some(holds)) ch.push({ ...c, row: null });
    }
    return { ok: true, id, at: heads.filter((head) => holds(head.t)), ch } satisfies Ack;
  });
}
