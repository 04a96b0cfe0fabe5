import { Client } from 'pg';
import { databaseFault } from '#config/start-faults.ts';
import { LOGIN_PREFIX } from './people.ts';

/** As the server has with the same database a moment later. */
const PATIENCE_MS = 5_000;

export interface KnownGroup {
  readonly id: string;
  readonly name: string;
  readonly photoCount: number;
}

/** What a database holds already, read before the server touches it. */
export class Ledger {
  private constructor(
    readonly hasRealAccounts: boolean,
    readonly groups: readonly KnownGroup[],
  ) {}

  /** Errors: ConfigError when PostgreSQL does not let us in. */
  static async read(databaseUrl: string): Promise<Ledger> {
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: PATIENCE_MS });
    await client.connect().catch((error: Error) => {
      throw databaseFault(error);
    });
    try {
      const there = await client.query("select to_regclass('credential') is not null as is_there");
      if (!there.rows[0].is_there) return new Ledger(false, []);
      const real = await client.query('select 1 from credential where not starts_with(login, $1) limit 1', [
        LOGIN_PREFIX,
      ]);
      const groups = await client.query('select id, name, photo_count as "photoCount" from groups order by created_at');
      return new Ledger(real.rows.length > 0, groups.rows);
    } finally {
      await client.end();
    }
  }
}
