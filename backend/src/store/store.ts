import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, type DatabaseSettings } from './data-source.ts';
import { DatabaseUnreachable, withConnection, type Connection } from './database.ts';
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

  /** A connected and migrated store. Errors: DatabaseUnreachable when there is no connection; PostgreSQL's own when a migration fails. */
  static async open(settings: DatabaseSettings): Promise<Store> {
    const connecting = createDataSource(settings).initialize();
    const source = await connecting.catch((error: unknown) => {
      throw new DatabaseUnreachable('PostgreSQL gives no connection', { cause: error });
    });
    surviveCuts(source);
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

/**
 * A connection that PostgreSQL ends between two of its owners' listeners (TypeORM's while it is in use, the pool's while it is
 * idle, nobody's once the pool has let it go) would end the process. What it was asked is rejected all the same, and the
 * pool makes a new one.
 */
function surviveCuts(source: DataSource): void {
  const { master } = source.driver as unknown as { readonly master: Pool };
  const known = new WeakSet<PoolClient>();
  master.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => {});
  });
}
