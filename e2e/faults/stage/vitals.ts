// I5 and I6: what a site that stands still asks of PostgreSQL, and what its processes keep.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#support/databases.ts';

interface Held {
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly handles: { readonly [kind: string]: number };
}

/** What the processes of a stage hold, all together. */
export interface Vitals {
  readonly heapBytes: number;
  /** Sockets, files and pipes. Timers come and go. */
  readonly handleCount: number;
  readonly outboxCount: number;
}

/** What a process holds; its garbage is collected before, unless `isQuick`. */
export function heldBy(probe: string, isQuick = false): Promise<Held> {
  return new Promise((resolve, reject) => {
    http
      .get({ socketPath: probe, path: isQuick ? '/' : '/collected', agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve(JSON.parse(text) as Held));
      })
      .on('error', reject);
  });
}

export async function vitalsOf(probes: readonly string[], database: Database): Promise<Vitals> {
  const held = await Promise.all(probes.map((probe) => heldBy(probe)));
  const [line] = await database.query('select count(*)::int as n from relay_outbox');
  const sum = (of: (one: Held) => number) => held.reduce((total, one) => total + of(one), 0);
  return {
    heapBytes: sum(({ heapBytes }) => heapBytes),
    handleCount: sum(({ handles }) =>
      Object.entries(handles).reduce(
        (total, [kind, n]) => total + (kind === 'Timeout' || kind === 'Immediate' ? 0 : n),
        0,
      ),
    ),
    outboxCount: line.n as number,
  };
}

/** Statements a second that others than this harness send, over `ms` in which nobody writes. */
export async function statementsPerSecond(database: Database, ms: number): Promise<number> {
  const count = async () => {
    const [line] = await database.query(
      `select coalesce(sum(calls), 0)::int as n from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where d.datname = current_database() and query not like '%pg_stat_statements%'`,
    );
    return line.n as number;
  };
  const before = await count();
  await delay(ms);
  return ((await count()) - before) / (ms / 1_000);
}
