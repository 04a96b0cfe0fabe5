// What a command will read and write, guessed from what this node last saw. Checked under lock; a wrong guess costs a turn.
import type { Op } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import { isAtLeast, type Hold, type Wanted } from '#store/row-locks.ts';
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
    const want = (e: string, id: string, hold: Hold) => {
      const key = rowKey(e, id);
      if (!isAtLeast(rows.get(key)?.hold, hold)) rows.set(key, { e, id, hold });
    };
    const read = (e: string, id: string, isGlance = false) => {
      want(e, id, isGlance ? 'glance' : 'read');
      return peek(e, id);
    };
    const readForWrite = (op: Op) => {
      want(op.e, op.id, 'write');
      if (op.o === 'new' || op.o === 'put') reserved.add(rowKey(op.e, op.id));
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
