// Rows that a gathered place carries and that changed: queued by commands, taken here topic by topic.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Change } from '@zoetrope/contract/kernel/wire.ts';
import type { DataSource } from 'typeorm';
import { readLines, type Connection } from './database.ts';
import { lockNumber } from './row-locks.ts';
import { writeAndCommit, type Written } from './row-writes.ts';
import { quote, type Table } from './table.ts';

const AT_ONCE = 500;

export interface Gathered {
  readonly ch: readonly Change[];
  readonly written: Written;
  /** Whether more may wait than one change takes. */
  readonly isCut: boolean;
}

/**
 * Logs the newest state of the rows that wait for `topic`, in one change; undefined when none wait.
 *
 * The topic's lock keeps two gatherers from logging an older row after a newer tombstone. Rows are read after the queue was
 * taken: whatever committed in between queued itself again.
 * Errors: DatabaseUnreachable, TransactionClash; then the queue is as it was.
 */
export async function gather(
  connection: Connection,
  registry: Registry,
  tables: ReadonlyMap<string, Table>,
  topic: string,
): Promise<Gathered | undefined> {
  let isOpen = true;
  try {
    const [begun, taking] = connection.together(() => [
      connection.send(`BEGIN; SELECT pg_advisory_xact_lock(${lockNumber(`gather ${topic}`)})`),
      connection.query(takeSql, [topic, AT_ONCE]),
    ]);
    const [taken] = await Promise.all([taking, begun]);
    const newest = new Map<string, { e: string; id: string; rv: number }>();
    for (const { e, id, rv } of taken) {
      const known = newest.get(`${e}/${id}`);
      newest.set(`${e}/${id}`, { e, id, rv: Math.max(Number(rv), known?.rv ?? 0) });
    }
    if (!newest.size) return undefined;
    const ch = await present(connection, registry, tables, topic, [...newest.values()]);
    const touched = Object.fromEntries([...newest.keys()].map((key) => [key, null]));
    isOpen = false;
    const entry = { t: topic, body: JSON.stringify({ ch, touched }) };
    const written = await writeAndCommit(connection, tables, { rows: [], topics: [entry], queued: [], receipts: [] });
    return { ch, written, isCut: taken.length === AT_ONCE };
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
  where id = any(array(select id from gather_queue where topic = $1 order by id limit $2 for update skip locked))
  returning entity as e, row_id as id, rv`;

/** Each row as it is now: null where it is gone or no longer in the topic, at the newest version known of it. */
async function present(
  connection: Connection,
  registry: Registry,
  tables: ReadonlyMap<string, Table>,
  topic: string,
  wanted: readonly { readonly e: string; readonly id: string; readonly rv: number }[],
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const e of new Set(wanted.map((one) => one.e))) {
    const table = tables.get(e)!;
    const ofEntity = wanted.filter((one) => one.e === e);
    const text = `select to_json(s) as j from (select ${table.select} from ${quote(e)} t where t.id = any($1)) s`;
    const lines = await connection.query(text, [ofEntity.map((one) => one.id)]);
    const rows = new Map(lines.map(({ j }) => table.fromJson(j)).map((held) => [held.row.id, held]));
    for (const { id, rv } of ofEntity) {
      const held = rows.get(id);
      const isHere = held !== undefined && registry.topicsOf(e, held.row).some(({ at }) => at.key === topic);
      changes.push({ e, id, rv: Math.max(rv, held?.rv ?? 0), row: isHere ? held.row : null });
    }
  }
  return changes;
}
