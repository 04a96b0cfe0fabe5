// Runs attempts to their end: guess, transact, and again where the world moved meanwhile.
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import type { Clock } from '#clock.ts';
import { DatabaseUnreachable, TransactionClash } from '#store/database.ts';
import type { Store } from '#store/store.ts';
import { answerFor } from './answer.ts';
import type { Attempt } from './attempt.ts';
import type { Facts } from './facts.ts';
import { guess } from './guess.ts';
import type { Commit } from './ports.ts';
import { transact, type Outcome, type Result } from './transaction.ts';

export type Report = (error: unknown, reportId: string) => void;

/** What runs share. */
export interface Running {
  readonly store: Store;
  readonly facts: Facts;
  readonly clock: Clock;
  readonly onReport: Report;
  /** Hears of each commit, and of the topics it left to the gatherer, in the tick in which it is known. */
  readonly onCommitted: (commit: Commit, queuedTopics: readonly string[]) => void;
}

/** Each turn starts from what the last one saw under lock, so only a steady stream of rivals uses them up. */
const MAX_TURNS = 8;

/** The answer to one attempt, tried until it is decided. Never throws. */
export async function runOne(running: Running, attempt: Attempt): Promise<Ack> {
  try {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const [outcome] = await runTogether(running, [attempt]).catch(clashAsAgain);
      if (outcome && outcome.kind !== 'again') return await toAck(running, attempt, outcome);
    }
    return refusal(attempt, errorBody('unavailable', { retryAfterMs: 1_000 }));
  } catch (error) {
    return refusal(attempt, faultBody(running, error));
  }
}

function clashAsAgain(error: unknown): Outcome[] {
  if (error instanceof TransactionClash) return [{ kind: 'again' }];
  throw error;
}

/** One transaction for all. Errors: DatabaseUnreachable, TransactionClash, a fault in a declaration. */
export async function runTogether(running: Running, attempts: readonly Attempt[]): Promise<readonly Outcome[]> {
  const { store, facts, clock } = running;
  const guessedAt = clock().toISOString();
  const guesses = await Promise.all(attempts.map((attempt) => guess(store, facts, attempt, guessedAt)));
  const result = await store.with((connection) =>
    transact(store, connection, attempts, guesses, clock().toISOString()),
  );
  learn(facts, result);
  if (result.commit) announce(running, result.commit);
  return result.outcomes;
}

function learn(facts: Facts, { seen, rows, commit }: Result): void {
  for (const { e, id } of seen) {
    const held = rows.get(`${e}/${id}`);
    if (held) facts.learn(e, id, held);
    else facts.missed(e, id);
  }
  for (const { e, id, after, rv } of commit?.changes ?? []) facts.learn(e, id, after ?? null, rv);
}

function announce(running: Running, { plan, written }: NonNullable<Result['commit']>): void {
  const entries = written.heads.map(({ t, epoch, v }) => ({
    t,
    epoch,
    entry: { v, ch: plan.topics.get(t)!, touched: plan.touched },
  }));
  const commit: Commit = {
    touched: plan.touched,
    entries,
    ...(written.outboxId ? { outboxId: written.outboxId } : {}),
  };
  running.onCommitted(commit, [...new Set(plan.queued.map((row) => row.topic))]);
}

/** Errors: DatabaseUnreachable. */
export async function toAck(
  running: Running,
  attempt: Attempt,
  outcome: Exclude<Outcome, { kind: 'again' }>,
): Promise<Ack> {
  if (outcome.kind === 'refused') return refusal(attempt, outcome.error);
  if (outcome.kind === 'faulty') return refusal(attempt, faultBody(running, outcome.fault));
  return answerFor(running.store.registry, running.facts, attempt.caller, attempt.id, outcome.heads, outcome.told);
}

const refusal = (attempt: Attempt, error: ErrorBody): Ack => ({ ok: false, id: attempt.id, error });

/** What may be said of something that is not the caller's doing. Effects: reports it once, unless PostgreSQL is just away. */
export function faultBody({ onReport }: Pick<Running, 'onReport'>, error: unknown): ErrorBody {
  if (error instanceof DatabaseUnreachable || error instanceof TransactionClash)
    return errorBody('unavailable', { retryAfterMs: 1_000 });
  const reportId = newId();
  onReport(error, reportId);
  return errorBody('internal', { reportId });
}
