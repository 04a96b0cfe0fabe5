// One node's live side: who holds what, what they are told, and when they must be judged again. It names no feature and
// knows no carrier: sockets are Ports, polls are leases.
import type { Commit, Judge, LogReader, Touched } from '#engine/ports.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Change, Position } from '@zoetrope/contract/kernel/wire.ts';
import { Deliveries } from './deliveries.ts';
import { Dependents } from './dependents.ts';
import { encodeBatch } from './encoding.ts';
import { Leases } from './leases.ts';
import { Session, Subscription, type Port } from './subscription.ts';
import { Topics } from './topics.ts';
import { Verdicts } from './verdicts.ts';

export interface HubParts {
  readonly judge: Judge;
  readonly log: LogReader;
  readonly registry: Registry;
  /** An error that concerns nobody's request. */
  readonly failed: (error: unknown) => void;
}

/** More than any page needs; the next topic is refused. */
const TOPICS_PER_SESSION = 5_000;
const SWEEP_MS = 10_000;
const UNWATCHED_MS = 60_000;
const JUDGE_ALL_EACH_MS = 1_000;
/** How long a client waits before it asks again when PostgreSQL cannot be reached: this, to twice this. */
const UNAVAILABLE_MS = 1_000;
const RETRY = { retryAfterMs: UNAVAILABLE_MS };
/** Less than a client waits before it takes the connection for dead. */
const LET_IN_MS = 5_000;

export class Hub {
  readonly topics: Topics;
  readonly leases: Leases;
  readonly deliveries: Deliveries;
  private readonly dependents = new Dependents();
  private readonly verdicts: Verdicts;
  private readonly subscriptions = new Set<Subscription>();
  private readonly sweeping: NodeJS.Timeout;
  private isClosedToPrivate = false;
  /** undefined: nothing was lost lately. Else whether something was lost since all was judged again. */
  private isLost: boolean | undefined;

  constructor(private readonly parts: HubParts) {
    this.verdicts = new Verdicts(parts.judge, this.dependents);
    this.topics = new Topics(parts.log, parts.registry, {
      touched: (touched, changes) => this.hear(touched, changes),
      lost: () => this.judgeAllSoon(),
      flush: (state, from) => this.deliveries.flushToRoom(state, from),
      failed: parts.failed,
    });
    this.deliveries = new Deliveries(this.topics, (subscription) => this.putOff(subscription));
    this.leases = new Leases({
      topics: this.topics,
      begin: (lease) => this.begin(lease),
      end: (lease) => this.end(lease),
    });
    this.sweeping = setInterval(() => this.sweep(), SWEEP_MS);
    this.sweeping.unref();
  }

  /** A commit of this process. Whoever may have lost a topic leaves its room before the commit is told. */
  take(commit: Commit): void {
    this.suspend(commit.touched);
    for (const { t, epoch, entry } of commit.entries) this.topics.append(t, epoch, entry);
  }

  /** A commit of another process; without entries where they were too large to send along. */
  takeRemote(commit: Commit, heads: readonly (Position & { readonly t: string })[] = []): void {
    this.parts.judge.touch(
      commit.touched,
      commit.entries.flatMap(({ entry }) => entry.ch),
    );
    this.take(commit);
    for (const head of heads) this.topics.hint(head.t, head);
  }

  /** Rows changed, as read from the log: verdicts that rest on them are made again. */
  hear(touched: Touched, changes: readonly Change[]): void {
    this.parts.judge.touch(touched, changes);
    this.suspend(touched);
  }

  // --- sockets

  connect(caller: Caller, port: Port): Session {
    return new Session(caller, port);
  }

