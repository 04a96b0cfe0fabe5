// Asks every few seconds. Works wherever a page works.
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import { toRefused } from '#replica/refused.ts';
import { Alarm } from './alarm.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';
import type { HttpCalls } from './http-calls.ts';
import { Pace } from './pace.ts';

export interface PollRhythm {
  readonly shownMs: number;
  /** Nobody is looking. */
  readonly hiddenMs: number;
}
const POLL_RHYTHM: PollRhythm = { shownMs: 5_000, hiddenMs: 60_000 };

export class PollCarrier implements Carrier {
  private isRunning = false;
  private readonly alarm = new Alarm();
  private readonly pace = new Pace(() => this.calls.doubtCaches());

  constructor(
    private readonly calls: HttpCalls,
    private readonly events: CarrierEvents,
    private readonly isHidden: () => boolean,
    private readonly rhythm: PollRhythm = POLL_RHYTHM,
  ) {}

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

  private async loop(): Promise<void> {
    while (this.isRunning) {
      const { hasMoved } = await this.calls.pull(0);
      if (!this.isRunning) return;
      // Questions that `ask` brings forward may come fast; those of the rhythm never do.
      const pauseMs = this.pace.afterAnswer(hasMoved);
      const waitMs = Math.max(pauseMs, this.isHidden() ? this.rhythm.hiddenMs : this.rhythm.shownMs);
      this.events.up('poll');
      this.events.next?.(Date.now() + waitMs);
      await this.alarm.wait(waitMs);
    }
  }

  ask(): void {
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
  hear(topicKey: string): void {
    // What a better rung has told meanwhile is newer.
    void this.calls.hear(topicKey, () => this.isRunning);
  }
}
