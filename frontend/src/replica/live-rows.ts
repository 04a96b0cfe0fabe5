import type { Row } from '@zoetrope/contract/kernel/row.ts';
import type { Changes } from './changes.ts';
import type { LiveRows, Order, Unsubscribe } from './offers.ts';

/** What a query reads. */
export interface Shown {
  row(entity: string, id: string): Row | undefined;
  all(entity: string): Iterable<Row>;
}

/** The rows of one entity that match, kept until one of them changes, enters or leaves. */
export class MatchingRows<R extends { id: string }> implements LiveRows<R> {
  private rows: readonly R[] = [];
  private byId = new Map<string, R>();
  private readAtVersion = -1;

  constructor(
    private readonly shown: Shown,
    private readonly changes: Changes,
    private readonly entity: string,
    private readonly columns: readonly (readonly [column: string, value: unknown])[],
    private readonly order: Order<R> | undefined,
  ) {}

  readonly get = (): readonly R[] => {
    const version = this.changes.versionOf(this.entity);
    if (version !== this.readAtVersion) {
      this.readAtVersion = version;
      this.read();
    }
    return this.rows;
  };

  readonly subscribe = (listener: () => void): Unsubscribe =>
    this.changes.onEntity(this.entity, (ids) => {
      for (const id of ids) {
        const row = this.shown.row(this.entity, id);
        if (this.byId.get(id) === (row && this.matches(row) ? row : undefined)) continue;
        listener();
        return;
      }
    });

  private matches(row: Row): boolean {
    return this.columns.every(([column, value]) => row[column] === value);
  }

  private read(): void {
    const rows: R[] = [];
    for (const row of this.shown.all(this.entity)) if (this.matches(row)) rows.push(row as unknown as R);
    if (this.order) rows.sort(this.order);
    if (rows.length === this.rows.length && rows.every((row, i) => row === this.rows[i])) return;
    this.rows = rows;
    this.byId = new Map(rows.map((row) => [row.id, row]));
  }
}
