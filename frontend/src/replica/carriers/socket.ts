// Socket.IO with its own negotiation: HTTP polling first, then WebSocket where the way allows it.
import {
  CALLER_HEADER,
  VERSION_HEADER,
  WIRE,
  type Ack,
  type Batch,
  type CommandMessage,
  type Farewell,
  type Heard,
  type HeardAnswer,
  type OlderAnswer,
  type OlderRequest,
  type SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { io, type Socket } from 'socket.io-client';
import { toErrorBody, toRetryAfter, type Http } from '#replica/http.ts';
import type { Feed } from '#replica/link.ts';
import { Refused, refused } from '#replica/refused.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';

/** Somebody is looking at the page meanwhile; long poll takes over. */
const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;
/** A server that could not read a topic says nothing; after two looks without an answer it is asked again. */
const LOOK_MS = 5_000;

/**
 * So many packets in so short a time, none of which brings anything new, are a cache on the way that repeats a poll of
 * Socket.IO's: one that does not look behind the `?` of an address answers a hundred a second (docs/faults.md, 13).
 */
const LOOP_PACKETS = 100;
const LOOP_MS = 5_000;

export type SocketTransports = readonly ('polling' | 'websocket')[];
const NEGOTIATED: SocketTransports = ['polling', 'websocket'];

export class SocketCarrier implements Carrier {
  private socket: Socket | undefined;
  private farewell: Refused | undefined;
  private looking: ReturnType<typeof setInterval> | undefined;
  private vainSinceMs = 0;
  private vainCount = 0;

  constructor(
    private readonly http: Http,
    private readonly feed: Feed,
    private readonly events: CarrierEvents,
    private readonly transports: SocketTransports = NEGOTIATED,
  ) {}

  start(): void {
    const { [VERSION_HEADER]: _, [CALLER_HEADER]: caller, ...extraHeaders } = this.http.headers;
    const options = {
      forceNew: true,
      // Its jitter vanishes at the cap of its back-off; the ladder has its own.
      reconnection: false,
      timeout: CONNECT_TIMEOUT_MS,
      transports: [...this.transports],
      // By this a balancer keeps Socket.IO's polling at one process, and deals out anew who comes again.
      query: { k: newId() },
      auth: { [VERSION_HEADER]: String(CONTRACT_VERSION), ...(caller ? { [CALLER_HEADER]: caller } : {}) },
      ...(Object.keys(extraHeaders).length > 0 ? { extraHeaders } : {}),
    };
    const socket = this.http.baseUrl === '' ? io(options) : io(this.http.baseUrl, options);
    this.socket = socket;
    socket.on('connect', () => {
      const { engine } = socket.io;
      const tell = () => {
        if (this.socket) this.events.up(engine.transport.name === 'polling' ? 'http-polling' : 'websocket');
      };
      engine.on('upgrade', tell);
      // Of whatever kind, the server's ping as well.
      engine.on('packet', () => {
        this.events.heard?.();
        this.noteVain();
      });
      for (const topicKey of this.feed.positions().keys()) this.ask(topicKey);
      this.lookForUnanswered();
      tell();
    });
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      const body = toErrorBody(error.data);
      this.fail(body ? new Refused(body) : toAnswered(error));
    });
    socket.on('disconnect', () => this.fail(this.farewell ?? refused('unavailable')));
    socket.on(WIRE.batches, (batches: readonly Batch[]) => {
      if (this.feed.take(batches)) this.vainCount = 0;
    });
    socket.on(WIRE.heard, (heard: readonly Heard[]) => this.feed.heard(heard));
    socket.on(WIRE.farewell, ({ error }: Farewell) => {
      this.farewell = new Refused(error);
    });
  }

  private noteVain(): void {
    const nowMs = Date.now();
    if (nowMs - this.vainSinceMs > LOOP_MS) {
      this.vainSinceMs = nowMs;
      this.vainCount = 0;
    }
    if (++this.vainCount > LOOP_PACKETS) this.fail(refused('unavailable'));
  }

  private lookForUnanswered(): void {
    let before = new Set<string>();
    this.looking = setInterval(() => {
      const loading = [...this.feed.positions()].filter(([, position]) => !position).map(([topicKey]) => topicKey);
      for (const topicKey of loading) if (before.has(topicKey)) this.ask(topicKey);
      before = new Set(loading);
    }, LOOK_MS);
  }

  private fail(error: Refused): void {
    if (!this.socket) return;
    this.stop();
    this.events.down(error);
  }

  stop(): void {
    const { socket } = this;
    this.socket = undefined;
    clearInterval(this.looking);
    socket?.off();
    socket?.disconnect();
  }

  ask(topicKey: string): void {
    if (!this.socket?.connected) return;
    this.socket.emit(WIRE.open, { t: topicKey, at: this.feed.positions().get(topicKey) ?? null });
  }
  close(topicKey: string): void {
    if (this.socket?.connected) this.socket.emit(WIRE.close, { t: topicKey });
  }
  send(message: CommandMessage): Promise<Ack> {
    return this.answer<Ack>(WIRE.command, message);
  }
  older(request: OlderRequest): Promise<OlderAnswer> {
    return this.answer<OlderAnswer>(WIRE.older, request);
  }

  say(message: SayMessage): void {
    if (this.socket?.connected) this.socket.emit(WIRE.say, message);
  }
  hear(topicKey: string): void {
    this.answer<Partial<HeardAnswer>>(WIRE.hear, { t: topicKey }).then(
      ({ heard }) => {
        // A refusal: not decided yet.
        if (heard && this.socket) this.feed.heardAll(topicKey, heard);
      },
      () => undefined,
    );
  }

  private async answer<T>(event: string, message: unknown): Promise<T> {
    // Without this the library would keep it and send it late, behind the outbox's back.
    if (!this.socket?.connected) throw refused('unavailable');
    try {
      return (await this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(event, message)) as T;
    } catch {
      // Nothing came back in all that time: the connection may be dead without knowing it, and another road is tried.
      this.fail(refused('unavailable'));
      throw refused('unavailable');
    }
  }
}

/** A handshake that was answered over HTTP: a server that is full says when to come back, and so does a proxy. */
function toAnswered(error: Error & { context?: unknown }): Refused {
  const request = error.context as Partial<XMLHttpRequest> | undefined;
  const status = request?.status ?? 0;
  if (!request || (status !== 503 && status !== 429)) return refused('unavailable');
  const body = toErrorBody(parse(request.responseText));
  if (body) return new Refused(body);
  return new Refused(errorBody('unavailable', toRetryAfter(request.getResponseHeader?.('retry-after'))), false);
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