  /** Answers with everything after `at`, or a snapshot, then keeps telling; or with `gone`. */
  open(session: Session, topicKey: string, at: Position | null): void {
    if (!session.isOpen) return;
    const held = session.subscriptions.get(topicKey);
    if (held) {
      this.deliveries.leaveRoom(held);
      held.at = at;
      held.isAsked = true;
      if (held.isWatching) this.conclude(held);
      return;
    }
    if (session.subscriptions.size >= TOPICS_PER_SESSION) {
      session.port.send([encodeBatch({ k: 'gone', t: topicKey })]);
      return;
    }
    const subscription = new Subscription(session.caller, topicKey, session);
    subscription.at = at;
    subscription.isAsked = true;
    session.subscriptions.set(topicKey, subscription);
    void this.begin(subscription).then(
      () => this.conclude(subscription),
      () => this.putOff(subscription),
    );
  }

  close(session: Session, topicKey: string): void {
    const subscription = session.subscriptions.get(topicKey);
    if (subscription) this.end(subscription);
  }

  /** True while the topic's room has the socket: its verdict holds, and nothing is being judged. */
  isIn(session: Session, topicKey: string): boolean {
    return session.subscriptions.get(topicKey)?.isJoined === true;
  }

  /**
   * Returns when the topic's room has the socket; false when the client does not hold the topic.
   *
   * Errors: Refusal `unavailable` when it was put off, or is not decided within 5 s.
   */
  async isLetIn(session: Session, topicKey: string): Promise<boolean> {
    const subscription = session.subscriptions.get(topicKey);
    if (!subscription) return false;
    if (subscription.isJoined) return true;
    const late = setTimeout(() => subscription.decide('put-off'), LET_IN_MS);
    const outcome = await subscription.outcome();
    clearTimeout(late);
    if (outcome === 'put-off') throw new Refusal('unavailable', RETRY);
    return outcome === 'in';
  }

  /** The socket is gone. */
  disconnect(session: Session): void {
    session.isOpen = false;
    for (const subscription of [...session.subscriptions.values()]) this.end(subscription);
  }

  /** The socket cannot take more: it is told so once, sent nothing else, and asks again when it has read that. */
  fallBehind(session: Session): void {
    const topics = [...session.subscriptions.keys()];
    for (const subscription of [...session.subscriptions.values()]) {
      subscription.decide('put-off');
      this.end(subscription);
    }
    if (topics.length > 0) session.port.send(topics.map((t) => encodeBatch({ k: 'behind', t })));
  }

  // --- verdicts

  /** Judges, and makes the topic watched. Errors: rejects when PostgreSQL does not answer. */
  private async begin(subscription: Subscription): Promise<void> {
    this.subscriptions.add(subscription);
    // Nothing private may be told on the strength of old verdicts.
    if (this.isClosedToPrivate && subscription.caller.kind !== 'visitor') throw new Refusal('unavailable', RETRY);
    await this.verdicts.decide(subscription);
    if (!subscription.isAllowed || subscription.isEnded) return;
    const state = await this.topics.load(subscription.topicKey);
    if (subscription.isEnded) return;
    state.held.add(subscription);
    subscription.isWatching = true;
  }

  /** After a verdict: it is told what it missed, or that it may not hear more. Another verdict under way decides instead. */
  private conclude(subscription: Subscription): void {
    if (subscription.isEnded || subscription.judging) return;
    if (!subscription.isAllowed) this.endWith(subscription, 'gone');
    else if (subscription.isWatching) void this.deliveries.deliver(subscription);
  }

  private suspend(touched: Touched): void {
    for (const subscription of this.dependents.touch(touched)) this.judgeAgain(subscription);
  }

  /** Out of the room in the same tick; back only after a new verdict, with what it missed. Nobody else waits. */
  private judgeAgain(subscription: Subscription): void {
    subscription.isStale = true;
    if (subscription.judging) return;
    this.deliveries.leaveRoom(subscription);
    void this.verdicts.decide(subscription).then(
      () => this.conclude(subscription),
      () => this.putOff(subscription),
    );
  }

  /** Every verdict anew, read from PostgreSQL: for when this node cannot know what it missed. */
  judgeAllAgain(): void {
    this.parts.judge.forget();
    for (const subscription of [...this.subscriptions]) this.judgeAgain(subscription);
  }

