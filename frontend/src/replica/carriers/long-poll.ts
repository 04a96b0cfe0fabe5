// One request that the server holds until there is news. Stateless: any node answers it.
import { refused } from '#replica/refused.ts';
import { AskingCarrier } from './asking-carrier.ts';
import type { CarrierEvents } from './carrier.ts';
import type { HttpCalls } from './http-calls.ts';

/** Under the 30 s at which common load balancers cut a silent request. */
const HOLD_MS = 25_000;
/** An empty answer that comes sooner was not held: somebody on the way does not wait. */
const TOO_SOON_MS = 1_000;
const TOO_SOON_COUNT = 3;

export class LongPollCarrier extends AskingCarrier {
  private waiting: AbortController | undefined;

  constructor(
    calls: HttpCalls,
    events: CarrierEvents,
    private readonly hasTopics: () => boolean,
  ) {
    super(calls, events);
  }

  override stop(): void {
    super.stop();
    this.waiting?.abort();
  }

  protected async loop(): Promise<void> {
    // Told at once whether this way works, and what was missed on the way here.
    await this.calls.pull(0);
    if (!this.isRunning) return;
    this.events.up('long-poll');
    for (let soon = 0; this.isRunning;) {
      if (!this.hasTopics()) {
        await this.alarm.wait(HOLD_MS);
        continue;
      }
      const startedAtMs = Date.now();
      const answer = await this.hold();
      if (!answer || !this.isRunning) continue;
      const isSoon = answer.isEmpty && Date.now() - startedAtMs < TOO_SOON_MS;
      soon = isSoon ? soon + 1 : 0;
      if (soon >= TOO_SOON_COUNT) throw refused('unavailable');
      const pauseMs = answer.isEmpty && !isSoon ? 0 : this.pace.afterAnswer(answer.hasMoved);
      if (pauseMs > 0) await this.alarm.wait(pauseMs);
    }
  }

  /** undefined when another topic is wanted meanwhile: the question has to be put anew. */
  private async hold(): Promise<{ isEmpty: boolean; hasMoved: boolean } | undefined> {
    const waiting = new AbortController();
    this.waiting = waiting;
    try {
      return await this.calls.pull(HOLD_MS, waiting.signal);
    } catch (error) {
      if (waiting.signal.aborted) return undefined;
      throw error;
    } finally {
      this.waiting = undefined;
    }
  }

  override ask(): void {
    this.waiting?.abort();
    super.ask();
  }
  hear(topicKey: string): void {
    this.calls.forgetSaid(topicKey);
    this.ask();
  }
}
