import type { Row } from '@zoetrope/contract/kernel/row.ts';

/** A row as the server last said it; `row` is null for one that left (a tombstone, which stops older news of it). */
export interface Confirmed {
  readonly rv: number;
  readonly row: Row | null;
  /** Topics whose last word is that the row is not in them; others may not have told yet where it went. */
  readonly left?: ReadonlySet<string>;
}

const NONE: ReadonlyMap<string, Confirmed> = new Map();

/** Confirmed rows by entity and id. Says of each write whether what is seen changed. */
export class Rows {
  private readonly entities = new Map<string, Map<string, Confirmed>>();

  get(entity: string, id: string): Confirmed | undefined {
    return this.entities.get(entity)?.get(id);
  }

  of(entity: string): ReadonlyMap<string, Confirmed> {
    return this.entities.get(entity) ?? NONE;
  }

  /** True when the seen row is another than before. A row of the same content keeps its identity. */
  set(entity: string, id: string, rv: number, row: Row | null): boolean {
    let rows = this.entities.get(entity);
    if (!rows) this.entities.set(entity, (rows = new Map()));
    const was = rows.get(id);
    const before = was?.row ?? null;
    const after = row && before && sameRow(before, row) ? before : row;
    rows.set(id, { ...was, rv, row: after });
    return before !== after;
  }

  /** Notes the last word of a topic on a row: it has it, or it has it not. */
  setLeft(entity: string, id: string, topicKey: string, hasLeft: boolean): void {
    const rows = this.entities.get(entity);
    const was = rows?.get(id);
    if (!rows || !was || (was.left?.has(topicKey) ?? false) === hasLeft) return;
    const left = new Set(was.left);
    if (hasLeft) left.add(topicKey);
    else left.delete(topicKey);
    rows.set(id, { ...was, left });
  }

  /** Forgets the row and its version. True when it had been seen. */
  forget(entity: string, id: string): boolean {
    const rows = this.entities.get(entity);
    const before = rows?.get(id)?.row ?? null;
    rows?.delete(id);
    return before !== null;
  }

  /** How many entries are kept, tombstones too. */
  get size(): number {
    let size = 0;
    for (const rows of this.entities.values()) size += rows.size;
    return size;
  }
}

/** True when two rows hold the same values. */
export function sameRow(a: Row, b: Row): boolean {
  const columns = Object.keys(a);
  return columns.length === Object.keys(b).length && columns.every((column) => sameJson(a[column], b[column]));
}

const sameJson = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
