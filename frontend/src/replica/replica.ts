// One caller's copy of what they hold: confirmed rows, the predictions over them, and who listens. Knows no feature.
import { errorBody } from '@zoetrope/contract/errors.ts';
import { personOf, type Actor, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand, Command } from '@zoetrope/contract/kernel/command.ts';
import type { Entity, Ref } from '@zoetrope/contract/kernel/entity.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Batch, Heard, Position, Snapshot } from '@zoetrope/contract/kernel/wire.ts';
import { Asking } from './asking.ts';
import { Changes } from './changes.ts';
import { Commander } from './commander.ts';
import { ConfirmedRows } from './confirmed.ts';
import { isSurelyAbsent, resolveFacts, type Knowledge } from './facts.ts';
import { Holding } from './holding.ts';
import type { Link, ShownFeed } from './link.ts';
import { MatchingRows, type Shown } from './live-rows.ts';
import type {
  LiveRows,
  Order,
  ReplicaView,
  RunOptions,
  TopicState,
  Unsubscribe,
  Where,
  WindowState,
} from './offers.ts';
import { OlderRows } from './older.ts';
import { Outbox } from './outbox.ts';
import { Signals } from './signals.ts';
import { Predictions, type Accepted } from './predictions.ts';

/** So that Back is instant, and a page that unmounts while the next mounts asks nothing. */
const LINGER_MS = 30_000;

export class Replica implements ReplicaView, ShownFeed {
  readonly outbox: Outbox;
  readonly signals: Signals;
  private readonly changes = new Changes();
  private readonly confirmed: ConfirmedRows;
  private readonly predictions: Predictions;
  private readonly shown: Shown;
  private readonly link: Link;
  private readonly asking: Asking;
  private readonly commander: Commander;
  private readonly olderRows: OlderRows;
  private readonly toAsk = new Set<string>();
  private readonly touched = new Set<string>();
  private readonly stopHearing: Unsubscribe;
  private readonly goneListeners = new Set<() => void>();
  /** What every client of this caller holds: who they are to others. */
  private readonly ofCaller: ReadonlySet<string>;
  private isClosed = false;

  /** `kept`: topics as an earlier page held them, shown until the server is heard again. */
  constructor(
    private readonly registry: Registry,
    readonly caller: Caller,
    connect: (feed: ShownFeed) => Link,
    private readonly kept: ReadonlyMap<string, Snapshot> = new Map(),
  ) {
    this.confirmed = new ConfirmedRows(registry, {
      row: (entity, id) => {
        this.changes.row(entity, id);
        this.touched.add(rowKey(entity, id));
      },
      topic: (key) => this.changes.topic(key),
      ask: (key) => this.toAsk.add(key),
    });
    const factsOf = (command: AnyCommand, input: unknown, actor: Actor) =>
      resolveFacts(command, input, actor, this.know);
    this.predictions = new Predictions({ confirmed: (entity, id) => this.confirmed.rows.get(entity, id), factsOf });
    this.shown = { row: (entity, id) => this.predictions.row(entity, id), all: (entity) => this.all(entity) };
    this.link = connect(this);
    this.outbox = new Outbox(this.link);
    this.signals = new Signals(personOf(caller), this.link);
    this.asking = new Asking(this.confirmed.held, caller, this.know, this.link);
    this.commander = new Commander(caller, this.predictions, this.outbox, factsOf, (accepted) =>
      this.commandChanged(accepted),
    );
    this.olderRows = new OlderRows(this.confirmed, this.link, (key) => {
      this.changes.topic(key);
      this.refresh();
    });
    this.ofCaller = new Set(registry.sessionOf(caller).map(({ key }) => key));
    this.stopHearing = this.link.onUp(() => this.asking.again());
  }

