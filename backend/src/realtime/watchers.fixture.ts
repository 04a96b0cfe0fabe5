// Sockets without a network: rooms, and what each port was sent, in order.
import type { Change, Batch, Position } from '@zoetrope/contract/kernel/wire.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Hub } from './hub.ts';
import type { Port, Session } from './subscription.ts';

/** The rooms of one hub. */
export class Rooms {
  private readonly members = new Map<string, Set<Watcher>>();

  constructor(readonly hub: Hub) {
    hub.deliveries.toRoom = (topicKey, batch) => {
      for (const watcher of this.members.get(topicKey) ?? []) watcher.take(batch);
    };
  }

  enter(caller: Caller): Watcher {
    return new Watcher(this, caller);
  }
  of(topicKey: string): Set<Watcher> {
    let members = this.members.get(topicKey);
    if (!members) this.members.set(topicKey, (members = new Set()));
    return members;
  }
}

/** A client that applies what it is told by the contract's rules, and complains where they are broken. */
export class Watcher implements Port {
  readonly batches: Batch[] = [];
  readonly complaints: string[] = [];
  readonly positions = new Map<string, Position>();
  readonly session: Session;
  isFull = false;
  private readonly rows = new Map<string, Change>();

  constructor(
    private readonly rooms: Rooms,
    caller: Caller,
  ) {
    this.session = rooms.hub.connect(caller, this);
  }

  open(topicKey: string, at: Position | null = null): void {
    this.rooms.hub.open(this.session, topicKey, at);
  }
  isInRoom(topicKey: string): boolean {
    return this.rooms.of(topicKey).has(this);
  }
  /** The rows of an entity that are there. */
  rowsOf(entity: string): Change[] {
    return [...this.rows.values()].filter(({ e, row }) => e === entity && row !== null);
  }
  /** Kinds of the batches of a topic, in order. */
  kinds(topicKey: string): string[] {
    return this.batches.filter(({ t }) => t === topicKey).map(({ k }) => k);
  }

  join(topicKey: string): void {
    this.rooms.of(topicKey).add(this);
  }
  leave(topicKey: string): void {
    this.rooms.of(topicKey).delete(this);
  }
  hasRoom(): boolean {
    return !this.isFull;
  }
  send(batches: readonly string[]): void {
    for (const batch of batches) this.take(JSON.parse(batch) as Batch);
  }

  take(batch: Batch): void {
    this.batches.push(batch);
    if (batch.k === 'gone' || batch.k === 'behind') {
      this.positions.delete(batch.t);
      return;
    }
    const position = this.positions.get(batch.t);
    if (batch.k === 'ops') {
      const isNext = position && (position.epoch === batch.epoch || position.epoch === '') && batch.from <= position.v;
      if (!isNext) this.complaints.push(`${batch.t}: ${batch.from}-${batch.v} at ${JSON.stringify(position)}`);
      if (position && batch.from < position.v && batch.v > position.v)
        this.complaints.push(`${batch.t}: ${batch.from}-${batch.v} overlaps ${position.v}`);
    }
    this.positions.set(batch.t, { epoch: batch.epoch, v: batch.v });
    for (const change of batch.ch) {
      const key = rowKey(change.e, change.id);
      const was = this.rows.get(key);
      if (!was || was.rv <= change.rv) this.rows.set(key, change);
    }
  }
}

/** Returns when `look` is true. Errors: a sentence after `patienceMs`. */
export async function until(what: string, look: () => boolean, patienceMs = 10_000): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!look()) {
    if (performance.now() > giveUpAtMs) throw new Error(`it never happened that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
