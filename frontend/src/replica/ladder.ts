// Which carrier is in use. Begins as Socket.IO negotiates, goes down at once when it must, and never stops trying to
// climb. Every rung carries the same batches, so a change of rung loses nothing.
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import { Backoff } from './backoff.ts';
import type { Carrier, CarrierEvents, Delivery } from './carriers/carrier.ts';
import { HttpCalls } from './carriers/http-calls.ts';
import { LongPollCarrier } from './carriers/long-poll.ts';
import { PollCarrier, type PollRhythm } from './carriers/poll.ts';
import { LateSocket } from './carriers/late-socket.ts';
import { Climb } from './climb.ts';
import type { Http } from './http.ts';
import type { Feed, Link } from './link.ts';
import type { ConnectionView, SessionEnd, Unsubscribe } from './offers.ts';
import { refused, toRefused, type Refused } from './refused.ts';
import { StatusBoard } from './status.ts';
import type { Surroundings, Waking } from './surroundings.ts';

type Rung = 'socket' | 'long-poll' | 'poll';
/** One way and no other, for tests of that way. */
export type OnlyCarrier = 'negotiated' | 'socket-polling' | 'long-poll' | 'poll';

export interface LadderOptions {
  readonly http: Http;
  readonly surroundings: Surroundings;
  readonly stayOnPolling?: boolean | undefined;
  readonly only?: OnlyCarrier | undefined;
  readonly pollRhythm?: PollRhythm | undefined;
  /** How long a change for the worse must last before it is shown. */
  readonly settleMs?: number | undefined;
  /** Goes on from what is shown already, when another connection was here before. */
  readonly board?: StatusBoard | undefined;
}

/** Long enough for a socket on a slow phone; then the page is filled by a plain request while the socket tries on. */
const FILL_MS = 1_500;
/** A connection that lasted this long was a good one: the next break starts with short pauses again. */
const GOOD_MS = 10_000;
/** So many times a held request may break before plain polls take over. */
const LONG_POLL_TRIES = 2;

export class Ladder implements Link, ConnectionView {
  private readonly calls: HttpCalls;
  private readonly board: StatusBoard;
  private readonly climb: Climb;
  private readonly backoff = new Backoff();
  private readonly upListeners = new Set<() => void>();
  private readonly endListeners = new Set<(end: SessionEnd) => void>();
  private readonly stopWatching: Unsubscribe[];
  private readonly events: CarrierEvents = {
    up: (delivery) => this.isUp(delivery),
    down: (error) => this.isDown(error),
    heard: () => this.noteHeard(),
    next: (atMs) => this.board.set('checking', this.isPolling ? 'chosen-polling' : 'poll', atMs),
  };
  private carrier: Carrier | undefined;
  private rung: Rung = 'socket';
  /** undefined while the carrier is not up. */
  private delivery: Delivery | undefined;
  private upSinceMs = 0;
  private hasBeenLive = false;
  private heardAtMs: number | undefined;
  private longPollBreaks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private onFilled: () => void = () => {};
  private hasFilled = false;
  private isPolling: boolean;
  private isStopped = false;

  readonly get: ConnectionView['get'];
  readonly subscribe: ConnectionView['subscribe'];

  constructor(
    private readonly feed: Feed,
    private readonly options: LadderOptions,
  ) {
    const { http, surroundings } = options;
    this.board = options.board ?? new StatusBoard(options.settleMs);
    this.get = this.board.get;
    this.subscribe = this.board.subscribe;
    this.isPolling = options.stayOnPolling ?? false;
    this.calls = new HttpCalls(http, feed, () => this.noteHeard());
    this.climb = new Climb(
      (events) => new LateSocket(http, feed, events),
      {
        isBetter: (delivery) => delivery === 'websocket' || this.rung !== 'socket',
        adopt: (probe, delivery) => this.adopt(probe, delivery),
        adopted: this.events,
        failed: () => this.rung === 'poll' && this.enter('long-poll'),
      },
      () => this.hasBeenLive,
    );
    this.stopWatching = [surroundings.onWake((waking) => this.wake(waking)), surroundings.onLeave(() => this.leave())];
  }

  start(): void {
    const { only } = this.options;
    if (only === 'long-poll' || only === 'poll') this.enter(only);
    else this.enter(this.isPolling ? 'poll' : 'socket');
  }

