// The one gateway: a few fixed messages, no feature in sight.
import { Inject } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { errorBody, Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { WIRE, type Ack, type Farewell, type HeardAnswer, type OlderAnswer } from '@zoetrope/contract/kernel/wire.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from 'socket.io';
import { Engine } from '#engine/engine.ts';
import { toErrorBody } from '#errors.ts';
import { noteRefusal } from '#refusal-log.ts';
import { Hub } from '#realtime/hub.ts';
import { Signals } from '#realtime/signals.ts';
import type { Session } from '#realtime/subscription.ts';
import { Admission } from './admission.ts';
import { AUTHENTICATION, type Authentication } from './authentication.port.ts';
import { MAX_BODY_BYTES } from './http-rules.ts';
import type { LiveSocket } from './live.adapter.ts';
import { parseClose, parseCommand, parseHear, parseOlder, parseOpen, parseSay, toJson } from './requests.ts';
import { broadcastBatch } from './room-broadcast.ts';
import { boundTalk, noteEnd } from './talkers.ts';
import { SlowSockets } from './slow-sockets.ts';
import { loadOf } from './socket-load.ts';
import { SocketPort, toRoom } from './socket-port.ts';
import { passOnStrangers } from './strange-sockets.ts';

interface Connected {
  readonly socket: LiveSocket;
  readonly session: Session;
  readonly sessionId: string | undefined;
}

/** How long whoever talked too much is asked to stay away: this, to twice this. */
const FLOOD_MS = 5_000;
const OURS: ReadonlySet<string> = new Set(Object.values(WIRE));

@WebSocketGateway()
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  @WebSocketServer() readonly server!: Server;
  private readonly connected = new Map<string, Connected>();
  private readonly slow: SlowSockets;

  constructor(
    @Inject(Engine) private readonly engine: Engine,
    @Inject(Hub) private readonly hub: Hub,
    @Inject(Signals) private readonly signals: Signals,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
    @Inject(Admission) private readonly admission: Admission,
  ) {
    this.slow = new SlowSockets((session) => this.hub.fallBehind(session));
  }

  afterInit(server: Server): void {
    server.engine.use(noteTooLarge);
    server.engine.use(passOnStrangers(server));
    this.hub.deliveries.toRoom = (topicKey, batch) => broadcastBatch(server, topicKey, batch);
    this.signals.toRoom = (topicKey, heard) => {
      server.local.to(toRoom(topicKey)).emit(WIRE.heard, heard);
    };
    this.authentication.onSessionEnded((sessionId) => this.endSession(sessionId));
  }

  /** Has each connection counted while it lasts, from before it has said who it is. */
  countBy(hold: (request: IncomingMessage) => () => void): void {
    this.server.engine.on('connection', (connection: LiveSocket['conn']) => {
      connection.once('close', hold(connection.request));
    });
  }

  handleConnection(socket: LiveSocket): void {
    const { caller, sessionId } = socket.data.authenticated!;
    const session = this.hub.connect(caller, new SocketPort(socket));
    const connected = { socket, session, sessionId };
    this.connected.set(socket.id, connected);
    this.slow.watch(socket, session);
    const sendAway = (code: 'slow-down' | 'invalid') => {
      const error = errorBody(code, { retryAfterMs: FLOOD_MS * (1 + Math.random()) });
      noteRefusal(error, 'socket packet');
      this.bidFarewell(connected, error);
    };
    boundTalk(socket, sendAway);
    socket.on('disconnect', noteEnd);
    // What cannot be read closes the connection; it is told why first.
    socket.on('error', () => sendAway('invalid'));
    // As large as the rest of the connection, and read by nobody after the handshake.
    (socket.conn as { request: unknown }).request = null;
    socket.onAny((event: string, ...values: unknown[]) => {
      if (!OURS.has(event)) refuse(values.at(-1));
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    const connected = this.connected.get(socket.id);
    if (!connected) return;
    this.connected.delete(socket.id);
    this.slow.forget(socket);
    this.hub.disconnect(connected.session);
  }

  @SubscribeMessage(WIRE.command)
  async command(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Promise<Ack> {
    try {
      const message = parseCommand(body);
      if (sizeOf(message.input) > MAX_BODY_BYTES) throw new Refusal('too-large');
      const ack = await this.engine.run(socket.data.authenticated!.caller, message);
      if (!ack.ok) noteRefusal(ack.error, `socket ${message.name.slice(0, 64)}`);
      return ack;
    } catch (error) {
      return { id: idOf(body), ...refused(error, 'command') };
    }
  }

  @SubscribeMessage(WIRE.older)
  async older(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Promise<OlderAnswer> {
    try {
      const answer = await this.engine.older(socket.data.authenticated!.caller, parseOlder(body));
      if (!answer.ok) noteRefusal(answer.error, 'socket older');
      return answer;
    } catch (error) {
      return refused(error, 'older');
    }
  }

  @SubscribeMessage(WIRE.open)
  open(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Refusing | undefined {
    return this.withSession(socket, (session) => {
      const { t, at } = parseOpen(body);
      this.hub.open(session, t, at);
    });
  }

  @SubscribeMessage(WIRE.close)
  close(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Refusing | undefined {
    return this.withSession(socket, (session) => this.hub.close(session, parseClose(body).t));
  }

  @SubscribeMessage(WIRE.say)
  say(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Refusing | undefined {
    return this.withSession(socket, (session) => {
      const message = parseSay(body);
      // Judged by the room: who is being judged anew says nothing for the moment.
      if (this.hub.isIn(session, message.t)) this.signals.say(session.caller, message);
    });
  }

  @SubscribeMessage(WIRE.hear)
  async hear(@ConnectedSocket() socket: LiveSocket, @MessageBody() body: unknown): Promise<HeardAnswer | Refusing> {
    try {
      const { t } = parseHear(body);
      const session = this.connected.get(socket.id)?.session;
      // Asked right behind `open`, as every page does. Out again in the tick in which it was let in: waits once more.
      while (session && !this.hub.isIn(session, t)) {
        if (!(await this.hub.isLetIn(session, t))) return { heard: [] };
      }
      return { heard: session ? this.signals.now(t) : [] };
    } catch (error) {
      return refused(error, 'message');
    }
  }

  private withSession(socket: LiveSocket, work: (session: Session) => void): Refusing | undefined {
    const connected = this.connected.get(socket.id);
    try {
      if (connected) work(connected.session);
      return undefined;
    } catch (error) {
      return refused(error, 'message');
    }
  }

  private endSession(sessionId: string): void {
    for (const connected of this.connected.values())
      if (connected.sessionId === sessionId) this.bidFarewell(connected, errorBody('session-ended'));
  }

  get count(): number {
    return this.connected.size;
  }

  /**
   * Whoever asks by HTTP polling is let go of, all at once. Resolves when each has heard so, or after `ms`.
   *
   * Each of their questions needs a way in: once the process accepts nobody they would be cut off, and never told why.
   */
  async releasePolling(ms: number): Promise<void> {
    const leaving = [...this.connected.values()].filter(({ socket }) => socket.conn.transport.name === 'polling');
    this.letGo(leaving);
    const heard = leaving
      .filter(({ socket }) => loadOf(socket).packets > 0)
      .map(({ socket: { conn } }) => new Promise((resolve) => conn.once('drain', resolve).once('close', resolve)));
    await Promise.race([Promise.all(heard), delay(ms, undefined, { ref: false })]);
  }

  /** So many are told to come back, each at a moment of its own, and let go. */
  release(count: number): void {
    this.letGo([...this.connected.values()].slice(0, count));
  }

  private letGo(leaving: readonly Connected[]): void {
    for (const connected of leaving) {
      const retryAfterMs = this.admission.comeBackMs(leaving.length);
      this.bidFarewell(connected, errorBody('unavailable', { retryAfterMs }));
    }
  }

  /** Everybody is told that the server stops, and let go. */
  stop(): void {
    this.slow.stop();
    this.release(this.connected.size);
  }

  /** Nothing more is pushed from this tick on; the connection closes when the farewell is written. */
  private bidFarewell({ socket, session }: Connected, error: ErrorBody): void {
    this.hub.disconnect(session);
    socket.emit(WIRE.farewell, { error } satisfies Farewell);
    socket.disconnect(true);
  }
}

/** Engine.IO answers a POST of its polling that is over the limit by itself, and tells nobody. */
function noteTooLarge(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  if (request.method === 'POST')
    response.once('finish', () => {
      if (response.statusCode === 413) noteRefusal(errorBody('too-large'), 'socket packet');
    });
  next();
}

/** The answer to a message that could not be read, for clients that ask for one. */
interface Refusing {
  readonly ok: false;
  readonly error: ErrorBody;
}

function refused(error: unknown, message: string): Refusing {
  const body = toErrorBody(error, `socket ${message}`);
  noteRefusal(body, `socket ${message}`);
  return { ok: false, error: body };
}

function refuse(acknowledge: unknown): void {
  const refusing = refused(new Refusal('invalid'), 'message');
  if (typeof acknowledge === 'function') acknowledge(refusing);
}

const idOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string' ? body.id.slice(0, 64) : '';

/** Of what is nested too deeply to have one, the engine says what is wrong. */
const sizeOf = (input: unknown): number => Buffer.byteLength(toJson(input) ?? '');
