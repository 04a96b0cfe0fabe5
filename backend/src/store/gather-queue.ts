// Rows that a gathered place carries and that changed: queued by commands, taken here topic by topic.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Change } from '@zoetrope/contract/kernel/wire.ts';
import type { DataSource } from 'typeorm';
import { readLines, type Connection, type Line } from './database.ts';
import { reserveSql } from './row-locks.ts';
import { writeAndCommit, type Written } from './row-writes.ts';
import { quote, type Held, type Table } from './table.ts';

const AT_ONCE = 500;

export interface Gathered {
  /** The change of each topic. */
  readonly topics: ReadonlyMap<string, readonly Change[]>;
  readonly touched: Readonly<Record<string, null>>;
  readonly written: Written;
  /** Whether more may wait than one transaction takes. */
  readonly isCut: boolean;
}

interface Waiting {
  readonly topic: string;
  readonly e: string;
  readonly id: string;
  /** The newest version that was queued. */
  readonly rv: number;
}

/**
 * Logs the newest state of the rows that wait for `topics`, in one change for each; undefined when none wait.
 *
 * The topics' locks keep two gatherers from logging an older row after a newer tombstone. Rows are read after the queue was
 * taken: whatever committed in between queued itself again.
 * Errors: DatabaseUnreachable, TransactionClash; then the queue is as it was.
 */
export async function gather(
  connection: Connection,
  registry: Registry,
  tables: ReadonlyMap<string, Table>,
  topics: readonly string[],
): Promise<Gathered | undefined> {
  let isOpen = true;
  try {
    const locks = reserveSql(topics.map((topic) => `gather ${topic}`));
    const [begun, taking] = connection.together(() => [
      connection.send(`BEGIN; ${locks}`),
      connection.query(takeSql, [topics, AT_ONCE]),
    ]);
    const [taken] = await Promise.all([taking, begun]);
    if (!taken.length) return undefined;
    const waiting = newestOf(taken);
    const found = await present(connection, registry, tables, waiting);
    const touched = Object.fromEntries(waiting.map(({ e, id }) => [rowKey(e, id), null]));
    const entries = [...found].map(([t, ch]) => ({ t, body: JSON.stringify({ ch, touched }) }));
    isOpen = false;
    const written = await writeAndCommit(connection, tables, { rows: [], topics: entries, queued: [], receipts: [] });
    return { topics: found, touched, written, isCut: taken.length === AT_ONCE };
  } finally {
    if (isOpen) await connection.send('ROLLBACK').catch(() => undefined);
  }
}

/** Topics with rows that have waited for longer than `olderThanMs`: whoever queued them is gone. At most 100. */
export async function forgottenTopics(source: DataSource, olderThanMs: number): Promise<string[]> {
  const text = `select distinct topic from gather_queue
    where at < clock_timestamp() - $1 * interval '1 millisecond' limit 100`;
  return (await readLines(source, text, [olderThanMs])).map((line) => line['topic'] as string);
}

const takeSql = `delete from gather_queue
  where id = any(array(select id from gather_queue where topic = any($1) order by id limit $2 for update skip locked))
  returning topic, entity as e, row_id as id, rv`;

/** Each row of each topic once. */
function newestOf(taken: readonly Line[]): Waiting[] {
  const newest = new Map<string, Waiting>();
  for (const { topic, e, id, rv } of taken) {
    const key = `${topic} ${rowKey(e, id)}`;
    newest.set(key, { topic, e, id, rv: Math.max(Number(rv), newest.get(key)?.rv ?? 0) });
  }
  return [...newest.values()];
}

/** By topic, each row as it is now: null where it is gone or no longer there, at the newest version known of it. */
async function present(
  connection: Connection,
  registry: Registry,
  tables: ReadonlyMap<string, Table>,
  waiting: readonly Waiting[],
): Promise<Map<string, Change[]>> {
  const held = new Map<string, Held>();
  for (const e of new Set(waiting.map((one) => one.e))) {
    const table = tables.get(e)!;
    const ids = new Set(waiting.filter((one) => one.e === e).map((one) => one.id));
    const text = `select to_json(s) as j from (select ${table.select} from ${quote(e)} t where t.id = any($1)) s`;
    for (const { j } of await connection.query(text, [[...ids]])) {
      const row = table.fromJson(j);
      held.set(rowKey(e, row.row.id), row);
    }
  }
  const topics = new Map<string, Change[]>();
  for (const { topic, e, id, rv } of waiting) {
    const now = held.get(rowKey(e, id));
    const isHere = now !== undefined && registry.topicsOf(e, now.row).some(({ at }) => at.key === topic);
    const change = { e, id, rv: Math.max(rv, now?.rv ?? 0), row: isHere ? now.row : null };
    const list = topics.get(topic);
    if (list) list.push(change);
    else topics.set(topic, [change]);
  }
  return topics;
}
