import type { DataSource } from 'typeorm';
import { readLines, withConnection } from './database.ts';

/** A commit found in the outbox: for each of its topics, the logged text. */
export interface FoundCommit {
  readonly outboxId: string;
  readonly entries: readonly {
    readonly t: string;
    readonly epoch: string;
    readonly v: number;
    readonly body: string;
  }[];
}

const AT_ONCE = 100;

/** Deletes the rows of commits that were told. Rows that are gone already are no error. */
export async function dropFromOutbox(source: DataSource, ids: readonly string[]): Promise<void> {
  if (ids.length) await readLines(source, 'delete from relay_outbox where id = any($1)', [ids]);
}

/**
 * Hands over commits that lie in the outbox for longer than `olderThanMs`, and deletes them when `tell` has returned.
 *
 * Nodes that ask at once get different rows. A crash in between repeats a commit, it loses none. Returns how many there were.
 */
export function relayOutbox(
  source: DataSource,
  olderThanMs: number,
  tell: (found: FoundCommit) => void,
): Promise<number> {
  return withConnection(source, async (connection) => {
    // Asked each second of every node: one statement while nothing waits, and a transaction only where something does.
    const [waiting] = await connection.query(lookSql, [olderThanMs]);
    if (!waiting) return 0;
    const begun = connection.send('BEGIN');
    const [lines] = await Promise.all([connection.query(takeSql, [olderThanMs, AT_ONCE]), begun]);
    try {
      for (const { id, entries } of lines) tell({ outboxId: id, entries: entries ?? [] });
    } catch (error) {
      await connection.send('ROLLBACK');
      throw error;
    }
    await connection.send('COMMIT');
    return lines.length;
  });
}

const lookSql = `
  select 1 from relay_outbox where at < clock_timestamp() - $1 * interval '1 millisecond' limit 1`;

const takeSql = `
  with gone as (
    delete from relay_outbox where id = any(array(
      select id from relay_outbox where at < clock_timestamp() - $1 * interval '1 millisecond'
      order by at limit $2 for update skip locked))
    returning id, at, body)
  select gone.id, json_agg(json_build_object('t', c.topic, 'epoch', h.epoch, 'v', c.version, 'body', c.body))
      filter (where c.topic is not null) as entries
  from gone cross join lateral json_each_text(gone.body::json) x(topic, version)
    left join change c on c.topic = x.topic and c.version = x.version::bigint
    left join topic_head h on h.topic = x.topic
  group by gone.id, gone.at order by gone.at`;
