import type { Connection } from './database.ts';

/**
 * Forgets changes that are older than `olderThanDays`, but for the newest `keepAtLeast` of each topic, and receipts as old.
 *
 * A client that stands below what is left is given a snapshot: the heads say so in the same transaction. Returns how many
 * changes went. At most 500 topics in one call; call again while it returns more than 0.
 */
export async function trimLog(connection: Connection, olderThanDays: number, keepAtLeast: number): Promise<number> {
  const begun = connection.send('BEGIN');
  begun.catch(() => undefined);
  try {
    const [trimmed] = await connection.query(trimSql, [olderThanDays, keepAtLeast]);
    await connection.query(`delete from receipt where made_at < clock_timestamp() - $1 * interval '1 day'`, [
      olderThanDays,
    ]);
    await connection.send('COMMIT');
    return Number(trimmed!['count']);
  } catch (error) {
    await connection.send('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

// Heads are locked in the order in which commands lock them.
const trimSql = `
  with old as (
    select c.topic, max(c.version) as upto from change c join topic_head h using (topic)
    where c.at < clock_timestamp() - $1 * interval '1 day' and c.version <= h.version - $2::bigint
    group by c.topic order by c.topic limit 500),
  locked as (
    select h.topic, old.upto from topic_head h join old using (topic) order by h.topic for update of h),
  raised as (
    update topic_head h set min_version = locked.upto + 1 from locked
    where h.topic = locked.topic and h.min_version <= locked.upto returning h.topic, locked.upto),
  gone as (
    delete from change c using raised where c.topic = raised.topic and c.version <= raised.upto returning 1)
  select count(*) from gone`;
