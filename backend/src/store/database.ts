import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg, { type PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** PostgreSQL did not answer, or not in time; what was asked may or may not have happened. */
export class DatabaseUnreachable extends Error {}

/** The transaction met another one and may be tried again. */
export class TransactionClash extends Error {}

const ANSWER_MS = 30_000;

export type Line = Record<string, any>;

// 40001 serialization_failure, 40P01 deadlock_detected, 23505 unique_violation (somebody wrote the same key first).
const CLASHES = new Set(['40001', '40P01', '23505']);
// Connection exceptions, out of resources, operator intervention, lock time-out, idle-in-transaction time-out.
const AWAY = /^(08|53|57|55P03|25P03)/;

/**
 * One connection of the pool, with named statements and pipelining.
 *
 * The raw pg client of TypeORM's query runner: TypeORM cannot name a statement, and an unnamed one is planned each
 * time (2.2 times slower, measured on the command path).
 */
export class Connection {
  constructor(private readonly client: PoolClient) {}

  /** Rows of one statement, prepared once per connection. Errors: DatabaseUnreachable, TransactionClash, else pg's own. */
  async query(text: string, values: readonly unknown[]): Promise<Line[]> {
    try {
      return (await this.client.query(asked({ name: nameOf(text), text, values: [...values] }))).rows as Line[];
    } catch (error) {
      throw sorted(error);
    }
  }

  /**
   * Sends what `work` asks in one packet.
   *
   * Each query would otherwise be a write to the socket of its own; writes are the greatest cost of a command in Node
   * (45 % of its samples). pg corks the same stream around each query, and corks nest.
   */
  together<T>(work: () => T): T {
    const { stream } = (this.client as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    try {
      return work();
    } finally {
      process.nextTick(() => stream.uncork());
    }
  }

  /** Sends text without parameters and returns the tag of its last statement. Errors: as `query`. */
  async send(text: string, timeoutMs?: number): Promise<string> {
    try {
      const result: unknown = await this.client.query(asked({ text }, timeoutMs));
      const last: unknown = Array.isArray(result) ? result.at(-1) : result;
      return (last as { command: string }).command;
    } catch (error) {
      throw sorted(error);
    }
  }
}

/** Runs `work` on one connection of the pool. Errors: DatabaseUnreachable when none can be had. */
export async function withConnection<T>(source: DataSource, work: (connection: Connection) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  let client: PoolClient;
  try {
    client = (await runner.connect()) as PoolClient;
  } catch (error) {
    await runner.release();
    // Whatever the reason, wrong password and full house included: there is no database to be had.
    throw new DatabaseUnreachable('PostgreSQL gives no connection', { cause: error });
  }
  try {
    return await work(new Connection(client));
  } finally {
    await runner.release();
  }
}

/** Rows of one statement outside any transaction. */
export const readLines = (source: DataSource, text: string, values: readonly unknown[]): Promise<Line[]> =>
  withConnection(source, (connection) => connection.query(text, values));

function sorted(error: unknown): unknown {
  if (error instanceof DatabaseUnreachable || error instanceof TransactionClash) return error;
  if (!(error instanceof pg.DatabaseError)) return new DatabaseUnreachable('PostgreSQL is away', { cause: error });
  const code = error.code ?? '';
  if (CLASHES.has(code)) return new TransactionClash(code, { cause: error });
  return AWAY.test(code) ? new DatabaseUnreachable(code, { cause: error }) : error;
}

/**
 * A network that swallows packets answers nothing, not even an error. What waits for longer than any statement of ours
 * takes loses its connection (pg does that itself where it pipelines), and the pool makes a new one.
 */
const asked = <T extends object>(config: T, timeoutMs = ANSWER_MS) => ({ ...config, query_timeout: timeoutMs });

const names = new Map<string, string>();

/** The hash of a statement's text, kept: there are few texts, and they are long. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `z${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
