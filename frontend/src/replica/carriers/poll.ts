// Asks every few seconds. Works wherever a page works.
import { AskingCarrier } from './asking-carrier.ts';
import type { CarrierEvents } from './carrier.ts';
import type { HttpCalls } from './http-calls.ts';

export interface PollRhythm {
  readonly shownMs: number;
  /** Nobody is looking. */
  readonly hiddenMs: number;
}
const POLL_RHYTHM: PollRhythm = { shownMs: 5_000, hiddenMs: 60_000 };

export class PollCarrier extends AskingCarrier {
  constructor(
    calls: HttpCalls,
    events: CarrierEvents,
    private readonly isHidden: () => boolean,
    private readonly rhythm: PollRhythm = POLL_RHYTHM,
  ) {
    super(calls, events);
  }

  protected async loop(): Promise<void> {
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

  hear(topicKey: string): void {
    // What a better rung has told meanwhile is newer.
    void this.calls.hear(topicKey, () => this.isRunning);
  }
}