  /** The same, at once and then at most once in a while: a thousand topics that begin anew are not a thousand times all. */
  private judgeAllSoon(): void {
    if (this.isLost !== undefined) {
      this.isLost = true;
      return;
    }
    this.judgeAllAgain();
    this.isLost = false;
    const timer = setTimeout(() => {
      const wasLostAgain = this.isLost;
      this.isLost = undefined;
      if (wasLostAgain) this.judgeAllSoon();
    }, JUDGE_ALL_EACH_MS);
    timer.unref();
  }

  /** The database is another one: every verdict and every topic is read anew, once, the topics one after the other. */
  startAnew(): void {
    this.judgeAllSoon();
    this.topics.readAllAnew();
  }

  /** These verdicts anew, read from PostgreSQL. */
  judgeTheseAgain(subscriptions: readonly Subscription[]): void {
    const rows = subscriptions.flatMap(({ deps }) => [...deps.keys()]);
    this.parts.judge.touch(Object.fromEntries(rows.map((row) => [row, null])), []);
    for (const subscription of subscriptions) this.judgeAgain(subscription);
  }
  /** These rows are other ones now, in a way that nobody told. The judge knows already. */
  rowsChanged(rowKeys: readonly string[]): void {
    this.suspend(Object.fromEntries(rowKeys.map((key) => [key, null])));
  }

  /** PostgreSQL was out of reach for too long to push on trust. What rests on nothing and is for visitors goes on. */
  closeToPrivate(): void {
    if (this.isClosedToPrivate) return;
    this.isClosedToPrivate = true;
    // Nor may anything be shown on the strength of facts that are remembered.
    this.parts.judge.forget();
    for (const subscription of [...this.subscriptions])
      if (subscription.caller.kind !== 'visitor' || subscription.deps.size > 0) this.putOff(subscription);
  }
  openToPrivate(): void {
    if (!this.isClosedToPrivate) return;
    this.isClosedToPrivate = false;
    this.judgeAllAgain();
  }

  /** All that is held, for those who follow what its verdicts rest on. */
  get held(): ReadonlySet<Subscription> {
    return this.subscriptions;
  }

  // --- ends

  private endWith(subscription: Subscription, k: 'gone' | 'behind'): void {
    if (subscription.isEnded) return;
    this.end(subscription);
    subscription.session?.port.send([encodeBatch({ k, t: subscription.topicKey })]);
  }

  /** Ends it, and has the client ask again in a while. */
  private putOff(subscription: Subscription): void {
    if (subscription.isEnded) return;
    subscription.decide('put-off');
    this.end(subscription);
    const { session, topicKey } = subscription;
    if (!session) return;
    const timer = setTimeout(
      () => {
        if (session.isOpen && !session.subscriptions.has(topicKey))
          session.port.send([encodeBatch({ k: 'behind', t: topicKey })]);
      },
      UNAVAILABLE_MS * (1 + Math.random()),
    );
    timer.unref();
  }

  private end(subscription: Subscription): void {
    if (subscription.isEnded) return;
    this.deliveries.leaveRoom(subscription);
    subscription.isEnded = true;
    subscription.isAllowed = false;
    this.subscriptions.delete(subscription);
    this.dependents.remove(subscription);
    const state = this.topics.states.get(subscription.topicKey);
    state?.held.delete(subscription);
    const { session } = subscription;
    if (session) {
      subscription.decide('out');
      session.due.delete(subscription);
      session.subscriptions.delete(subscription.topicKey);
      return;
    }
    this.leases.forget(subscription);
    for (const wake of state?.waiters ?? []) wake();
  }

  private sweep(): void {
    this.leases.sweep();
    this.topics.sweep(UNWATCHED_MS);
  }

  stop(): void {
    clearInterval(this.sweeping);
    this.topics.close();
  }
}
