// Fresh databases in the PostgreSQL of the test run.
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface Database {
  readonly url: string;
  /** For what no public road reaches: forgetting old log entries, counting what was left behind. */
  query(text: string, values?: readonly unknown[]): Promise<any[]>;
  /** A backup as it is now. Effects: ends every connection to it, as the restoring does. */
  backUp(): Promise<Backup>;
  /** Effects: ends every connection to it. */
  drop(): Promise<void>;
}

export interface Backup {
  /** Puts it in the place of what the database has become. */
  restore(): Promise<void>;
}

/**
 * An empty database on the server of the test run, or of `adminUrl`.
 *
 * Errors: a sentence when TEST_DATABASE_ADMIN_URL is missing; `npm test` sets it.
 */
export async function createDatabase(adminUrl = process.env['TEST_DATABASE_ADMIN_URL']): Promise<Database> {
  if (!adminUrl) throw new Error('TEST_DATABASE_ADMIN_URL is missing: run this through npm test.');
  const name = `zoetrope_test_${randomBytes(6).toString('hex')}`;
  await onAdmin(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 1, idleTimeoutMillis: 1_000 });
  // Dropping the database ends idle connections; that is expected and must not end the process.
  pool.on('error', () => {});
  return {
    url: url.href,
    async query(text, values = []) {
      return (await pool.query(text, [...values])).rows;
    },
    async backUp() {
      const copy = `${name}_backup`;
      await takeAlone(adminUrl, name, [`create database ${copy} template ${name}`]);
      return {
        restore: () =>
          takeAlone(adminUrl, name, [`drop database ${name} with (force)`, `alter database ${copy} rename to ${name}`]),
      };
    },
    async drop() {
      await pool.end();
      await onAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Runs statements that need the database for themselves; nobody may come back in between. */
async function takeAlone(adminUrl: string, name: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`alter database ${name} with allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    for (const statement of statements) await client.query(statement);
    await client.query(`alter database ${name} with allow_connections true`);
  } finally {
    await client.end();
  }
}
