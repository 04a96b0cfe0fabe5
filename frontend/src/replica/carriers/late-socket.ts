// The socket's code is a fifth of what a page needs before its first photo, and no photo waits for it: it is fetched when
// the page is filled and has time. Until then the ladder's plain requests do the work.
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import type { Http } from '#replica/http.ts';
import type { Feed } from '#replica/link.ts';
import { refused } from '#replica/refused.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';
import type * as socketCode from './socket.ts';
import type { SocketCarrier, SocketTransports } from './socket.ts';

type Code = typeof socketCode;
let known: Code | undefined;

export class LateSocket implements Carrier {
  private socket: SocketCarrier | undefined;
  private isStopped = false;

  constructor(
    private readonly http: Http,
    private readonly feed: Feed,
    private readonly events: CarrierEvents,
    private readonly transports?: SocketTransports,
    /** Resolves when the code may be fetched; asked only while it is not here. */
    private readonly whenFree: () => Promise<void> = () => Promise.resolve(),
  ) {}

  start(): void {
    if (known) this.begin(known);
    else void this.fetch();
  }

  private async fetch(): Promise<void> {
    await this.whenFree();
    if (this.isStopped) return;
    try {
      known = await import('./socket.ts');
    } catch {
      // After a deploy, or without a network: every other road is still there.
      if (!this.isStopped) this.events.down(refused('unavailable'));
      return;
    }
    if (!this.isStopped) this.begin(known);
  }

  private begin({ SocketCarrier }: Code): void {
    this.socket = new SocketCarrier(this.http, this.feed, this.events, this.transports);
    this.socket.start();
  }

  stop(): void {
    this.isStopped = true;
    this.socket?.stop();
  }

  /** It asks for everything that is wanted when it is up. */
  ask(topicKey: string): void {
    this.socket?.ask(topicKey);
  }
  close(topicKey: string): void {
    this.socket?.close(topicKey);
  }
  say(message: SayMessage): void {
    this.socket?.say(message);
  }
  hear(topicKey: string): void {
    this.socket?.hear(topicKey);
  }
  async send(message: CommandMessage): Promise<Ack> {
    return this.here().send(message);
  }
  async older(request: OlderRequest): Promise<OlderAnswer> {
    return this.here().older(request);
  }
  private here(): SocketCarrier {
    if (!this.socket) throw refused('unavailable');
    return this.socket;
  }
}
