// One connection for all tabs of a person: one tab leads and has it, the others follow. Each tab keeps its own replica,
// so what is lost between tabs is asked for again like anything else that is lost.
import { newId } from '@zoetrope/contract/ids.ts';
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import { Ladder, type LadderOptions } from '#replica/ladder.ts';
import type { Link, ShownFeed } from '#replica/link.ts';
import type { ConnectionView, SessionEnd, Unsubscribe } from '#replica/offers.ts';
import { refused } from '#replica/refused.ts';
import { StatusBoard } from '#replica/status.ts';
import type { Waking } from '#replica/surroundings.ts';
import { Calls, answerTo } from './calls.ts';
import { LockElection, WordElection, type Election } from './election.ts';
import { Follow } from './follow.ts';
import { Lead } from './lead.ts';
import { PooledFeed } from './pooled-feed.ts';
import type { Line, Said, TabsGround } from './words.ts';

export interface SharedOptions extends LadderOptions {
  readonly tabs: TabsGround;
  /** Says who shares: tabs of one caller and one build, and nobody else. */
  readonly lineName: string;
}

export class SharedConnection implements Link, ConnectionView {
  private readonly tab = newId();
  private readonly board: StatusBoard;
  private readonly calls = new Calls();
  private readonly upListeners = new Set<() => void>();
  private readonly endListeners = new Set<(end: SessionEnd) => void>();
  private readonly stopWatching: Unsubscribe[];
  private line: Line | undefined;
  private election: Election | undefined;
  private role: Lead | Follow | undefined;
  private isPolling: boolean;
  private isStopped = false;
  /** What an earlier role knew. */
  private heardBeforeMs: number | undefined;

  readonly get: ConnectionView['get'];
  readonly subscribe: ConnectionView['subscribe'];

  constructor(
    private readonly feed: ShownFeed,
    private readonly options: SharedOptions,
  ) {
    const { surroundings } = options;
    this.board = options.board ?? new StatusBoard(options.settleMs);
    this.get = this.board.get;
    this.subscribe = this.board.subscribe;
    this.isPolling = options.stayOnPolling ?? false;
    this.stopWatching = [
      surroundings.onWake((waking) => this.wake(waking)),
      surroundings.onLeave(() => this.leave()),
      this.board.subscribe(() => {
        if (this.role instanceof Lead) this.tell({ k: 'status', connection: this.board.get() });
      }),
    ];
  }

  /** True while this tab has the connection. */
  get isLeading(): boolean {
    return this.role instanceof Lead;
  }

  start(): void {
    const { tabs, lineName } = this.options;
    this.line = tabs.open(lineName);
    const events = { lead: () => this.lead(), lose: () => this.follow() };
    const election = tabs.locks
      ? new LockElection(this.tab, lineName, tabs.locks, events)
      : new WordElection(
          this.tab,
          (said) => this.tell(said),
          events,
          () => this.crown(),
        );
    this.election = election;
    this.line.onWord((word) => {
      election.hear(word);
      if (word.k === 'polling') this.heardPolling(word.isPolling);
      if (word.k !== 'answer' || word.to === this.tab) this.role?.take(word);
    });
    this.follow();
    election.start();
  }

  private tell(said: Said): void {
    this.line?.say({ ...said, from: this.tab });
  }
  private crown(): Said {
    return { k: 'lead', rank: this.election!.rank, connection: this.board.get(), isPolling: this.isPolling };
  }

