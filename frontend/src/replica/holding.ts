import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt, Window } from '@zoetrope/contract/kernel/topic.ts';
import type { Change, Floor, Position } from '@zoetrope/contract/kernel/wire.ts';
import type { TopicState, WindowState } from './offers.ts';

/** The part of a windowed entity that a held topic has. */
export class HeldWindow {
  /** undefined until a snapshot said it. */
  floor: Floor | undefined;
  /** Newer rows below the floor that came while older ones were on their way: without them the answer would be stale. */
  readonly meanwhile = new Map<string, Change>();
  /** The floor at which a shrunken window was refilled already. */
  refilledAt: Floor | undefined;
  state: WindowState = { isEnd: false, isLoading: false };

  constructor(readonly declared: Window) {}

  setFloor(floor: Floor): void {
    this.floor = floor;
    this.state = { ...this.state, isEnd: floor === 'end' };
  }
  setLoading(isLoading: boolean): void {
    this.state = { ...this.state, isLoading };
    if (!isLoading) this.meanwhile.clear();
  }

  /** True at or above the floor: newest first by the window's column, ties by id. */
  reaches(row: Row): boolean {
    if (this.floor === undefined || this.floor === 'end') return true;
    const key = String(row[this.declared.by]);
    return key === this.floor.key ? row.id >= this.floor.id : key > this.floor.key;
  }
}

/** A topic that somebody here holds. */
export class Holding {
  holders = 0;
  state: TopicState = 'loading';
  /** null until a snapshot came. */
  position: Position | null = null;
  /** An answer is awaited since then; a second question would only bring it twice. */
  askedAtMs: number | undefined;
  /** It was gone, and is asked for once more. */
  isReasked = false;
  /** A command of ours was accepted that this topic tells of, after it had been asked for: that question may be answered with what was before. */
  isAcceptedSince = false;
  /** Rows on which the right to hold it rests; known while it is gone. */
  guards: ReadonlySet<string> = new Set();
  /** What its rule read first is not known here, so that more may stand between. */
  isBlind = false;
  lingering: ReturnType<typeof setTimeout> | undefined;
  readonly windows = new Map<string, HeldWindow>();
  readonly entities: ReadonlySet<string>;

  constructor(
    readonly at: TopicAt,
    registry: Registry,
  ) {
    const places = registry.placesIn(at.topic.name);
    this.entities = new Set(places.map((place) => place.entity.name));
    for (const place of places) if (place.window) this.windows.set(place.entity.name, new HeldWindow(place.window));
  }

  get isWanted(): boolean {
    return this.state !== 'gone' || this.isReasked;
  }

  /** True when a row that is placed here belongs to what this topic has loaded. */
  keeps(entity: string, row: Row): boolean {
    return this.position !== null && (this.windows.get(entity)?.reaches(row) ?? true);
  }

  /** True when every row of the entity that belongs here is here. */
  isComplete(entity: string): boolean {
    const window = this.windows.get(entity);
    return this.state === 'live' && (!window || window.floor === 'end');
  }

  /** True when everything up to `at` has been heard. A topic in another epoch was read anew, later. */
  hasReached(at: Position): boolean {
    if (!this.position) return false;
    return this.position.epoch === at.epoch ? this.position.v >= at.v : this.position.epoch !== '';
  }
}
