// Whether this is still the database that it was. A backup that was restored, or a fail-over to a replica that had not
// heard of every commit, goes back in time under the same topics and versions: clients that were further ahead would take
// what happens next for what they have. New epochs make them read anew.
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { DatabaseUnreachable, withConnection, type Connection } from './database.ts';

/**
 * The cluster, its time line, the database in it, and the table itself: a dump that is restored makes at least one of
 * them another one. What leaves all of them as they are is a copy of PostgreSQL's own files (docs/deploy.md).
 *
 * pg_control_checkpoint() would lag behind a promotion; the name of the log file in use does not.
 */
const IDENTITY = `concat_ws('/',
  (select system_identifier from pg_control_system()),
  left(pg_walfile_name(pg_current_wal_lsn()), 8),
  (select oid from pg_database where datname = current_database()),
  'topic_head'::regclass::oid)`;

/** Millions of rows, once. */
const REWRITE_MS = 600_000;

export class Identity {
  private generation: string | undefined;
  /** A connection was made since the last look: there may be another database behind it. */
  private isInDoubt = true;

  constructor(private readonly source: DataSource) {
    const { master } = source.driver as unknown as { readonly master: Pool };
    master.on('connect', () => (this.isInDoubt = true));
  }

  /**
   * True when topics have other epochs than at the last look: nothing that this process remembers is good for anything.
   *
   * Errors: DatabaseUnreachable. Effects: draws the new epochs, if no other process has.
   */
  async wasReplaced(): Promise<boolean> {
    if (!this.isInDoubt) return false;
    this.isInDoubt = false;
    try {
      const before = this.generation;
      this.generation = await withConnection(this.source, look);
      return before !== undefined && before !== this.generation;
    } catch (error) {
      this.isInDoubt = true;
      throw error;
    }
  }
}

const readSql = `select generation, identity = ${IDENTITY} as same from database_identity`;

async function look(connection: Connection): Promise<string> {
  const [known] = await connection.query(readSql, []);
  if (known?.['same'] === true) return known['generation'] as string;
  await connection.send('BEGIN');
  try {
    // Others who found out at the same time wait, and find it done.
    await connection.send('lock table database_identity in exclusive mode');
    const [now] = await connection.query(readSql, []);
    if (now && now['same'] !== true)
      await connection.send('update topic_head set epoch = gen_random_uuid()', REWRITE_MS);
    // Their positions are of the old epochs; the rows that they tell of are there, or are not.
    if (now && now['same'] !== true) await connection.send("update receipt set at = '[]'", REWRITE_MS);
    const written = await connection.query(
      `insert into database_identity as d (id, identity, generation) values (1, ${IDENTITY}, gen_random_uuid())
       on conflict (id) do update set identity = excluded.identity,
         generation = case when d.identity = excluded.identity then d.generation else excluded.generation end
       returning generation`,
      [],
    );
    if ((await connection.send('COMMIT')) !== 'COMMIT') throw new DatabaseUnreachable('rolled back');
    return written[0]!['generation'] as string;
  } catch (error) {
    await connection.send('ROLLBACK').catch(() => {});
    throw error;
  }
}
