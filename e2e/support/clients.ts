// The replica of the app on one carrier, without a page and without a ladder that would leave it.
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Onlooker } from '@zoetrope/contract/kernel/case.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type {
  Ack,
  Batch,
  CommandMessage,
  OlderAnswer,
  OlderRequest,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Carrier, CarrierEvents, Delivery } from '@zoetrope/frontend/src/replica/carriers/carrier.ts';
import { HttpCalls } from '@zoetrope/frontend/src/replica/carriers/http-calls.ts';
import { LongPollCarrier } from '@zoetrope/frontend/src/replica/carriers/long-poll.ts';
import { PollCarrier } from '@zoetrope/frontend/src/replica/carriers/poll.ts';
import { SocketCarrier } from '@zoetrope/frontend/src/replica/carriers/socket.ts';
import { Http } from '@zoetrope/frontend/src/replica/http.ts';
import type { Feed, Link } from '@zoetrope/frontend/src/replica/link.ts';
import type { Refused } from '@zoetrope/frontend/src/replica/refused.ts';
import { Replica } from '@zoetrope/frontend/src/replica/replica.ts';
import { takesTurns, until } from '#support/until.ts';
import type { Cast } from '#support/world.ts';

/** Socket.IO as negotiated, Socket.IO over HTTP polling only, long poll, plain poll. */
export const CARRIERS = ['socket', 'socket-polling', 'long-poll', 'poll'] as const;
export type CarrierName = (typeof CARRIERS)[number];

const DELIVERY: Readonly<Record<CarrierName, Delivery>> = {
  socket: 'websocket',
  'socket-polling': 'http-polling',
  'long-poll': 'long-poll',
  poll: 'poll',
};
/** A page asks every 5 s. The turn of a test's poller comes whenever the test waits, by the same question. */
const TURN_MS = 50;
const RESTART_MS = 40;

/** One person's replica on one carrier; a carrier that goes down is started again at once. */
export class Client implements Link {
  readonly replica: Replica;
  /** Why carriers went down, oldest first. */
  readonly downs: Refused[] = [];
  delivery: Delivery | undefined;
  /** Set by a test that loses batches on their way in. */
  loses: (batch: Batch) => boolean = () => false;
  private readonly upListeners = new Set<() => void>();
  private readonly http: Http;
  private carrier: Carrier | undefined;
  /** Takes no turns: for a poller whom nobody waits for at the moment. */
  isResting = false;
  private stopTurns: (() => void) | undefined;
  private turnAtMs = 0;

  constructor(
    registry: Registry,
    caller: Caller,
    private readonly kind: CarrierName,
    url: string,
    cookie: string | undefined,
  ) {
    this.http = new Http({ baseUrl: url, ...(cookie ? { cookie } : {}) });
    this.replica = new Replica(registry, caller, () => this);
    this.carrier = this.start();
    for (const topic of registry.sessionOf(caller)) this.replica.hold(topic);
  }

  static of(registry: Registry, cast: Cast, who: Onlooker, kind: CarrierName): Client {
    const caller: Caller = who === 'visitor' ? VISITOR : { kind: 'account', id: cast.people[who].id };
    return new Client(registry, caller, kind, cast.server.url, cast.cookie(who));
  }

  get isUp(): boolean {
    return this.delivery === DELIVERY[this.kind];
  }
  /** True when the server has ended this client for good. */
  get isOver(): boolean {
    return this.downs.some(({ body }) => body.code === 'session-ended' || body.code === 'outdated-client');
  }

  private start(): Carrier {
    const feed: Feed = {
      positions: () => this.replica.positions(),
      take: (batches) => this.replica.take(batches.filter((batch) => !this.loses(batch))),
      listening: () => this.replica.listening(),
      heard: (heard) => this.replica.heard(heard),
      heardAll: (topicKey, heard) => this.replica.heardAll(topicKey, heard),
    };
    const events: CarrierEvents = {
      up: (delivery) => {
        // A poller says so after every answer; only a change is news.
        if (this.delivery === delivery) return;
        this.delivery = delivery;
        for (const listener of [...this.upListeners]) listener();
      },
      down: (error) => this.wentDown(error),
    };
    const carrier = this.carry(feed, events);
    carrier.start();
    return carrier;
  }

  private carry(feed: Feed, events: CarrierEvents): Carrier {
    const calls = new HttpCalls(this.http, feed);
    switch (this.kind) {
      case 'socket':
        return new SocketCarrier(this.http, feed, events);
      case 'socket-polling':
        return new SocketCarrier(this.http, feed, events, ['polling']);
      case 'long-poll':
        return new LongPollCarrier(calls, events, () => feed.positions().size > 0);
      case 'poll': {
        const carrier = new PollCarrier(calls, events, () => false);
        this.stopTurns ??= takesTurns(() => this.takeTurn());
        return carrier;
      }
    }
  }

  private takeTurn(): void {
    const nowMs = performance.now();
    if (this.isResting || nowMs < this.turnAtMs) return;
    this.turnAtMs = nowMs + TURN_MS;
    this.carrier?.ask('');
  }

  private wentDown(error: Refused): void {
    this.downs.push(error);
    this.delivery = undefined;
    this.carrier = undefined;
    if (this.isOver) return;
    setTimeout(() => {
      if (!this.isClosed) this.carrier = this.start();
    }, RESTART_MS);
  }

  private isClosed = false;

  ask(topicKey: string): void {
    this.carrier?.ask(topicKey);
  }
  close(topicKey: string): void {
    this.carrier?.close(topicKey);
  }
  send(message: CommandMessage): Promise<Ack> {
    if (!this.carrier) return Promise.reject(this.downs.at(-1)!);
    return this.carrier.send(message);
  }
  older(request: OlderRequest): Promise<OlderAnswer> {
    if (!this.carrier) return Promise.reject(this.downs.at(-1)!);
    return this.carrier.older(request);
  }
  say(message: SayMessage): void {
    this.carrier?.say(message);
  }
  hear(topicKey: string): void {
    this.carrier?.hear(topicKey);
  }
  isPushed(): boolean {
    return this.kind !== 'poll';
  }
  onUp(listener: () => void): () => void {
    this.upListeners.add(listener);
    return () => this.upListeners.delete(listener);
  }

  /** Waits for a state of this client, which takes its turns meanwhile. */
  async until(what: string, look: () => boolean, patienceMs?: number): Promise<void> {
    this.isResting = false;
    try {
      await until(what, look, patienceMs);
    } finally {
      this.isResting = true;
    }
  }

  leave(): void {
    this.isClosed = true;
    this.stopTurns?.();
    this.carrier?.stop();
    this.replica.close();
  }
}
