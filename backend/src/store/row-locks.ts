// The first half of a command's transaction: everything that a decision rests on, locked, in one statement.
import { createHash } from 'node:crypto';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Connection } from './database.ts';
import { quote, type Held, type Table } from './table.ts';

/** `glance`: only whether it is there will be looked at, so it is read and not locked. */
export type Hold = 'glance' | 'read' | 'write';
const STRENGTH: { readonly [H in Hold]: number } = { glance: 0, read: 1, write: 2 };
export const isAtLeast = (hold: Hold | undefined, other: Hold): boolean =>
  hold !== undefined && STRENGTH[hold] >= STRENGTH[other];

/** A row to lock. Absent rows cannot be locked; those that may be written need their key among the `reserved`. */
export interface Wanted {
  readonly e: string;
  readonly id: string;
  readonly hold: Hold;
}

export interface LockRequest {
  readonly rows: readonly Wanted[];
  /** Names on which writers of rows that may not exist yet take turns, receipts among them. */
  readonly reserved: readonly string[];
  readonly receipts: readonly { readonly account: string; readonly id: string }[];
  /** How many row versions to draw. */
  readonly versions: number;
}

export interface StoredReceipt {
  readonly account: string;
  readonly id: string;
  readonly inputHash: string;
  readonly at: readonly { readonly t: string; readonly epoch: string; readonly v: number }[];
  readonly ch: string;
}

export interface Locked {
  /** By row key; a wanted row that is not here does not exist. */
  readonly rows: Map<string, Held>;
  readonly receipts: readonly StoredReceipt[];
  /** Ascending, and newer than the version of every row above. */
  readonly versions: readonly number[];
}

/**
 * Begins a transaction and locks, in one round trip.
 *
 * Locks are taken in one order everywhere: reserved names by number, then rows by entity and id. The names are a statement
 * of their own, so that the one that reads rows takes its snapshot after them and sees what the one before us wrote.
 * Row versions are drawn last, when all locks are held: so that versions of one row rise in commit order.
 * Effects: leaves the transaction open.
 */
export async function lockRows(
  connection: Connection,
  tables: ReadonlyMap<string, Table>,
  request: LockRequest,
): Promise<Locked> {
  const runs = lockRuns(tables, request.rows);
  const accounts = request.receipts.map((receipt) => receipt.account);
  const ids = request.receipts.map((receipt) => receipt.id);
  const values = [accounts, ids, request.versions, ...runs.map((run) => run.ids)];
  const [begun, reading] = connection.together(() => [
    connection.send(`BEGIN; ${reserveSql(request.reserved)}`),
    connection.query(lockSql(runs), values),
  ]);
  const [lines] = await Promise.all([reading, begun]);
  const receipts: StoredReceipt[] = [];
  const versions: number[] = [];
  const rows = new Map<string, Held>();
  for (const { e, j } of lines) {
    if (e === '$receipt') receipts.push(toReceipt(j as StoredReceipt));
    else if (e === '$version') versions.push(Number(j));
    else {
      const held = tables.get(e as string)!.fromJson(j);
      rows.set(rowKey(e as string, held.row.id), held);
    }
  }
  return { rows, receipts, versions };
}

/** jsonb reorders keys; an answer is the same in bytes each time. */
const toReceipt = (stored: StoredReceipt): StoredReceipt => ({
  ...stored,
  at: stored.at.map(({ t, epoch, v }) => ({ t, epoch, v })),
});

interface Run {
  readonly table: Table;
  readonly hold: Hold;
  readonly ids: string[];
}

/** Neighbours in lock order that are locked alike share a subquery. */
function lockRuns(tables: ReadonlyMap<string, Table>, rows: readonly Wanted[]): Run[] {
  const runs: Run[] = [];
  const ordered = rows.toSorted((a, b) => (a.e !== b.e ? (a.e < b.e ? -1 : 1) : a.id < b.id ? -1 : 1));
  for (const { e, id, hold } of ordered) {
    const table = tables.get(e)!;
    // An id that cannot be stored names no row.
    if (!table.fits('id', id)) continue;
    const last = runs.at(-1);
    if (last?.table === table && last.hold === hold) last.ids.push(id);
    else runs.push({ table, hold, ids: [id] });
  }
  return runs;
}

function lockSql(runs: readonly Run[]): string {
  const parts = runs.map(({ table, hold }, i) => {
    const lock = { glance: '', read: 'for share', write: 'for no key update' }[hold];
    const where = `where t.id = any($${i + 4}) order by ${table.idOrder} ${lock}`;
    return `w${i} as materialized (select ${table.select} from ${quote(table.name)} t ${where})`;
  });
  const outputs = [
    ...runs.map(({ table }, i) => `select '${table.name}', to_json(w${i}) from w${i}`),
    `select '$receipt', json_build_object('account', r.account, 'id', r.id, 'inputHash', r.input_hash, 'at', r.at, 'ch', r.ch)
       from receipt r where (r.account, r.id) in (select * from unnest($1::text[], $2::text[]))`,
    `select '$version', to_json(nextval('row_version')) from generate_series(1, $3::int)`,
  ];
  const first = `select null::text as e, null::json as j where false`;
  return `${parts.length ? `with ${parts.join(', ')} ` : ''}${[first, ...outputs].join(' union all ')}`;
}

/** Takes the advisory locks that stand for names, in one order everywhere, until the transaction ends. */
export function reserveSql(names: readonly string[]): string {
  const numbers = [...new Set(names.map(lockNumber))].toSorted((a, b) => (a < b ? -1 : 1));
  return `SELECT ${numbers.map((number) => `pg_advisory_xact_lock(${number})`).join(', ')}`;
}

// Numbers, not text: they go into a statement without parameters.
const lockNumber = (name: string): bigint => createHash('sha1').update(name).digest().readBigInt64BE();
