// Runs attempts to their end: guess, transact, and again where the world moved meanwhile.
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import type { Clock } from '#clock.ts';
import { DatabaseUnreachable, TransactionClash } from '#store/database.ts';
import type { Store } from '#store/store.ts';
import { answerFor } from './answer.ts';
import type { Attempt } from './attempt.ts';
import type { Outcome } from './decisions.ts';
import type { Facts } from './facts.ts';
import { guess, type Guess } from './guess.ts';
import { Lanes } from './lanes.ts';
import type { Commit } from './ports.ts';
import { transact, type Committed, type Result } from './transaction.ts';

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

interface Guessed {
  readonly attempt: Attempt;
  readonly guess: Guess;
}

/** Each turn starts from what the last one saw under lock, so only a steady stream of rivals uses them up. */
const MAX_TURNS = 8;

export class Runner {
  private readonly lanes = new Lanes<Guessed, Outcome>(
    (guessed) => guessed.guess.locks,
    (guessed) => this.together(guessed),
  );

  constructor(private readonly running: Running) {}

  /** The answer to one attempt, tried until it is decided. Never throws. */
  async run(attempt: Attempt): Promise<Ack> {
    const { store, facts, clock } = this.running;
    try {
      for (let turn = 0; turn < MAX_TURNS; turn++) {
        const guessed = await guess(store, facts, attempt, clock().toISOString());
        const outcome = await this.lanes.submit({ attempt, guess: guessed });
        if (outcome.kind !== 'again') return await this.answer(attempt, outcome);
      }
      return refusal(attempt, errorBody('unavailable', { retryAfterMs: 1_000 }));
    } catch (error) {
      return refusal(attempt, faultBody(this.running, error));
    }
  }

  /** One transaction for all. Errors: DatabaseUnreachable for one, TransactionClash for several: they are run singly. */
  private async together(guessed: readonly Guessed[]): Promise<readonly Outcome[]> {
    const { store, facts, clock } = this.running;
    const attempts = guessed.map(({ attempt }) => attempt);
    const guesses = guessed.map((one) => one.guess);
    try {
      const result = await store.with((one) => transact(store, one, attempts, guesses, clock().toISOString()));
      learn(facts, result);
      if (result.commit) this.announce(result.commit);
      return result.outcomes;
    } catch (error) {
      if (error instanceof DatabaseUnreachable) return attempts.map(() => ({ kind: 'faulty', fault: error }));
      if (error instanceof TransactionClash && attempts.length === 1) return [{ kind: 'again' }];
      throw error;
    }
  }

  private announce({ plan, written }: Committed): void {
    const { touched, topics, queued } = plan;
    const entries = written.heads.map(({ t, epoch, v }) => ({ t, epoch, entry: { v, ch: topics.get(t)!, touched } }));
    const commit: Commit = { touched, entries, ...(written.outboxId ? { outboxId: written.outboxId } : {}) };
    this.running.onCommitted(commit, [...new Set(queued.map((row) => row.topic))]);
  }

  /** Errors: DatabaseUnreachable. */
  private async answer(attempt: Attempt, outcome: Exclude<Outcome, { kind: 'again' }>): Promise<Ack> {
    if (outcome.kind === 'refused') return refusal(attempt, outcome.error);
    if (outcome.kind === 'faulty') return refusal(attempt, faultBody(this.running, outcome.fault));
    const { store, facts } = this.running;
    return answerFor(store.registry, facts, attempt.caller, attempt.id, outcome.heads, outcome.told);
  }
}

function learn(facts: Facts, { seen, rows, commit }: Result): void {
  for (const { e, id, hold } of seen) {
    const held = rows.get(`${e}/${id}`);
    if (hold === 'glance') facts.glimpsed(e, id, held !== undefined);
    else if (held) facts.learn(e, id, held);
    else facts.missed(e, id);
  }
  for (const { e, id, after, rv } of commit?.changes ?? []) facts.hear(e, id, after ?? null, rv);
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
