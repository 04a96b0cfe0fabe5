import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * What `work` returns, run with the address of an empty database that is dropped afterwards.
 *
 * `adminUrl` is any database of a server on which this user may create databases.
 */
export async function withScratchDatabase<T>(adminUrl: string, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const name = `zoetrope_scratch_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name}`);
  try {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await asAdmin(adminUrl, `drop database ${name} with (force)`);
  }
}

async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
