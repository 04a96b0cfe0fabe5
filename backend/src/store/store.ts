import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { DataSource } from 'typeorm';
import { createDataSource, type DatabaseSettings } from './data-source.ts';
import { withConnection, type Connection } from './database.ts';
import { tablesOf } from './entity-schemas.ts';
import { Identity } from './identity.ts';
import { LogReads } from './log-reads.ts';
import { migrate } from './migrate.ts';
import { readRows } from './row-reads.ts';
import type { Held, Table } from './table.ts';

/** PostgreSQL as the engine sees it: tables computed from the contract, the log, and connections. */
export class Store {
  readonly tables: ReadonlyMap<string, Table>;
  readonly log: LogReads;
  readonly identity: Identity;

  private constructor(
    readonly source: DataSource,
    readonly registry: Registry,
  ) {
    this.tables = tablesOf(registry);
    this.log = new LogReads(source, registry, this.tables);
    this.identity = new Identity(source);
  }

  /** A connected and migrated store. Errors: PostgreSQL's own when it cannot be reached or a migration fails. */
  static async open(settings: DatabaseSettings): Promise<Store> {
    const source = await createDataSource(settings).initialize();
    try {
      await migrate(source);
      const store = new Store(source, settings.registry);
      await store.identity.wasReplaced();
      return store;
    } catch (error) {
      await source.destroy();
      throw error;
    }
  }

  with<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return withConnection(this.source, work);
  }

  /** Unlocked rows by row key; absent ones are missing. */
  read(wanted: ReadonlyMap<string, Iterable<string>>): Promise<Map<string, Held>> {
    return readRows(this.source, this.tables, wanted);
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
