// One command against rows: what it refuses, or the rows it leaves. Run once on what the node remembers, to learn what to
// lock, and once more on the locked rows, which is the decision.
import { Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { applyOp, OpConflict, type Op } from '@zoetrope/contract/kernel/entity.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Table } from '#store/table.ts';
import * as z from 'zod/mini';
import type { Attempt } from './attempt.ts';
import { maySee, resolveReads, type RowReader } from './reads.ts';

/** Rows after a command, by key; null where it removed one. */
export type Staged = ReadonlyMap<string, { readonly e: string; readonly id: string; readonly row: Row | null }>;

export type Decision = { readonly refused: ErrorBody } | { readonly staged: Staged };

export interface Rows {
  /** For judging. Errors: NotAtHand. */
  readonly read: RowReader;
  /** For changing, as this op does. Errors: NotAtHand. */
  readonly readForWrite: (op: Op) => Row | null;
  /** Whether the rows that it leaves are held to their schemas; a guess does without. */
  readonly isFinal: boolean;
}

export interface Declarations {
  readonly registry: Registry;
  readonly tables: ReadonlyMap<string, Table>;
}

/** Errors: NotAtHand; anything else is a fault in a declaration. */
export function decide({ registry, tables }: Declarations, attempt: Attempt, now: string, rows: Rows): Decision {
  const { caller, command, input } = attempt;
  const sees = (e: string, row: Row) => attempt.onServer || maySee(registry, e, row, caller, rows.read);
  const facts = resolveReads(command, input, caller, rows.read, sees);
  if (!facts) return refuse('not-found');
  const moment = { caller, me: caller.id, now };
  const verdict = command.allowed(facts, input, moment);
  if (verdict !== true) return refuse(verdict === false ? 'forbidden' : verdict);
  try {
    return stage(tables, command.plan(facts, input, moment), rows);
  } catch (error) {
    if (error instanceof OpConflict) return refuse('conflict');
    if (error instanceof Refusal) return { refused: error.body };
    throw error;
  }
}

const refuse = (code: ErrorBody['code']): Decision => ({ refused: new Refusal(code).body });

function stage(tables: ReadonlyMap<string, Table>, ops: readonly Op[], rows: Rows): Decision {
  const staged = new Map<string, { e: string; id: string; row: Row | null }>();
  for (const op of ops) {
    const key = rowKey(op.e, op.id);
    const known = staged.get(key);
    const before = known ? known.row : rows.readForWrite(op);
    const after = applyOp(before ?? undefined, op);
    staged.set(key, {
      e: op.e,
      id: op.id,
      row: after && rows.isFinal ? checked(tables.get(op.e)!, op.id, after) : (after ?? null),
    });
  }
  return { staged };
}

/**
 * The row in its canonical form.
 *
 * Errors: Refusal invalid when an id has another spelling than the one PostgreSQL stores; a plain Error when the row
 * breaks its own schema, which no input may cause.
 */
function checked(table: Table, id: string, after: Row): Row {
  const misspelt = table.columns.find(
    (c) => typeof after[c.property] === 'string' && !table.fits(c.property, after[c.property] as string),
  );
  if (misspelt) throw new Refusal('invalid', { fields: { [misspelt.property]: 'invalid_format' } });
  const row = table.canonical(after);
  if (row.id !== id) throw new Error(`${table.name}/${id} was given the id ${row.id}`);
  const parsed = z.safeParse(table.entity.schema, row);
  if (parsed.success) return row;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
  throw new Error(`a ${table.name} row breaks its schema: ${wrong}`);
}
