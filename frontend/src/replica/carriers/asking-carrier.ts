// What carriers have in common that ask again and again over plain HTTP.
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import { toRefused } from '#replica/refused.ts';
import { Alarm } from './alarm.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';
import type { HttpCalls } from './http-calls.ts';
import { Pace } from './pace.ts';

export abstract class AskingCarrier implements Carrier {
  protected isRunning = false;
  protected readonly alarm = new Alarm();
  protected readonly pace = new Pace(() => this.calls.doubtCaches());

  constructor(
    protected readonly calls: HttpCalls,
    protected readonly events: CarrierEvents,
  ) {}

  /** Asks while `isRunning`. Errors: rejects when this way does not work (any more). */
  protected abstract loop(): Promise<void>;
  abstract hear(topicKey: string): void;

  start(): void {
    this.isRunning = true;
    void this.loop().catch((error: unknown) => {
      if (!this.isRunning) return;
      this.stop();
      this.events.down(toRefused(error));
    });
  }
  stop(): void {
    this.isRunning = false;
    this.alarm.now();
  }

  ask(_topicKey?: string): void {
    this.alarm.now();
  }
  close(): void {
    // The next question does not name it any more.
  }
  send(message: CommandMessage): Promise<Ack> {
    return this.calls.send(message);
  }
  older(request: OlderRequest): Promise<OlderAnswer> {
    return this.calls.older(request);
  }
  say(message: SayMessage): void {
    this.calls.say(message);
  }
}
