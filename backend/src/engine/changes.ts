// What a transaction writes: rows, an entry for each topic, and what the gatherer shall look at.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Change } from '@zoetrope/contract/kernel/wire.ts';
import type { QueuedRow, RowWrite } from '#store/row-writes.ts';
import type { Held } from '#store/table.ts';
import type { Touched } from './ports.ts';

/** One row before and after a transaction. */
export interface RowChange {
  readonly e: string;
  readonly id: string;
  readonly before: Held | undefined;
  readonly after: Held | undefined;
  /** The version of the change: the row's own, or its tombstone's. */
  readonly rv: number;
  /** Topics that carried the row before, however they log. */
  readonly was: readonly string[];
}

export interface Plan {
  readonly rows: readonly RowWrite[];
  readonly touched: Touched;
  /** In the order in which heads are locked. */
  readonly topics: ReadonlyMap<string, readonly Change[]>;
  readonly queued: readonly QueuedRow[];
}

/** The change, as the wire has it. */
export const toChange = ({ e, id, rv, after }: RowChange): Change => ({ e, id, rv, row: after?.row ?? null });

/**
 * A row's change, or undefined when there is none: neither before nor after is it there.
 *
 * A row that ends as it began keeps its version, so it is answered but not written.
 */
export function rowChange(
  registry: Registry,
  e: string,
  id: string,
  before: Held | undefined,
  after: Row | null,
  nextVersion: () => number,
): RowChange | undefined {
  if (!before && !after) return undefined;
  const was = before ? registry.topicsOf(e, before.row).map(({ at }) => at.key) : [];
  if (before && after && same(before.row, after)) return { e, id, before, after: before, rv: before.rv, was };
  const rv = nextVersion();
  return { e, id, before, after: after ? { row: after, rv } : undefined, rv, was };
}

export function planOf(registry: Registry, changes: readonly RowChange[]): Plan {
  const real = changes.filter((change) => change.before?.rv !== change.after?.rv);
  const touched: Record<string, readonly string[] | null> = {};
  const topics = new Map<string, Change[]>();
  const queued: QueuedRow[] = [];
  for (const change of real) {
    const { e, id, before, after, rv } = change;
    touched[rowKey(e, id)] = before && after ? changedColumns(before.row, after.row) : null;
    const now = after ? registry.topicsOf(e, after.row) : [];
    const then = before ? registry.topicsOf(e, before.row) : [];
    const all = new Map([...then, ...now].map(({ at, place }) => [at.key, place.gathered]));
    for (const [topic, isGathered] of all) {
      if (isGathered) queued.push({ topic, e, id, rv });
      else {
        const row = after && now.some(({ at }) => at.key === topic) ? after.row : null;
        const list = topics.get(topic) ?? [];
        topics.set(topic, list);
        list.push({ e, id, rv, row });
      }
    }
  }
  const rows = real.map(({ e, id, before, after, rv }): RowWrite => ({
    e,
    id,
    rv,
    kind: after ? (before ? 'update' : 'insert') : 'delete',
    row: after?.row,
  }));
  return { rows, touched, topics, queued };
}

const same = (a: Row, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);

const changedColumns = (before: Row, after: Row): string[] =>
  Object.keys(after).filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]));