  private lead(): void {
    this.heardBeforeMs = this.lastHeardAtMs();
    this.role?.stop();
    const { surroundings } = this.options;
    const pool = new PooledFeed(this.feed, (said) => this.tell(said));
    const ladder = new Ladder(pool, {
      ...this.options,
      board: this.board,
      stayOnPolling: this.isPolling,
      surroundings: {
        isHidden: () => surroundings.isHidden() && pool.isHidden,
        isOffline: () => surroundings.isOffline(),
        onWake: (listener) => surroundings.onWake(listener),
        // Leaving is this object's to do: the lead goes with the connection.
        onLeave: () => () => {},
        ...(surroundings.whenIdle && { whenIdle: surroundings.whenIdle }),
      },
    });
    ladder.onUp(() => this.up());
    ladder.onEnd((end) => this.end(end));
    this.role = new Lead({ ladder, pool, say: (said) => this.tell(said), crown: () => this.crown() });
    this.calls.again((id, call) => void answerTo(ladder, call).then((answer) => this.calls.settle(id, answer)));
  }

  private follow(): void {
    this.heardBeforeMs = this.lastHeardAtMs();
    this.role?.stop();
    this.role = new Follow({
      feed: this.feed,
      calls: this.calls,
      say: (said) => this.tell(said),
      isHidden: () => this.options.surroundings.isHidden(),
      connection: this.get,
      seize: () => this.election?.seize(),
      patienceMs: this.election!.patienceMs,
      heard: {
        status: (connection) => this.board.show(connection),
        up: () => this.up(),
        polling: (isPolling) => this.heardPolling(isPolling),
      },
    });
  }

  private up(): void {
    for (const listener of [...this.upListeners]) listener();
  }

  /** Each tab hears the end from the server itself: a tab that signed in anew meanwhile goes on. */
  private end(end: SessionEnd): void {
    if (this.isStopped) return;
    this.stop();
    this.board.end(end);
    for (const listener of [...this.endListeners]) listener(end);
  }

  private wake(waking: Waking): void {
    if (this.isStopped) return;
    if (!this.line) {
      if (waking === 'restored') this.start();
      return;
    }
    if (!(this.role instanceof Follow)) return;
    // What was missed comes first. The leader asks the server, and who does not answer is no leader.
    this.role.hello();
    this.role.checkNow();
  }

  /** The page goes to the browser's cache, or away: the others are told, so that they need not notice. */
  private leave(): void {
    this.role?.stop();
    this.role = undefined;
    this.election?.stop();
    this.tell({ k: 'bye' });
    this.line?.close();
    this.line = undefined;
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.leave();
    this.calls.stop();
    this.board.stop();
    for (const stop of this.stopWatching) stop();
  }

  ask(topicKey: string): void {
    this.role?.ask(topicKey);
  }
  close(topicKey: string): void {
    this.role?.close(topicKey);
  }
  async send(message: CommandMessage): Promise<Ack> {
    if (!this.role) throw refused('unavailable');
    return this.role.send(message);
  }
  async older(request: OlderRequest): Promise<OlderAnswer> {
    if (!this.role) throw refused('unavailable');
    return this.role.older(request);
  }

  say(message: SayMessage): void {
    this.role?.say(message);
  }
  hear(topicKey: string): void {
    this.role?.hear(topicKey);
  }
  isPushed(): boolean {
    const { reason } = this.board.get();
    return reason === 'websocket' || reason === 'http-polling' || reason === 'long-poll';
  }

  onUp(listener: () => void): Unsubscribe {
    this.upListeners.add(listener);
    return () => this.upListeners.delete(listener);
  }
  /** Hears once why nothing will work any more. */
  onEnd(listener: (end: SessionEnd) => void): Unsubscribe {
    this.endListeners.add(listener);
    return () => this.endListeners.delete(listener);
  }

  readonly lastHeardAtMs = (): number | undefined => this.role?.heardAtMs ?? this.heardBeforeMs;
  readonly checkNow = (): void => this.role?.checkNow();
  readonly isStayingOnPolling = (): boolean => this.isPolling;
  readonly stayOnPolling = (chosen: boolean): void => {
    this.heardPolling(chosen);
    this.tell({ k: 'polling', isPolling: chosen });
  };
  private heardPolling(isPolling: boolean): void {
    if (this.isPolling === isPolling) return;
    this.isPolling = isPolling;
    this.role?.choosePolling(isPolling);
  }
}