  hold(at: TopicAt): Unsubscribe {
    let holding = this.confirmed.held.get(at.key);
    if (!holding) {
      holding = new Holding(at, this.registry);
      this.confirmed.held.set(at.key, holding);
      const kept = this.kept.get(at.key);
      // From where it stood: the server tells what came since, or that it is not theirs any more.
      if (kept) this.take([kept]);
      this.asking.ask(holding);
    } else if (holding.holders === 0 && holding.state === 'gone') {
      this.confirmed.setState(holding, 'loading');
      this.asking.ask(holding);
    }
    clearTimeout(holding.lingering);
    holding.holders++;
    this.changes.tell();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--holding.holders > 0 || this.isClosed) return;
      holding.lingering = setTimeout(() => this.letGo(at.key), LINGER_MS);
    };
  }

  private letGo(key: string): void {
    this.confirmed.release(key);
    this.link.close(key);
    this.refresh();
  }

  stateOf(topicKey: string): TopicState {
    const state = this.confirmed.held.get(topicKey)?.state ?? 'loading';
    // Its page may be open before the server has heard of the command that makes it.
    return state === 'gone' && this.isBeingMade(topicKey) ? 'loading' : state;
  }

  private isBeingMade(topicKey: string): boolean {
    return this.predictions
      .unanswered()
      .some(({ entity, row }) => row && this.registry.topicsOf(entity, row).some(({ at }) => at.key === topicKey));
  }

  positions(): ReadonlyMap<string, Position | null> {
    const positions = new Map<string, Position | null>();
    for (const holding of this.confirmed.held.values())
      if (holding.isWanted) positions.set(holding.at.key, holding.position);
    return positions;
  }

  take(batches: readonly Batch[]): boolean {
    if (this.isClosed) return false;
    let hasMoved = false;
    let isAnother = false;
    for (const batch of batches) {
      if (this.confirmed.take(batch)) {
        hasMoved = true;
        if (batch.k === 'ops' && this.ofCaller.has(batch.t)) isAnother = true;
      }
      const holding = this.confirmed.held.get(batch.t);
      if (holding?.isAcceptedSince) this.answerDoubt(holding);
      else if (holding && batch.k === 'gone') {
        this.asking.noteGuards(holding);
        for (const listener of [...this.goneListeners]) listener();
      }
      if (holding && batch.k === 'ops' && batch.ch.some((change) => !change.row)) this.olderRows.refill(holding);
    }
    this.asking.againAfter(this.touched);
    if (isAnother) this.asking.againAsAnother();
    this.touched.clear();
    this.refresh();
    return hasMoved;
  }

  /** Roads overtake each other: the answer to a question of before the command may come after the command's own. */
  private answerDoubt(holding: Holding): void {
    holding.isAcceptedSince = false;
    if (holding.state !== 'gone') return;
    this.confirmed.setState(holding, 'loading');
    this.asking.ask(holding);
  }

  listening(): ReadonlySet<string> {
    return this.signals.watched;
  }
  heard(heard: readonly Heard[]): void {
    this.signals.take(heard);
  }
  heardAll(topicKey: string, heard: readonly Heard[]): void {
    this.signals.takeAll(topicKey, heard);
  }

  private commandChanged(accepted: Accepted | undefined): void {
    for (const holding of this.confirmed.held.values())
      if (holding.state === 'gone') this.changes.topic(holding.at.key);
    // The server says that they may be held now.
    if (accepted) {
      const isTold = (holding: Holding) => accepted.at.some(({ t }) => t === holding.at.key);
      this.asking.doubt(isTold);
      this.asking.again(isTold);
    }
    this.refresh();
  }

  /** Rows agree again: predictions over them, then the listeners, then what has to be asked. */
  private refresh(): void {
    this.predictions.settle((accepted) =>
      accepted.at.every((at) => {
        const holding = this.confirmed.held.get(at.t);
        return !holding?.isWanted || holding.hasReached(at);
      }),
    );
    this.predictions.replay((entity, id) => this.changes.row(entity, id));
    this.changes.tell();
    const keys = [...this.toAsk];
    this.toAsk.clear();
    for (const key of keys) {
      const holding = this.confirmed.held.get(key);
      if (holding) this.asking.ask(holding);
    }
  }

  private readonly know = ({ e, id }: Ref<unknown>): Knowledge => {
    const row = this.predictions.row(e, id);
    if (row) return row;
    const isAbsent = this.predictions.isRemoved(e, id) || isSurelyAbsent(this.registry, this.confirmed.held, e, id);
    return isAbsent ? 'absent' : 'unknown';
  };

  private *all(entity: string): Iterable<Row> {
    const predicted = this.predictions.of(entity);
    const covered = new Set(predicted.map(({ id }) => id));
    for (const [id, { row }] of this.confirmed.rows.of(entity)) if (row && !covered.has(id)) yield row;
    for (const { row } of predicted) if (row) yield row;
  }

  rows<R extends { id: string }>(entity: Entity<R>, where: Where<R> = {}, order?: Order<R>): LiveRows<R> {
    return new MatchingRows<R>(this.shown, this.changes, entity.name, Object.entries(where), order);
  }
  row<R extends { id: string }>(entity: Entity<R>, id: string): R | undefined {
    return this.predictions.row(entity.name, id) as R | undefined;
  }
  isPending(entity: Entity, id: string): boolean {
    return this.predictions.isPending(entity.name, id);
  }
  onRow(entity: Entity, id: string, listener: () => void): Unsubscribe {
    return this.changes.onRow(entity.name, id, listener);
  }
  onAnyRow(listener: () => void): Unsubscribe {
    return this.changes.onAnyRow(listener);
  }
  onTopic(topicKey: string, listener: () => void): Unsubscribe {
    return this.changes.onTopic(topicKey, listener);
  }

  /** Hears each time the server says that a topic may not be held any more. */
  onGone(listener: () => void): Unsubscribe {
    this.goneListeners.add(listener);
    return () => this.goneListeners.delete(listener);
  }
  /** What is held of a topic, as a snapshot would bring it, windows cut to what a device keeps; undefined until it is live. */
  snapshotOf(topicKey: string): Snapshot | undefined {
    return this.confirmed.snapshotOf(topicKey);
  }

  run<I>(command: Command<I, any>, input: I, options: RunOptions = {}): Promise<void> {
    return this.commander.run(command, input, options);
  }
  can<I>(command: Command<I, any>, input: I): boolean | undefined {
    return this.commander.can(command, input);
  }
  windowOf(topicKey: string, entity: Entity): WindowState {
    return this.olderRows.stateOf(topicKey, entity.name);
  }
  older(topicKey: string, entity: Entity): Promise<void> {
    return this.olderRows.load(topicKey, entity.name);
  }
  /** How many entries the cache keeps, tombstones too. */
  get confirmedSize(): number {
    return this.confirmed.rows.size;
  }
  /** How many commands have not left the predictions yet; for tests and for a last look before closing. */
  get pendingCount(): number {
    return this.predictions.pending.length;
  }

  /** Forgets everything. Commands on their way are answered `unavailable`. */
  close(): void {
    this.isClosed = true;
    this.stopHearing();
    this.signals.close();
    for (const key of [...this.confirmed.held.keys()]) {
      clearTimeout(this.confirmed.held.get(key)?.lingering);
      this.confirmed.release(key);
    }
    this.predictions.pending.length = 0;
    this.predictions.replay((entity, id) => this.changes.row(entity, id));
    this.outbox.close(errorBody('unavailable'));
    this.changes.tell();
  }
}
