// One transaction for one command, or for several that would wait for each other.
import { errorBody } from '@zoetrope/contract/errors.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import { TransactionClash, type Connection } from '#store/database.ts';
import { hasHead } from '#store/log-reads.ts';
import { lockRows, type Locked, type Wanted } from '#store/row-locks.ts';
import { writeAndCommit, type ReceiptWrite, type Written } from '#store/row-writes.ts';
import type { Told } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { planOf, rowChange, toChange, type Plan, type RowChange } from './changes.ts';
import type { Declarations, Staged } from './decide.ts';
import { Decisions, scopeOf, type Outcome, type Scope, type ToWrite } from './decisions.ts';
import type { Guess } from './guess.ts';

export interface Result {
  /** One for each attempt, in order. */
  readonly outcomes: readonly Outcome[];
  /** What was locked, absent rows included: news for the facts. */
  readonly seen: readonly Wanted[];
  readonly rows: Locked['rows'];
  /** Absent when nothing was written. */
  readonly commit: Committed | undefined;
}

export interface Committed {
  readonly plan: Plan;
  readonly changes: readonly RowChange[];
  readonly written: Written;
}

/**
 * Decides each attempt on locked rows, one after the other on what the ones before it leave, and writes all in one commit.
 *
 * A refusal is one attempt's own affair. Errors: DatabaseUnreachable and TransactionClash, then nothing was written (or, for
 * the first, it is not known).
 */
export async function transact(
  declared: Declarations,
  connection: Connection,
  attempts: readonly Attempt[],
  guesses: readonly Guess[],
  now: string,
): Promise<Result> {
  const scope = scopeOf(guesses);
  const seen = [...scope.wanted.values()];
  let isOpen = true;
  try {
    const locked = await lockRows(connection, declared.tables, lockRequest(scope, attempts));
    const decisions = new Decisions(declared, scope, locked, now);
    const decided = attempts.map((attempt) => decisions.decide(attempt));
    if (!decided.some((one) => one.kind === 'write'))
      return { outcomes: decided as Outcome[], seen, rows: locked.rows, commit: undefined };
    const changes = changesOf(declared, decisions.overlay, locked);
    if (await hasHead(connection, ownTopicsOf(declared.registry, changes.values()))) {
      if (attempts.length > 1) throw new TransactionClash('an id was used before');
      return {
        outcomes: [{ kind: 'refused', error: errorBody('conflict') }],
        seen,
        rows: locked.rows,
        commit: undefined,
      };
    }
    const plan = planOf(declared.registry, [...changes.values()]);
    const shares = decided.map((one) => (one.kind === 'write' ? shareOf(one, changes, plan) : undefined));
    // From here on the transaction ends itself, whatever happens.
    isOpen = false;
    const written = await writeAndCommit(connection, declared.tables, {
      rows: plan.rows,
      topics: [...plan.topics].map(([t, ch]) => ({ t, body: JSON.stringify({ ch, touched: plan.touched }) })),
      queued: plan.queued,
      receipts: attempts.flatMap((attempt, i) => (shares[i] ? [receiptOf(attempt, shares[i])] : [])),
    });
    const outcomes = decided.map((one, i) => (one.kind === 'write' ? doneWith(shares[i]!, written) : one));
    return { outcomes, seen, rows: locked.rows, commit: { plan, changes: [...changes.values()], written } };
  } finally {
    if (isOpen) await connection.send('ROLLBACK').catch(() => undefined);
  }
}

function lockRequest({ wanted, reserved }: Scope, attempts: readonly Attempt[]) {
  const rows = [...wanted.values()];
  const receipts = attempts.map(({ caller, id }) => ({ account: caller.id, id }));
  const receiptNames = receipts.map(({ account, id }) => `receipt ${account} ${id}`);
  const versions = rows.filter(({ hold }) => hold === 'write').length;
  return { rows, reserved: [...receiptNames, ...reserved], receipts, versions };
}

/** What the whole transaction does to each row. */
function changesOf({ registry }: Declarations, overlay: Staged, locked: Locked): Map<string, RowChange> {
  const versions = locked.versions.values();
  const nextVersion = () => versions.next().value!;
  const changes = new Map<string, RowChange>();
  for (const [key, { e, id, row }] of overlay) {
    const change = rowChange(registry, e, id, locked.rows.get(key), row, nextVersion);
    if (change) changes.set(key, change);
  }
  return changes;
}

/**
 * The topics that new rows have for themselves. None of them may have been there before: its log would tell whoever makes a
 * row under the id of one that is gone what was said of that one.
 */
function ownTopicsOf(registry: Registry, changes: Iterable<RowChange>): string[] {
  return [...changes].flatMap(({ e, before, after }) => {
    if (before || !after) return [];
    const own = registry.topicsOf(e, after.row).filter(({ place }) => Object.values(place.by).join() === 'id');
    return own.map(({ at }) => at.key);
  });
}

/** One attempt's part of a transaction: its rows as the transaction leaves them, and the logged topics that carry them. */
interface Share {
  readonly told: readonly Told[];
  readonly topics: readonly string[];
}

function shareOf({ staged }: ToWrite, changes: ReadonlyMap<string, RowChange>, plan: Plan): Share {
  const own = [...staged.keys()].flatMap((key) => changes.get(key) ?? []);
  const isOwn = ({ e, id }: { e: string; id: string }) => staged.has(rowKey(e, id));
  return {
    told: own.map((change) => ({ c: toChange(change), was: change.was })),
    topics: [...plan.topics].filter(([, ch]) => ch.some(isOwn)).map(([topic]) => topic),
  };
}

const receiptOf = ({ caller, id, inputHash }: Attempt, { told, topics }: Share): ReceiptWrite => ({
  account: caller.id,
  id,
  inputHash,
  topics,
  ch: JSON.stringify(told),
});

const doneWith = ({ told, topics }: Share, { heads }: Written): Outcome => ({
  kind: 'done',
  heads: heads.filter((head) => topics.includes(head.t)),
  told,
});
