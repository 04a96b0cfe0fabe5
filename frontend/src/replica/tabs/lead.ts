// The tab that has the connection, for all.
import type {
  Ack,
  CommandMessage,
  OlderAnswer,
  OlderRequest,
  Position,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Ladder } from '#replica/ladder.ts';
import { answerTo } from './calls.ts';
import type { PooledFeed } from './pooled-feed.ts';
import type { Said, Word } from './words.ts';

const SWEEP_MS = 30_000;

export interface LeadParts {
  readonly ladder: Ladder;
  readonly pool: PooledFeed;
  readonly say: (said: Said) => void;
  /** The word that says that this tab leads, and how things stand. */
  readonly crown: () => Said;
}

export class Lead {
  private readonly sweeping: ReturnType<typeof setInterval>;

  constructor(private readonly parts: LeadParts) {
    const { ladder, say, crown, pool } = parts;
    ladder.onUp(() => say({ k: 'up' }));
    this.sweeping = setInterval(() => {
      for (const tab of pool.silent()) this.forget(tab);
    }, SWEEP_MS);
    say(crown());
    ladder.start();
  }

  take(word: Word): void {
    const { ladder, pool, say, crown } = this.parts;
    switch (word.k) {
      case 'hello':
        // Before anything that only a known leader is believed.
        say(crown());
        for (const topicKey of pool.welcome(word.from, word.wants, word.isHidden))
          this.bringOn(topicKey, word.wants[topicKey]);
        return;
      case 'ping':
        pool.note(word.from, word.isHidden);
        say({ k: 'beat', heardAtMs: ladder.lastHeardAtMs() });
        return;
      case 'ask':
        pool.want(word.from, word.t, word.at);
        this.bringOn(word.t, word.at);
        return;
      case 'close':
        if (pool.unwant(word.from, word.t)) ladder.close(word.t);
        return;
      case 'call':
        void answerTo(ladder, word.call).then((answer) => say({ k: 'answer', to: word.from, id: word.id, answer }));
        return;
      case 'say':
        ladder.say(word.message);
        return;
      case 'hear':
        pool.listen(word.from, word.t);
        ladder.hear(word.t);
        return;
      case 'check':
        ladder.checkNow();
        return;
      case 'bye':
        this.forget(word.from);
        return;
      default:
    }
  }

  /** A tab that has nothing yet is told what this one shows; the server is asked for everything else. */
  private bringOn(topicKey: string, at: Position | null | undefined): void {
    const { pool, ladder } = this.parts;
    if (at || !pool.show(topicKey)) ladder.ask(topicKey);
  }

  private forget(tab: string): void {
    for (const topicKey of this.parts.pool.forget(tab)) this.parts.ladder.close(topicKey);
  }

  ask(topicKey: string): void {
    this.parts.ladder.ask(topicKey);
  }
  close(topicKey: string): void {
    if (!this.parts.pool.positions().has(topicKey)) this.parts.ladder.close(topicKey);
  }
  send(message: CommandMessage): Promise<Ack> {
    return this.parts.ladder.send(message);
  }
  older(request: OlderRequest): Promise<OlderAnswer> {
    return this.parts.ladder.older(request);
  }
  say(message: SayMessage): void {
    this.parts.ladder.say(message);
  }
  hear(topicKey: string): void {
    this.parts.ladder.hear(topicKey);
  }
  get heardAtMs(): number | undefined {
    return this.parts.ladder.lastHeardAtMs();
  }
  checkNow(): void {
    this.parts.ladder.checkNow();
  }
  choosePolling(isPolling: boolean): void {
    this.parts.ladder.stayOnPolling(isPolling);
  }

  stop(): void {
    clearInterval(this.sweeping);
    this.parts.ladder.stop();
  }
}
