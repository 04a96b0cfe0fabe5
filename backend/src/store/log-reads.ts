// Reads of topics and of their log. Nothing here judges.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Place, TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { ORIGIN, type Change, type Floor, type Position } from '@zoetrope/contract/kernel/wire.ts';
import type { DataSource } from 'typeorm';
import { readLines, type Connection } from './database.ts';
import { quote, type Held, type Table } from './table.ts';

export interface TopicRows extends Position {
  readonly ch: readonly Change[];
  readonly floors: { readonly [entity: string]: Floor };
}

/** Log entries as text, oldest first and dense. */
export interface LogPiece {
  readonly epoch: string;
  readonly entries: readonly { readonly v: number; readonly body: string }[];
}

/** Whether one of these topics ever had a change. No query where there are none to ask for. */
export async function hasHead(connection: Connection, topicKeys: readonly string[]): Promise<boolean> {
  if (topicKeys.length === 0) return false;
  return (await connection.query('select 1 from topic_head where topic = any($1) limit 1', [topicKeys])).length > 0;
}

export class LogReads {
  constructor(
    private readonly source: DataSource,
    private readonly registry: Registry,
    private readonly tables: ReadonlyMap<string, Table>,
  ) {}

  /** A topic's rows and the version they belong to. One statement is one snapshot, so no transaction is needed. */
  async snapshot(at: TopicAt): Promise<TopicRows> {
    const values: unknown[] = [at.key];
    const places = this.registry.placesIn(at.topic.name).filter((place) => this.canHold(place, at));
    const parts = places.map((place, i) => {
      const { table, from } = this.placed(place, at, values);
      const limit = place.window ? ` order by ${newestFirst(place, table)} limit ${place.window.size + 1}` : '';
      return `select ${i}, to_json(s) from (select ${table.select} ${from}${limit}) s`;
    });
    const head = `select -1 as i, json_build_object('epoch', h.epoch, 'v', h.version) as j from topic_head h where h.topic = $1`;
    const lines = await readLines(this.source, [head, ...parts].join(' union all '), values);
    const position = lines.find((line) => line['i'] === -1)?.['j'] as Position | undefined;
    const changes = new Map<string, Change>();
    const floors: Record<string, Floor> = {};
    for (const [i, place] of places.entries()) {
      const e = place.entity.name;
      const rows = lines.filter((line) => line['i'] === i).map((line) => this.tables.get(e)!.fromJson(line['j']));
      if (place.window) floors[e] = cutToWindow(rows, place.window);
      for (const held of rows) changes.set(`${e}/${held.row.id}`, toChange(e, held));
    }
    return { epoch: position?.epoch ?? ORIGIN.epoch, v: position?.v ?? 0, ch: [...changes.values()], floors };
  }

  /** Rows of a windowed place strictly below a floor: newest first, at most one window. */
  async older(at: TopicAt, place: Place, below: { readonly key: string; readonly id: string }) {
    const values: unknown[] = [];
    const { table, from } = this.placed(place, at, values);
    const window = place.window!;
    const by = table.column(window.by);
    const id = table.column('id');
    const key = `(t.${quote(by.name)}, ${table.idOrder})`;
    const limit = `($${values.push(below.key)}::${by.type}, $${values.push(below.id)}::${id.type})`;
    const order = `order by ${newestFirst(place, table)} limit ${window.size + 1}`;
    const text = `select to_json(s) as j from (select ${table.select} ${from} and ${key} < ${limit} ${order}) s`;
    const rows = (await readLines(this.source, text, values)).map((line) => table.fromJson(line['j']));
    const floor = cutToWindow(rows, window);
    return { ch: rows.map((held) => toChange(place.entity.name, held)), floor };
  }

  /** Heads of those topics that ever had a change. */
  async heads(topics: readonly string[]): Promise<Map<string, { epoch: string; v: number; min: number }>> {
    const text = 'select topic, epoch, version, min_version from topic_head where topic = any($1)';
    const lines = await readLines(this.source, text, [topics]);
    return new Map(
      lines.map((line) => [
        line['topic'] as string,
        { epoch: line['epoch'] as string, v: Number(line['version']), min: Number(line['min_version']) },
      ]),
    );
  }

  /** What the log has after a position; undefined when it does not reach back to it, or never had it. */
  async changes(topic: string, after: Position, limit: number): Promise<LogPiece | undefined> {
    const text = `select h.epoch, h.version as head, h.min_version, c.version, c.body from topic_head h
      left join lateral (select version, body from change where topic = h.topic and version > $2 order by version limit $3) c on true
      where h.topic = $1 order by c.version`;
    const lines = await readLines(this.source, text, [topic, after.v, limit]);
    const head = lines[0];
    if (!head) return after.epoch === ORIGIN.epoch && after.v === 0 ? { epoch: ORIGIN.epoch, entries: [] } : undefined;
    const isOrigin = after.epoch === ORIGIN.epoch && after.v === 0;
    if (!isOrigin && after.epoch !== head['epoch']) return undefined;
    if (after.v > Number(head['head']) || after.v < Number(head['min_version']) - 1) return undefined;
    const kept = lines.filter((line) => line['version'] !== null);
    return {
      epoch: head['epoch'] as string,
      entries: kept.map((line) => ({ v: Number(line['version']), body: line['body'] as string })),
    };
  }

  /** The windowed place of an entity in a topic, if there is one. */
  windowOf(at: TopicAt, e: string): Place | undefined {
    return this.registry.placesIn(at.topic.name).find((place) => place.entity.name === e && place.window);
  }

  /** Whether a floor's key and id can be compared with this place's columns. */
  canCompare(place: Place, below: { readonly key: string; readonly id: string }): boolean {
    const table = this.tables.get(place.entity.name)!;
    return table.fits(place.window!.by, below.key) && table.fits('id', below.id);
  }

  /** A parameter that its column cannot hold places nothing. */
  private canHold(place: Place, at: TopicAt): boolean {
    const table = this.tables.get(place.entity.name)!;
    return Object.entries(place.by).every(([param, column]) => table.fits(column, at.params[param]!));
  }

  private placed(place: Place, at: TopicAt, values: unknown[]) {
    const table = this.tables.get(place.entity.name)!;
    const conditions = Object.entries(place.by).map(([param, property]) => {
      const column = table.column(property);
      return `t.${quote(column.name)} = $${values.push(at.params[param])}::${column.type}`;
    });
    return { table, from: `from ${quote(table.name)} t where ${conditions.join(' and ')}` };
  }
}

const toChange = (e: string, { row, rv }: Held): Change => ({ e, id: row.id, rv, row });

const newestFirst = (place: Place, table: Table): string =>
  `t.${quote(table.column(place.window!.by).name)} desc, ${table.idOrder} desc`;

/** Drops the row that was read only to know whether there is more, and says where the window ends. */
function cutToWindow(rows: Held[], window: { readonly by: string; readonly size: number }): Floor {
  if (rows.length <= window.size) return 'end';
  rows.length = window.size;
  const last = rows.at(-1)!.row;
  return { key: String(last[window.by]), id: last.id };
}
