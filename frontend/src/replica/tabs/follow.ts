// A tab that hears through another one.
import type { Ack, CommandMessage, OlderAnswer, OlderRequest, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import type { Feed } from '#replica/link.ts';
import type { Connection } from '#replica/offers.ts';
import type { Calls } from './calls.ts';
import type { Said, Word } from './words.ts';

export interface FollowParts {
  readonly feed: Feed;
  readonly calls: Calls;
  readonly say: (said: Said) => void;
  readonly isHidden: () => boolean;
  readonly connection: () => Connection;
  /** The leader has been silent for too long. */
  readonly seize: () => void;
  readonly patienceMs: number;
  readonly heard: {
    status(connection: Connection): void;
    up(): void;
    polling(isPolling: boolean): void;
  };
}

/** A hidden leader's timer for the next question may be throttled to once a minute; a tab that is looked at reminds it. */
const LATE_MS = 1_000;

export class Follow {
  private leader: string | undefined;
  /** When the server said something to the leader, as far as is known here. */
  heardAtMs: number | undefined;
  /** Since when a word of the leader is owed. */
  private owedSinceMs: number | undefined;
  private readonly watching: ReturnType<typeof setInterval>;
  private remindedOfMs = 0;

  constructor(private readonly parts: FollowParts) {
    this.hello();
    this.watching = setInterval(() => this.watch(), parts.patienceMs / 3);
  }

  /** All that this tab wants; the answer says who leads. */
  hello(): void {
    const { feed, say, isHidden } = this.parts;
    this.owedSinceMs ??= Date.now();
    say({ k: 'hello', wants: Object.fromEntries(feed.positions()), isHidden: isHidden() });
  }

  private watch(): void {
    const { say, isHidden, patienceMs, seize, connection } = this.parts;
    const nowMs = Date.now();
    if (this.owedSinceMs !== undefined && nowMs - this.owedSinceMs >= patienceMs * 0.9) {
      this.owedSinceMs = undefined;
      this.leader = undefined;
      seize();
    }
    this.owedSinceMs ??= nowMs;
    say({ k: 'ping', isHidden: isHidden() });
    const { nextCheckAtMs } = connection();
    if (isHidden() || nextCheckAtMs === undefined || nextCheckAtMs === this.remindedOfMs) return;
    if (nowMs < nextCheckAtMs + LATE_MS) return;
    this.remindedOfMs = nextCheckAtMs;
    say({ k: 'check' });
  }

  take(word: Word): void {
    const { feed, calls, say, heard } = this.parts;
    if (word.k === 'lead') {
      const isNew = this.leader !== word.from;
      this.leader = word.from;
      heard.polling(word.isPolling);
      heard.status(word.connection);
      if (isNew) {
        this.hello();
        calls.again((id, call) => say({ k: 'call', id, call }));
      }
    }
    if (word.from !== this.leader) return;
    this.owedSinceMs = undefined;
    switch (word.k) {
      case 'bye':
        this.leader = undefined;
        return;
      case 'beat':
        this.heardAtMs = word.heardAtMs;
        return;
      case 'batches':
        this.heardAtMs = Date.now();
        feed.take(word.batches);
        return;
      case 'heard':
        feed.heard(word.heard);
        return;
      case 'heard-all':
        feed.heardAll(word.t, word.heard);
        return;
      case 'status':
        heard.status(word.connection);
        return;
      case 'up':
        heard.up();
        return;
      case 'answer':
        calls.settle(word.id, word.answer);
        return;
      default:
    }
  }

  ask(topicKey: string): void {
    this.parts.say({ k: 'ask', t: topicKey, at: this.parts.feed.positions().get(topicKey) ?? null });
  }
  close(topicKey: string): void {
    this.parts.say({ k: 'close', t: topicKey });
  }
  send(message: CommandMessage): Promise<Ack> {
    return this.parts.calls.make({ what: 'send', message }, (id, call) => this.parts.say({ k: 'call', id, call }));
  }
  older(request: OlderRequest): Promise<OlderAnswer> {
    const call = { what: 'older', message: request } as const;
    return this.parts.calls.make(call, (id) => this.parts.say({ k: 'call', id, call }));
  }
  say(message: SayMessage): void {
    this.parts.say({ k: 'say', message });
  }
  hear(topicKey: string): void {
    this.parts.say({ k: 'hear', t: topicKey });
  }
  checkNow(): void {
    this.parts.say({ k: 'check' });
  }
  choosePolling(): void {
    // The leader heard it as everybody did.
  }

  stop(): void {
    clearInterval(this.watching);
  }
}
