import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Place } from '@zoetrope/contract/kernel/topic.ts';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { Table } from './table.ts';
import type { Lookup } from './tables.ts';

/** Every entity's table, by entity name. Errors: throws when a place names a column that its entity lacks. */
export function tablesOf(registry: Registry): Map<string, Table> {
  const tables = new Map([...registry.entities.values()].map((entity) => [entity.name, new Table(entity)]));
  for (const place of registry.places)
    for (const column of indexed(place)) tables.get(place.entity.name)!.column(column);
  return tables;
}

/** TypeORM's models of the tables: the entity's columns, `rv`, and an index for each place and each lookup. */
export function entitySchemas(registry: Registry, lookups: readonly Lookup[]): EntitySchema[] {
  return [...tablesOf(registry).values()].map((table) => {
    const columns: Record<string, EntitySchemaColumnOptions> = { rv: { name: 'rv', type: 'bigint' } };
    for (const { property, name, type, isNullable } of table.columns)
      columns[property] = { name, type, nullable: isNullable, primary: property === 'id' };
    return new EntitySchema({
      name: table.name,
      tableName: table.name,
      columns,
      indices: indices(registry, table, lookups),
    });
  });
}

function indices(registry: Registry, table: Table, lookups: readonly Lookup[]) {
  const asked = lookups.filter(({ entity }) => entity === table.name).map(({ columns }) => [...columns]);
  const lists = [...registry.placesOf(table.name).map(indexed), ...asked];
  const unique = [...new Map(lists.map((columns) => [columns.join(), columns])).values()];
  return unique.filter((columns) => columns[0] !== 'id').map((columns) => ({ columns }));
}

// Ascending throughout: newest first reads the index backwards, and TypeORM cannot say DESC.
const indexed = ({ by, window }: Place): string[] => [...Object.values(by), ...(window ? [window.by, 'id'] : [])];