  stop(): void {
    this.isStopped = true;
    this.leave();
    this.board.stop();
    for (const stop of this.stopWatching) stop();
  }

  private leave(): void {
    clearTimeout(this.timer);
    clearTimeout(this.soon);
    this.soon = undefined;
    this.climb.stop();
    this.carrier?.stop();
    this.carrier = undefined;
    this.delivery = undefined;
  }

  private enter(rung: Rung): void {
    clearTimeout(this.timer);
    this.carrier?.stop();
    this.rung = rung;
    this.delivery = undefined;
    this.carrier = this.make(rung, this.events);
    if (rung === 'socket' && !this.options.only) {
      this.timer = setTimeout(() => this.fillBy(this.calls.pullNew()), FILL_MS);
      // A page that has nothing yet is not kept waiting for a handshake.
      if (!this.hasFilled) this.pullSoon();
    }
    this.carrier.start();
  }

  private make(rung: Rung, events: CarrierEvents): Carrier {
    const { http, only, surroundings, pollRhythm } = this.options;
    switch (rung) {
      case 'socket':
        return new LateSocket(http, this.feed, events, only === 'socket-polling' ? ['polling'] : undefined, () =>
          only ? Promise.resolve() : this.whenFilled(),
        );
      case 'long-poll':
        return new LongPollCarrier(this.calls, events, () => this.feed.positions().size > 0);
      case 'poll':
        return new PollCarrier(this.calls, events, surroundings.isHidden, pollRhythm);
    }
  }

  private adopt(probe: Carrier, delivery: Delivery): void {
    clearTimeout(this.timer);
    this.carrier?.stop();
    this.carrier = probe;
    this.rung = 'socket';
    this.delivery = undefined;
    this.isUp(delivery);
  }

  private isUp(delivery: Delivery): void {
    const isNew = this.delivery === undefined;
    this.delivery = delivery;
    if (isNew) this.upSinceMs = Date.now();
    if (delivery === 'websocket') this.hasBeenLive = true;
    if (delivery === 'websocket' || this.isPolling || this.options.only) this.climb.stop();
    else this.climb.start();
    if (delivery === 'websocket') this.board.set('live', delivery);
    else if (delivery !== 'poll') this.board.set('slower', delivery);
    if (isNew) for (const listener of [...this.upListeners]) listener();
  }

  private isDown(error: Refused): void {
    const wasUp = this.delivery !== undefined;
    const wasGood = wasUp && Date.now() - this.upSinceMs > GOOD_MS;
    this.delivery = undefined;
    this.carrier = undefined;
    if (this.endedBy(error.body.code)) return;
    if (wasGood) this.backoff.reset();
    // A server that stops or is busy says so; the other roads lead to the same server.
    const isServerAway = error.isFromServer || error.body.retryAfterMs !== undefined;
    if (this.options.only || isServerAway || this.rung === 'poll') this.rest(error);
    else if (this.rung === 'socket') this.enter('long-poll');
    else if (!wasUp) this.rest(error);
    else {
      this.longPollBreaks = wasGood ? 1 : this.longPollBreaks + 1;
      this.enter(this.longPollBreaks < LONG_POLL_TRIES ? 'long-poll' : 'poll');
    }
  }

  /** Nothing works: waits, then begins at the top again. */
  private rest(error: Refused): void {
    this.climb.stop();
    const delayMs = this.backoff.nextMs(error.body.retryAfterMs);
    const reason = this.options.surroundings.isOffline() ? 'no-network' : 'no-server';
    this.board.set('offline', reason, Date.now() + delayMs);
    this.timer = setTimeout(() => this.start(), delayMs);
  }

  /** Resolves when everything that is wanted is here and the page has drawn it; a page that waits for long, earlier. */
  private whenFilled(): Promise<void> {
    const { whenIdle = (then: () => void) => then() } = this.options.surroundings;
    const giveUpAtMs = Date.now() + FILL_MS;
    return new Promise((resolve) => {
      const isFilled = () => [...this.feed.positions().values()].every((position) => position !== null);
      const look = () => {
        clearTimeout(timer);
        // What was drawn may have asked for more.
        whenIdle(() => {
          if (isFilled() || Date.now() >= giveUpAtMs) resolve();
          else wait();
        });
      };
      let timer: ReturnType<typeof setTimeout>;
      const wait = () => {
        timer = setTimeout(look, Math.max(0, giveUpAtMs - Date.now()));
        this.onFilled = look;
      };
      wait();
    });
  }

