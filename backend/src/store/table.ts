// How an entity of the contract lies in PostgreSQL. Computed; no feature is named here.
import type { Entity } from '@zoetrope/contract/kernel/entity.ts';
import type { Json, Row } from '@zoetrope/contract/kernel/row.ts';
import * as z from 'zod/mini';
import { isInstant } from './instant.ts';

type ColumnType = 'uuid' | 'timestamptz' | 'integer' | 'double precision' | 'boolean' | 'text' | 'json';

export interface TableColumn {
  /** As in the contract. */
  readonly property: string;
  /** As in the database. */
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
}

/** A row with its version. */
export interface Held {
  readonly row: Row;
  readonly rv: number;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: { readonly [property: string]: JsonSchema };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const quote = (name: string): string => `"${name}"`;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** One entity's table: its columns, the pieces of SQL that read and write it, and the one canonical form of its rows. */
export class Table {
  readonly columns: readonly TableColumn[];
  /** Selects every column of `t` under its contract name, and the row version as `$rv`. */
  readonly select: string;
  /** The column list of json_to_recordset, under contract names. */
  readonly record: string;
  /** What `t.id` is sorted by: bytes, whatever the database's collation, as JavaScript sorts. */
  readonly idOrder: string;

  constructor(readonly entity: Entity) {
    const schema = z.toJSONSchema(entity.schema) as JsonSchema;
    this.columns = Object.entries(schema.properties ?? {}).map(([property, column]) => toColumn(property, column));
    this.select = [...this.columns.map((c) => `t.${quote(c.name)} as ${quote(c.property)}`), 't.rv as "$rv"'].join(
      ', ',
    );
    this.record = [...this.columns.map((c) => `${quote(c.property)} ${c.type}`), '"$rv" bigint'].join(', ');
    this.idOrder = this.column('id').type === 'uuid' ? 't.id' : 't.id collate "C"';
  }

  get name(): string {
    return this.entity.name;
  }

  /** Errors: throws when there is no such column; places and windows are checked at start by asking for theirs. */
  column(property: string): TableColumn {
    const found = this.columns.find((column) => column.property === property);
    if (!found) throw new Error(`${this.entity.name} has no column ${property}`);
    return found;
  }

  /** False when PostgreSQL would refuse `value` for this column, or would store it in another spelling. */
  fits(property: string, value: string): boolean {
    const { type } = this.column(property);
    if (type === 'uuid') return UUID.test(value);
    if (type === 'timestamptz') return isInstant(value);
    return true;
  }

  /**
   * The row as it is stored, logged and answered: columns in the schema's order, instants in ISO with milliseconds.
   *
   * Without it an acknowledgement and a snapshot of the same row differ in bytes.
   */
  canonical(row: { readonly [column: string]: unknown }): Row {
    const canonical: Record<string, Json> = {};
    for (const { property, type } of this.columns) {
      const value = (row[property] ?? null) as Json;
      canonical[property] = type === 'timestamptz' && typeof value === 'string' ? new Date(value).toISOString() : value;
    }
    return canonical as Row;
  }

  /** A row out of `to_json` of what `select` names. */
  fromJson(json: { readonly [column: string]: unknown }): Held {
    return { row: this.canonical(json), rv: Number(json['$rv']) };
  }
}

function toColumn(property: string, schema: JsonSchema): TableColumn {
  // zod says null in two ways: another option, or another type.
  const options = (schema.anyOf ?? [schema]).flatMap((option) =>
    Array.isArray(option.type) ? option.type.map((type: string) => ({ ...option, type })) : [option as OneType],
  );
  const kept = options.filter((option) => option.type !== 'null');
  const type = kept.length === 1 ? columnType(kept[0]!) : 'json';
  return { property, name: snake(property), type, isNullable: kept.length < options.length };
}

type OneType = { readonly type?: string; readonly format?: string; readonly maximum?: number };

/** Of PostgreSQL's `integer`. */
const MOST_INTEGER = 2 ** 31 - 1;

/** Errors: throws at start when the contract declares whole numbers that the column cannot hold. */
function columnType({ type, format, maximum }: OneType): ColumnType {
  if (type === 'integer' && (maximum ?? Infinity) > MOST_INTEGER)
    throw new Error('a whole number of a row is a z.int32()');
  if (format === 'uuid') return 'uuid';
  if (format === 'date-time') return 'timestamptz';
  if (type === 'integer') return 'integer';
  if (type === 'number') return 'double precision';
  if (type === 'boolean') return 'boolean';
  // json and not jsonb: jsonb reorders keys, and a row has one spelling.
  return type === 'string' ? 'text' : 'json';
}
