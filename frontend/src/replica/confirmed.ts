// What the server has said and is still held. Batches may be lost, late, repeated or out of order; positions decide.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Batch, Change, Floor, Snapshot } from '@zoetrope/contract/kernel/wire.ts';
import type { Holding } from './holding.ts';
import { Rows } from './rows.ts';

/** Hears what changed and what must be asked again; called in the middle of a change, so it may only take notes. */
export interface ConfirmedNotes {
  row(entity: string, id: string): void;
  topic(key: string): void;
  ask(key: string): void;
}

type Ops = Extract<Batch, { k: 'ops' }>;

/** Of a window, on the device. */
const MOST_KEPT = 300;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export class ConfirmedRows {
  readonly rows = new Rows();
  readonly held = new Map<string, Holding>();
  /** Topics in which a row was ever here. A page begins with a hundred others, whose first snapshots have nothing to drop. */
  private readonly reached = new Set<string>();

  constructor(
    private readonly registry: Registry,
    private readonly notes: ConfirmedNotes,
  ) {}

  /** True when the batch brought this replica further. */
  take(batch: Batch): boolean {
    const holding = this.held.get(batch.t);
    // What was asked before a topic was lost may still arrive; only a new question opens it again.
    if (!holding?.isWanted) return false;
    switch (batch.k) {
      case 'ops':
        return this.takeOps(holding, batch);
      case 'snap':
        return this.takeSnapshot(holding, batch);
      case 'gone':
        return this.takeGone(holding);
      case 'behind':
        this.notes.ask(batch.t);
        return false;
    }
  }

  private takeOps(holding: Holding, batch: Ops): boolean {
    const { position } = holding;
    if (!position) return false;
    // A topic that never had a change is at 0 of no epoch; its first change opens one.
    const isFirst = position.epoch === '' && batch.from === 0;
    if (position.epoch !== batch.epoch && !isFirst) return this.askFor(batch.t);
    if (batch.v <= position.v) {
      holding.askedAtMs = undefined;
      return false;
    }
    if (batch.from > position.v) return this.askFor(batch.t);
    holding.position = { epoch: batch.epoch, v: batch.v };
    holding.askedAtMs = undefined;
    for (const change of batch.ch) this.merge(change, holding);
    return true;
  }

  private askFor(key: string): false {
    this.notes.ask(key);
    return false;
  }

  private takeSnapshot(holding: Holding, batch: Snapshot): boolean {
    const { position } = holding;
    holding.askedAtMs = undefined;
    const isSameEpoch = position?.epoch === batch.epoch;
    if (position && isSameEpoch && batch.v <= position.v) return false;
    // A restored database starts an epoch and may draw lower row versions: nothing of the old one may win over them.
    if (position && !isSameEpoch && position.epoch !== '') this.forgetAll(holding);
    holding.position = { epoch: batch.epoch, v: batch.v };
    for (const [entity, window] of holding.windows) window.setFloor(batch.floors[entity] ?? 'end');
    if (this.reached.has(batch.t)) this.dropAbsent(holding, batch.ch);
    for (const change of batch.ch) this.merge(change, holding);
    holding.isReasked = false;
    this.setState(holding, 'live');
    if (holding.windows.size > 0) this.notes.topic(batch.t);
    return true;
  }

  private takeGone(holding: Holding): boolean {
    holding.askedAtMs = undefined;
    holding.isReasked = false;
    holding.position = null;
    this.setState(holding, 'gone');
    this.dropUnheld(holding.entities);
    return true;
  }

  setState(holding: Holding, state: Holding['state']): void {
    if (holding.state === state) return;
    holding.state = state;
    this.notes.topic(holding.at.key);
  }

  /**
   * Newer row version wins. At the same version a row wins over its absence, which may mean that it moved elsewhere.
   *
   * A row that one topic no longer has stays while another that keeps it has not told: topics are not in step, and a row
   * that moves is not to vanish on its way.
   */
  private merge(change: Change, { at: { key: topicKey } }: Holding): void {
    const { e, id, rv, row } = change;
    this.rows.setLeft(e, id, topicKey, !row);
    const was = this.rows.get(e, id);
    if (was && (rv < was.rv || (rv === was.rv && (was.row !== null || row === null)))) return;
    if (!row && was?.row && this.isKept(e, was.row)) return;
    const topics = row ? this.registry.topicsOf(e, row) : [];
    if (!row || this.isKept(e, row, topics)) {
      for (const { at } of topics) this.reached.add(at.key);
      if (this.rows.set(e, id, rv, row)) this.notes.row(e, id);
      return;
    }
    // Below every floor, or moved to where nobody here looks.
    for (const { at } of topics) {
      const window = this.held.get(at.key)?.windows.get(e);
      if (window?.state.isLoading) window.meanwhile.set(rowKey(e, id), change);
    }
    if (was && this.rows.set(e, id, rv, null)) this.notes.row(e, id);
  }

  /** Older rows have come: lowers the floor, unless the window was read anew in the meantime. */
  takeOlder(holding: Holding, entity: string, below: Floor, changes: readonly Change[], floor: Floor): void {
    const window = holding.windows.get(entity);
    if (!window || window.floor !== below || this.held.get(holding.at.key) !== holding) return;
    window.setFloor(floor);
    for (const change of changes) this.merge(change, holding);
    for (const change of window.meanwhile.values()) this.merge(change, holding);
    this.notes.topic(holding.at.key);
  }

  /** Lets a topic go, with every row that no other held topic keeps. */
  release(key: string): void {
    const holding = this.held.get(key);
    if (!holding) return;
    this.held.delete(key);
    this.dropUnheld(holding.entities);
    this.notes.topic(key);
  }

  /** The rows that a topic keeps, of one entity. */
  *keptBy(holding: Holding, entity: string): Iterable<Row> {
    const isPlaced = this.registry.placedIn(holding.at, entity);
    for (const { row, left } of this.rows.of(entity).values()) {
      if (!row || !isPlaced(row) || left?.has(holding.at.key)) continue;
      if (holding.keeps(entity, row)) yield row;
    }
  }

  /** A live topic as a snapshot would bring it; of each window the newest rows. */
  snapshotOf(key: string): Snapshot | undefined {
    const holding = this.held.get(key);
    if (holding?.state !== 'live' || !holding.position) return undefined;
    const ch: Change[] = [];
    const floors: Record<string, Floor> = {};
    for (const entity of holding.entities) {
      let rows = [...this.keptBy(holding, entity)];
      const window = holding.windows.get(entity);
      if (window) {
        const { by } = window.declared;
        rows = rows.toSorted((a, b) => compare(String(b[by]), String(a[by])) || compare(b.id, a.id));
        const last = rows.length > MOST_KEPT ? rows[MOST_KEPT - 1] : undefined;
        floors[entity] = last ? { key: String(last[by]), id: last.id } : (window.floor ?? 'end');
        rows = rows.slice(0, MOST_KEPT);
      }
      for (const row of rows) ch.push({ e: entity, id: row.id, rv: this.rows.get(entity, row.id)?.rv ?? 0, row });
    }
    return { k: 'snap', t: key, ...holding.position, ch, floors };
  }

  /** True when a held topic has the row, by its columns and by that topic's last word on it. */
  private isKept(entity: string, row: Row, topics = this.registry.topicsOf(entity, row)): boolean {
    const left = this.rows.get(entity, row.id)?.left;
    return topics.some(({ at }) => !left?.has(at.key) && (this.held.get(at.key)?.keeps(entity, row) ?? false));
  }

  /** What a new snapshot no longer has: removed when it should be there, out of the window when below the floor. */
  private dropAbsent(holding: Holding, present: readonly Change[]): void {
    const there = new Set(present.map((change) => rowKey(change.e, change.id)));
    for (const entity of holding.entities) {
      const isPlaced = this.registry.placedIn(holding.at, entity);
      for (const [id, { rv, row }] of this.rows.of(entity)) {
        if (!row || !isPlaced(row) || there.has(rowKey(entity, id))) continue;
        this.rows.setLeft(entity, id, holding.at.key, true);
        if (this.isKept(entity, row)) continue;
        if (holding.keeps(entity, row)) this.rows.set(entity, id, rv, null);
        else this.rows.forget(entity, id);
        this.notes.row(entity, id);
      }
    }
  }

  private dropUnheld(entities: Iterable<string>): void {
    for (const entity of entities) {
      // Nobody who could bring a row back is listened to any more: its tombstone has done its work.
      const isPlaced = [...this.held.values()].some((other) => other.state !== 'gone' && other.entities.has(entity));
      for (const [id, { row }] of this.rows.of(entity)) {
        if (row ? this.isKept(entity, row) : isPlaced) continue;
        if (this.rows.forget(entity, id)) this.notes.row(entity, id);
      }
    }
  }

  private forgetAll(holding: Holding): void {
    for (const entity of holding.entities) {
      const isPlaced = this.registry.placedIn(holding.at, entity);
      for (const [id, { row }] of this.rows.of(entity)) {
        if (row && !isPlaced(row)) continue;
        if (this.rows.forget(entity, id)) this.notes.row(entity, id);
      }
    }
  }
}