  /** What is asked for before the socket is up: in one request, and not a moment later. */
  private pullSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      if (!this.delivery && !this.isStopped) this.fillBy(this.calls.pullNew());
    }, 0);
  }

  private pullOnce(): void {
    this.fillBy(this.calls.pull(0));
  }

  private fillBy(pull: Promise<unknown>): void {
    // The carrier in use will say so itself if nothing works; only an end is one on every road.
    pull.then(
      () => {
        this.hasFilled = true;
        this.onFilled();
      },
      (error: unknown) => this.pullFailed(toRefused(error)),
    );
  }

  private pullFailed(error: Refused): void {
    if (this.endedBy(error.body.code) || this.isStopped) return;
    // Before anything is up: a server that is full names a time, and no other road is tried before that.
    if (this.delivery || !this.carrier || this.rung !== 'socket' || error.body.retryAfterMs === undefined) return;
    this.leave();
    this.isDown(error);
  }

  private wake(waking: Waking): void {
    if (this.isStopped) return;
    const isResting = !this.carrier;
    if (isResting || (this.rung === 'socket' && (waking === 'slept' || this.delivery === undefined))) {
      // What was missed comes first; a connection that slept may be dead without knowing it.
      this.pullOnce();
      this.start();
      return;
    }
    if (this.rung === 'socket') this.pullOnce();
    else this.carrier?.ask('');
    if (waking === 'online' && this.delivery !== 'websocket' && !this.isPolling && !this.options.only) this.climb.now();
  }

  private noteHeard(): void {
    this.heardAtMs = Date.now();
  }
  readonly lastHeardAtMs = (): number | undefined => this.heardAtMs;

  readonly checkNow = (): void => {
    if (this.isStopped) return;
    if (!this.carrier) this.start();
    else if (this.rung === 'socket') this.pullOnce();
    else this.carrier.ask('');
  };

  readonly isStayingOnPolling = (): boolean => this.isPolling;
  readonly stayOnPolling = (chosen: boolean): void => {
    if (this.isPolling === chosen || this.isStopped) return;
    this.isPolling = chosen;
    this.climb.stop();
    this.start();
  };

  /** Hears once why nothing will work any more. */
  onEnd(listener: (end: SessionEnd) => void): Unsubscribe {
    this.endListeners.add(listener);
    return () => this.endListeners.delete(listener);
  }

  private endedBy(code: string): boolean {
    if (code !== 'session-ended' && code !== 'outdated-client') return false;
    if (this.isStopped) return true;
    this.stop();
    this.board.end(code);
    for (const listener of [...this.endListeners]) listener(code);
    return true;
  }

  ask(topicKey: string): void {
    this.carrier?.ask(topicKey);
    if (this.carrier && this.rung === 'socket' && !this.delivery && !this.options.only) this.pullSoon();
  }
  close(topicKey: string): void {
    this.carrier?.close(topicKey);
  }
  onUp(listener: () => void): Unsubscribe {
    this.upListeners.add(listener);
    return () => this.upListeners.delete(listener);
  }
  async send(message: CommandMessage): Promise<Ack> {
    try {
      const ack = await this.road().send(message);
      if (!ack.ok) this.endedBy(ack.error.code);
      return ack;
    } catch (error) {
      // A held request notices a lost network last: put anew, it fails or works.
      if (this.rung !== 'socket') this.carrier?.ask('');
      throw error;
    }
  }
  async older(request: OlderRequest): Promise<OlderAnswer> {
    return this.road().older(request);
  }

  say(message: SayMessage): void {
    if (!this.isStopped) this.road().say(message);
  }
  hear(topicKey: string): void {
    if (this.delivery) this.carrier?.hear(topicKey);
  }
  isPushed(): boolean {
    return this.delivery !== undefined && this.delivery !== 'poll';
  }

  /** The carrier in use; a plain request while it is not up. The same command on two roads is done once. */
  private road(): Pick<Carrier, 'send' | 'older' | 'say'> {
    if (this.isStopped) throw refused('unavailable');
    if (this.carrier && (this.delivery || this.options.only)) return this.carrier;
    return this.calls;
  }
}
