// Fresh databases in the PostgreSQL of the test run.
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface Database {
  readonly url: string;
  /** For what no public road reaches: forgetting old log entries, counting what was left behind. */
  query(text: string, values?: readonly unknown[]): Promise<any[]>;
  /** Effects: ends every connection to it. */
  drop(): Promise<void>;
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
