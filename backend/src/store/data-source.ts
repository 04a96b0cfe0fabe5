import 'reflect-metadata';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { DataSource } from 'typeorm';
import { entitySchemas } from './entity-schemas.ts';
import { migrations } from './migrations.ts';
import { serverLookups, serverTables } from './tables.ts';

export interface DatabaseSettings {
  readonly databaseUrl: string;
  /** Connections at most; 12 unless said. */
  readonly pool?: number | undefined;
  readonly registry: Registry;
}

/**
 * TypeORM on our PostgreSQL, not yet connected: the contract's tables and the server's own.
 *
 * Connections are pipelined, so streams (pg-cursor) do not work on them.
 */
export const createDataSource = ({ databaseUrl, pool = 12, registry }: DatabaseSettings): DataSource =>
  new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: [...entitySchemas(registry, serverLookups), ...serverTables],
    migrations: [...migrations],
    migrationsTransactionMode: 'all',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    synchronize: false,
    connectTimeoutMS: 5_000,
    extra: {
      max: pool,
      pipeline: true,
      application_name: 'zoetrope',
      // A transaction does no I/O of its own but to PostgreSQL: whoever sits idle inside one is a stopped process.
      idle_in_transaction_session_timeout: 10_000,
      lock_timeout: 5_000,
    },
  });
