import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { DataSource } from 'typeorm';
import { readLines } from './database.ts';
import { quote, type Held, type Table } from './table.ts';

/** The rows as they are now, by row key, without locks: one query for each entity. Absent ones are missing from the map. */
export async function readRows(
  source: DataSource,
  tables: ReadonlyMap<string, Table>,
  wanted: ReadonlyMap<string, Iterable<string>>,
): Promise<Map<string, Held>> {
  const found = new Map<string, Held>();
  await Promise.all(
    [...wanted].map(async ([e, ids]) => {
      const table = tables.get(e);
      const possible = table ? [...ids].filter((id) => table.fits('id', id)) : [];
      if (!table || !possible.length) return;
      const text = `select to_json(s) as j from (select ${table.select} from ${quote(e)} t where t.id = any($1)) s`;
      for (const { j } of await readLines(source, text, [possible])) {
        const held = table.fromJson(j);
        found.set(rowKey(e, held.row.id), held);
      }
    }),
  );
  return found;
}
