// The attempts of one transaction, decided one after the other on locked rows and on what the ones before them leave.
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Op } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import { isAtLeast, type Locked, type Wanted } from '#store/row-locks.ts';
import type { Heads, Told } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { decide, type Declarations, type Staged } from './decide.ts';
import type { Guess } from './guess.ts';
import { NotAtHand } from './reads.ts';

/** What became of one attempt. `again`: the guess led elsewhere, and the facts now know better. */
export type Outcome =
  | { readonly kind: 'done'; readonly heads: Heads; readonly told: readonly Told[] }
  | { readonly kind: 'refused'; readonly error: ErrorBody }
  | { readonly kind: 'again' }
  | { readonly kind: 'faulty'; readonly fault: unknown };

/** Decided, and to be written. */
export interface ToWrite {
  readonly kind: 'write';
  readonly staged: Staged;
}

/** What the attempts of one transaction may touch. */
export interface Scope {
  readonly wanted: ReadonlyMap<string, Wanted>;
  readonly reserved: ReadonlySet<string>;
}

export function scopeOf(guesses: readonly Guess[]): Scope {
  const wanted = new Map<string, Wanted>();
  for (const { rows } of guesses)
    for (const [key, row] of rows) if (!isAtLeast(wanted.get(key)?.hold, row.hold)) wanted.set(key, row);
  return { wanted, reserved: new Set(guesses.flatMap(({ reserved }) => [...reserved])) };
}

export class Decisions {
  /** Rows as the attempts so far leave them, by key. */
  readonly overlay = new Map<string, { readonly e: string; readonly id: string; readonly row: Row | null }>();
  private readonly met = new Set<string>();

  constructor(
    private readonly declared: Declarations,
    private readonly scope: Scope,
    private readonly locked: Locked,
    private readonly now: string,
  ) {}

  /** Never throws: a fault is this attempt's own. */
  decide(attempt: Attempt): Outcome | ToWrite {
    const receipt = this.locked.receipts.find((one) => one.account === attempt.caller.id && one.id === attempt.id);
    if (receipt && receipt.inputHash !== attempt.inputHash)
      return { kind: 'refused', error: errorBody('command-id-reused') };
    if (receipt) return { kind: 'done', heads: receipt.at, told: JSON.parse(receipt.ch) as Told[] };
    const name = `${attempt.caller.id} ${attempt.id}`;
    // The same command twice in one transaction: the second will find the receipt of the first.
    if (this.met.has(name)) return { kind: 'again' };
    this.met.add(name);
    try {
      const decision = decide(this.declared, attempt, this.now, {
        read: (e, id, isGlance) => this.read(e, id, isGlance ?? false),
        readForWrite: (op) => this.readForWrite(op),
        isFinal: true,
      });
      if ('refused' in decision) return { kind: 'refused', error: decision.refused };
      for (const [key, change] of decision.staged) this.overlay.set(key, change);
      return { kind: 'write', staged: decision.staged };
    } catch (error) {
      return error instanceof NotAtHand ? { kind: 'again' } : { kind: 'faulty', fault: error };
    }
  }

  private read(e: string, id: string, isGlance: boolean): Row | null {
    const key = rowKey(e, id);
    if (!isAtLeast(this.scope.wanted.get(key)?.hold, isGlance ? 'glance' : 'read')) throw new NotAtHand(e, id);
    return this.current(key);
  }

  private readForWrite(op: Op): Row | null {
    const key = rowKey(op.e, op.id);
    const isReserved = (op.o !== 'new' && op.o !== 'put') || this.scope.reserved.has(key);
    if (this.scope.wanted.get(key)?.hold !== 'write' || !isReserved) throw new NotAtHand(op.e, op.id);
    return this.current(key);
  }

  private current(key: string): Row | null {
    const changed = this.overlay.get(key);
    return changed ? changed.row : (this.locked.rows.get(key)?.row ?? null);
  }
}
