import type { DataSource } from 'typeorm';

/** Any number, as long as every node uses the same. */
const MIGRATION_LOCK = 7_219_003;

/**
 * Brings the schema up to date.
 *
 * Nodes that start together take turns: the second finds nothing left to do.
 * Effects: DDL in one transaction; a failure leaves the schema as it was.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('set lock_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await dataSource.runMigrations();
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.query('reset lock_timeout');
    }
  } finally {
    await runner.release();
  }
}

/** What TypeORM would still change to make the database match the declarations; empty when the migrations are complete. */
export async function missingMigrations(dataSource: DataSource): Promise<string[]> {
  const sql = await dataSource.driver.createSchemaBuilder().log();
  return sql.upQueries.map((query) => query.query);
}
