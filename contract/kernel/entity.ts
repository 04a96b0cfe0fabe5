import type * as z from 'zod/mini';
import type { Json, Row } from './row.ts';

/** A schema whose input and output agree, so that a stored row can be validated again. */
export type Schema<T> = z.core.$ZodType<T, T>;

/** Points at a row that may or may not exist. */
export interface Ref<R> {
  readonly e: string;
  readonly id: string;
  readonly row?: R;
}

/** What a command does to one row. Plain data: the server writes it, the client predicts with it. */
export type Op =
  | { readonly o: 'new'; readonly e: string; readonly id: string; readonly row: Row }
  | { readonly o: 'put'; readonly e: string; readonly id: string; readonly row: Row }
  | { readonly o: 'set'; readonly e: string; readonly id: string; readonly set: { readonly [column: string]: Json } }
  | { readonly o: 'inc'; readonly e: string; readonly id: string; readonly by: { readonly [column: string]: number } }
  | { readonly o: 'del'; readonly e: string; readonly id: string };

/** An op met a row in a state that it cannot apply to; the server answers `conflict`, the client predicts nothing. */
export class OpConflict extends Error {}

/**
 * The row after `op`, or undefined when the op removes it.
 *
 * The only definition of what an op means: the server's writer and the client's prediction both call it.
 * Errors: OpConflict when a new row exists already, or a row to change does not.
 */
export function applyOp(before: Row | undefined, op: Op): Row | undefined {
  switch (op.o) {
    case 'del':
      return undefined;
    case 'put':
      return op.row;
    case 'new':
      if (before) throw new OpConflict(`${op.e} ${op.id} exists`);
      return op.row;
    case 'set':
      if (!before) throw new OpConflict(`${op.e} ${op.id} is absent`);
      return { ...before, ...op.set };
    case 'inc': {
      if (!before) throw new OpConflict(`${op.e} ${op.id} is absent`);
      const next: Record<string, Json> & { id: string } = { ...before };
      for (const [column, by] of Object.entries(op.by)) next[column] = Number(before[column] ?? 0) + by;
      return next;
    }
  }
}

type NumberColumns<R> = { [K in keyof R]: R[K] extends number ? K : never }[keyof R];

/** A kind of row: its name on the wire and in the database, its schema, and the ops on it. */
export class Entity<R extends { id: string } = any> {
  constructor(
    readonly name: string,
    readonly schema: Schema<R>,
  ) {}

  at(id: string): Ref<R> {
    return { e: this.name, id };
  }
  /** A row that must not exist yet. */
  create(row: R): Op {
    return { o: 'new', e: this.name, id: row.id, row: row as unknown as Row };
  }
  /** A row under a natural key: writing it twice is writing it once. */
  put(row: R): Op {
    return { o: 'put', e: this.name, id: row.id, row: row as unknown as Row };
  }
  /** Columns left undefined stay as they are. */
  set(id: string, set: { readonly [K in Exclude<keyof R, 'id'>]?: R[K] | undefined }): Op {
    const given = Object.entries(set).filter((entry) => entry[1] !== undefined);
    return { o: 'set', e: this.name, id, set: Object.fromEntries(given) as { [column: string]: Json } };
  }
  inc(id: string, by: { [K in NumberColumns<R>]?: number }): Op {
    return { o: 'inc', e: this.name, id, by: by as { [column: string]: number } };
  }
  remove(id: string): Op {
    return { o: 'del', e: this.name, id };
  }
}

/** The row type of an entity. */
export type RowOf<E> = E extends Entity<infer R> ? R : never;

export const entity = <R extends { id: string }>(name: string, schema: Schema<R>): Entity<R> =>
  new Entity(name, schema);
