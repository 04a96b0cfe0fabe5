// What a command will read and write, guessed from what this node last saw. Checked under lock; a wrong guess costs a turn.
import type { Op } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Wanted } from '#store/row-locks.ts';
import type { Attempt } from './attempt.ts';
import { decide, type Declarations, type Staged } from './decide.ts';
import type { Facts } from './facts.ts';
import { withFacts } from './judge.ts';

export interface Guess {
  /** By row key. A row that is both read and written is locked for writing. */
  readonly rows: ReadonlyMap<string, Wanted>;
  /** Keys of rows that may not exist yet. */
  readonly reserved: ReadonlySet<string>;
  /** What it would wait for: the rows and the heads of topics that it writes. */
  readonly locks: ReadonlySet<string>;
}

/** Errors: DatabaseUnreachable; a fault in a declaration. */
export function guess(declared: Declarations, facts: Facts, attempt: Attempt, now: string): Promise<Guess> {
  return withFacts(facts, (peek) => {
    const rows = new Map<string, Wanted>();
    const reserved = new Set<string>();
    const read = (e: string, id: string) => {
      const key = rowKey(e, id);
      if (!rows.has(key)) rows.set(key, { e, id, forWrite: false });
      return peek(e, id);
    };
    const readForWrite = (op: Op) => {
      const key = rowKey(op.e, op.id);
      rows.set(key, { e: op.e, id: op.id, forWrite: true });
      if (op.o === 'new' || op.o === 'put') reserved.add(key);
      // A fresh id is best guessed absent: asking would cost a query for each new row.
      return op.o === 'new' ? null : peek(op.e, op.id);
    };
    const decision = decide(declared, attempt, now, { read, readForWrite, isFinal: false });
    return { rows, reserved, locks: 'staged' in decision ? locksOf(declared, decision.staged) : new Set() };
  });
}

function locksOf({ registry }: Declarations, staged: Staged): Set<string> {
  const locks = new Set<string>();
  for (const [key, { e, row }] of staged) {
    locks.add(`row ${key}`);
    const places = row ? registry.topicsOf(e, row).filter(({ place }) => !place.gathered) : [];
    for (const { at } of places) locks.add(`head ${at.key}`);
  }
  return locks;
}
