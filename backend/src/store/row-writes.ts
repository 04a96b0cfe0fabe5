// The second half of a command's transaction: rows, heads, log, outbox, queue and receipts in one statement, then COMMIT.
import { randomUUID } from 'node:crypto';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import type { Connection, Line } from './database.ts';
import { TransactionClash } from './database.ts';
import { quote, type Table } from './table.ts';

export interface RowWrite {
  readonly e: string;
  readonly id: string;
  readonly rv: number;
  /** How it differs from what was locked: the row as it is now, or only its id when it goes. */
  readonly kind: 'insert' | 'update' | 'delete';
  readonly row: Row | undefined;
}

export interface QueuedRow {
  readonly topic: string;
  readonly e: string;
  readonly id: string;
  readonly rv: number;
}

export interface ReceiptWrite {
  readonly account: string;
  readonly id: string;
  readonly inputHash: string;
  /** The topics of this command, out of those of the transaction. */
  readonly topics: readonly string[];
  readonly ch: string;
}

export interface Writes {
  readonly rows: readonly RowWrite[];
  /** One entry for each topic; `body` is the JSON text that the log keeps. */
  readonly topics: readonly { readonly t: string; readonly body: string }[];
  readonly queued: readonly QueuedRow[];
  readonly receipts: readonly ReceiptWrite[];
}

export interface Written {
  readonly heads: readonly { readonly t: string; readonly epoch: string; readonly v: number }[];
  /** The outbox row to delete once the others were told. */
  readonly outboxId: string | undefined;
}

/**
 * Writes all effects and commits, in one round trip.
 *
 * Heads are locked last and in order, so the version order of a topic is its commit order, without holes.
 * Errors: TransactionClash when the database rolled back instead.
 * Effects: ends the transaction that `lockRows` began, whatever happens.
 */
export async function writeAndCommit(
  connection: Connection,
  tables: ReadonlyMap<string, Table>,
  writes: Writes,
): Promise<Written> {
  const outboxId = writes.topics.length ? randomUUID() : undefined;
  const { text, values } = writeSql(tables, writes, outboxId);
  // COMMIT is on the wire before the write is known to have worked: to that of a failed transaction PostgreSQL says ROLLBACK.
  const [writing, committing] = connection.together(() => [connection.query(text, values), connection.send('COMMIT')]);
  const [written, committed] = await Promise.allSettled([writing, committing]);
  if (written.status === 'rejected') throw written.reason;
  if (committed.status === 'rejected') throw committed.reason;
  if (committed.value !== 'COMMIT') throw new TransactionClash('rolled back');
  const heads = (written.value[0]?.['heads'] ?? []) as Line[];
  return { heads: heads.map(({ t, epoch, v }) => ({ t, epoch, v: Number(v) })), outboxId };
}

function writeSql(tables: ReadonlyMap<string, Table>, writes: Writes, outboxId: string | undefined) {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const parts = rowParts(tables, writes.rows, bind);
  if (outboxId) {
    const topics = bind(writes.topics.map((topic) => topic.t));
    const bodies = bind(writes.topics.map((topic) => topic.body));
    parts.push(
      `heads as (insert into topic_head as h (topic, epoch, version, min_version)
         select t, gen_random_uuid(), 1, 1 from unnest(${topics}::text[]) t order by t
         on conflict (topic) do update set version = h.version + 1 returning topic, epoch, version)`,
      `log as (insert into change (topic, version, body, at)
         select heads.topic, heads.version, u.body, clock_timestamp()
         from heads join unnest(${topics}::text[], ${bodies}::text[]) u(topic, body) using (topic))`,
      `outbox as (insert into relay_outbox (id, at, body)
         select ${bind(outboxId)}::uuid, clock_timestamp(), (select json_object_agg(topic, version) from heads)::text)`,
    );
  }
  if (writes.queued.length)
    parts.push(
      `queue as (insert into gather_queue (topic, at, entity, row_id, rv)
         select x.topic, clock_timestamp(), x.e, x.id, x.rv
         from json_to_recordset(${bind(JSON.stringify(writes.queued))}::json) as x(topic text, e text, id text, rv bigint))`,
    );
  if (writes.receipts.length) parts.push(receiptPart(writes.receipts, outboxId !== undefined, bind));
  const heads = outboxId
    ? `(select json_agg(json_build_object('t', topic, 'epoch', epoch, 'v', version) order by topic) from heads)`
    : `'[]'::json`;
  return { text: `${parts.length ? `with ${parts.join(', ')} ` : ''}select ${heads} as heads`, values };
}

type Bind = (value: unknown) => string;

function rowParts(tables: ReadonlyMap<string, Table>, rows: readonly RowWrite[], bind: Bind): string[] {
  const groups = new Map<string, RowWrite[]>();
  for (const row of rows) {
    const key = `${row.e} ${row.kind}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group, i) => {
    const { e, kind } = group[0]!;
    const table = tables.get(e)!;
    const records = group.map(({ id, row, rv }) => ({ ...(row ?? { id }), $rv: rv }));
    const from = `json_to_recordset(${bind(JSON.stringify(records))}::json) as x(${table.record})`;
    return `rows${i} as (${changeSql(table, kind, from)})`;
  });
}

function changeSql(table: Table, kind: RowWrite['kind'], from: string): string {
  const columns = [...table.columns, { name: 'rv', property: '$rv' }];
  if (kind === 'insert') {
    const names = columns.map((c) => quote(c.name)).join(', ');
    return `insert into ${quote(table.name)} (${names}) select ${columns.map((c) => `x.${quote(c.property)}`).join(', ')} from ${from}`;
  }
  if (kind === 'delete') return `delete from ${quote(table.name)} t using ${from} where t.id = x.id`;
  const changed = columns.filter((c) => c.property !== 'id');
  const sets = changed.map((c) => `${quote(c.name)} = x.${quote(c.property)}`).join(', ');
  return `update ${quote(table.name)} t set ${sets} from ${from} where t.id = x.id`;
}

function receiptPart(receipts: readonly ReceiptWrite[], hasHeads: boolean, bind: Bind): string {
  const at = hasHeads
    ? `coalesce((select jsonb_agg(jsonb_build_object('t', h.topic, 'epoch', h.epoch, 'v', h.version) order by h.topic)
         from heads h where x.topics::jsonb ? h.topic), '[]'::jsonb)`
    : `'[]'::jsonb`;
  return `receipts as (insert into receipt (account, id, input_hash, at, ch, made_at)
    select x.account, x.id, x."inputHash", ${at}, x.ch, clock_timestamp()
    from json_to_recordset(${bind(JSON.stringify(receipts))}::json)
      as x(account text, id text, "inputHash" text, topics json, ch text))`;
}
