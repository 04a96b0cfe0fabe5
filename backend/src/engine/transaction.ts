// One transaction for one command, or for several that would wait for each other.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import type { Op } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import type { Connection } from '#store/database.ts';
import { lockRows, type Locked, type Wanted } from '#store/row-locks.ts';
import { writeAndCommit, type Written } from '#store/row-writes.ts';
import type { Told } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { planOf, rowChange, toChange, type Plan, type RowChange } from './changes.ts';
import { decide, type Declarations, type Staged } from './decide.ts';
import type { Guess } from './guess.ts';
import { NotAtHand } from './reads.ts';

/** What became of one attempt. `again`: the guess led elsewhere, and the facts now know better. */
export type Outcome =
  | { readonly kind: 'done'; readonly heads: Extract<Ack, { ok: true }>['at']; readonly told: readonly Told[] }
  | { readonly kind: 'refused'; readonly error: ErrorBody }
  | { readonly kind: 'again' }
  | { readonly kind: 'faulty'; readonly fault: unknown };

export interface Result {
  /** One for each attempt, in order. */
  readonly outcomes: readonly Outcome[];
  /** What was locked, absent rows included: news for the facts. */
  readonly seen: readonly Wanted[];
  readonly rows: Locked['rows'];
  /** Absent when nothing was written. */
  readonly commit:
    | { readonly plan: Plan; readonly changes: readonly RowChange[]; readonly written: Written }
    | undefined;
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
  const wanted = merged(guesses);
  const reserved = new Set(guesses.flatMap((one) => [...one.reserved]));
  const receipts = attempts.map(({ caller, id }) => ({ account: caller.id, id }));
  const locked = await lockRows(connection, declared.tables, {
    rows: [...wanted.values()],
    reserved: [...receipts.map(receiptName), ...reserved],
    receipts,
    versions: [...wanted.values()].filter((row) => row.forWrite).length,
  }).catch(async (error: unknown) => {
    await connection.send('ROLLBACK').catch(() => undefined);
    throw error;
  });
  let hasCommitted = false;
  try {
    const overlay = new Map<string, { e: string; id: string; row: Row | null }>();
    const decided = attempts.map((attempt, i) =>
      isRepeated(receipts, i) ? again : decideOne(declared, attempt, now, locked, wanted, reserved, overlay),
    );
    const seen = { seen: [...wanted.values()], rows: locked.rows };
    if (!decided.some((one) => 'staged' in one)) {
      await connection.send('ROLLBACK');
      hasCommitted = true;
      return { outcomes: decided as Outcome[], ...seen, commit: undefined };
    }
    const versions = locked.versions.values();
    const nextVersion = () => versions.next().value!;
    const changes = new Map<string, RowChange>();
    for (const [key, { e, id, row }] of overlay) {
      const change = rowChange(declared.registry, e, id, locked.rows.get(key), row, nextVersion);
      if (change) changes.set(key, change);
    }
    const plan = planOf(declared.registry, [...changes.values()]);
    const topics = [...plan.topics].map(([t, ch]) => ({ t, body: JSON.stringify({ ch, touched: plan.touched }) }));
    const told = decided.map((one) => ('staged' in one ? toldOf(one.staged, changes) : []));
    const stored = attempts.flatMap((attempt, i) =>
      'staged' in decided[i]!
        ? [
            {
              ...receipts[i]!,
              inputHash: attempt.inputHash,
              topics: topicsOf(told[i]!, plan),
              ch: JSON.stringify(told[i]),
            },
          ]
        : [],
    );
    hasCommitted = true;
    const written = await writeAndCommit(connection, declared.tables, {
      rows: plan.rows,
      topics,
      queued: plan.queued,
      receipts: stored,
    });
    const outcomes = decided.map((one, i): Outcome => {
      if (!('staged' in one)) return one;
      const own = new Set(topicsOf(told[i]!, plan));
      return { kind: 'done', heads: written.heads.filter((head) => own.has(head.t)), told: told[i]! };
    });
    return { outcomes, ...seen, commit: { plan, changes: [...changes.values()], written } };
  } finally {
    if (!hasCommitted) await connection.send('ROLLBACK').catch(() => undefined);
  }
}

const again: Outcome = { kind: 'again' };
const receiptName = ({ account, id }: { account: string; id: string }): string => `receipt ${account} ${id}`;

/** The same command twice in one transaction: the second will find the receipt of the first. */
const isRepeated = (receipts: readonly { account: string; id: string }[], i: number): boolean =>
  receipts.slice(0, i).some((other) => receiptName(other) === receiptName(receipts[i]!));

function merged(guesses: readonly Guess[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { rows } of guesses)
    for (const [key, row] of rows) if (row.forWrite || !wanted.has(key)) wanted.set(key, row);
  return wanted;
}

function decideOne(
  declared: Declarations,
  attempt: Attempt,
  now: string,
  locked: Locked,
  wanted: ReadonlyMap<string, Wanted>,
  reserved: ReadonlySet<string>,
  overlay: Map<string, { e: string; id: string; row: Row | null }>,
): Outcome | { readonly staged: Staged } {
  const receipt = locked.receipts.find((one) => one.account === attempt.caller.id && one.id === attempt.id);
  if (receipt && receipt.inputHash !== attempt.inputHash)
    return { kind: 'refused', error: errorBody('command-id-reused') };
  if (receipt) return { kind: 'done', heads: receipt.at, told: JSON.parse(receipt.ch) as Told[] };
  const current = (key: string): Row | null => {
    const changed = overlay.get(key);
    return changed ? changed.row : (locked.rows.get(key)?.row ?? null);
  };
  const read = (e: string, id: string): Row | null => {
    const key = rowKey(e, id);
    if (!wanted.has(key)) throw new NotAtHand(e, id);
    return current(key);
  };
  const readForWrite = (op: Op): Row | null => {
    const key = rowKey(op.e, op.id);
    const isReserved = (op.o !== 'new' && op.o !== 'put') || reserved.has(key);
    if (!wanted.get(key)?.forWrite || !isReserved) throw new NotAtHand(op.e, op.id);
    return current(key);
  };
  try {
    const decision = decide(declared, attempt, now, { read, readForWrite, isFinal: true });
    if ('refused' in decision) return { kind: 'refused', error: decision.refused };
    for (const [key, change] of decision.staged) overlay.set(key, change);
    return decision;
  } catch (error) {
    return error instanceof NotAtHand ? again : { kind: 'faulty', fault: error };
  }
}

/** One attempt's share of the transaction's changes: rows as the transaction leaves them. */
const toldOf = (staged: Staged, changes: ReadonlyMap<string, RowChange>): Told[] =>
  [...staged.keys()].flatMap((key) => {
    const change = changes.get(key);
    return change ? [{ c: toChange(change), was: change.was }] : [];
  });

/** The logged topics that carry what an attempt changed. */
const topicsOf = (told: readonly Told[], plan: Plan): string[] => {
  const keys = new Set(told.map(({ c }) => rowKey(c.e, c.id)));
  return [...plan.topics].filter(([, ch]) => ch.some((c) => keys.has(rowKey(c.e, c.id)))).map(([topic]) => topic);
};
