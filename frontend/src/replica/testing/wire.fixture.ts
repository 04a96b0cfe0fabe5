// A connection whose every delivery the test decides.
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type {
  Ack,
  Batch,
  CommandMessage,
  OlderAnswer,
  OlderRequest,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Feed, Link } from '#replica/link.ts';
import { refused } from '#replica/refused.ts';
import type { InMemoryServer } from './in-memory-server.fixture.ts';

interface Letter {
  readonly message: CommandMessage;
  readonly resolve: (ack: Ack) => void;
  readonly reject: (error: Error) => void;
}

export class Wire implements Link {
  feed: Feed | undefined;
  readonly asked: string[] = [];
  readonly closed: string[] = [];
  /** Commands that the server has not seen yet. */
  letters: Letter[] = [];
  olderAsked = 0;
  private up: (() => void)[] = [];
  private olderGate: Promise<void> = Promise.resolve();

  constructor(
    readonly server: InMemoryServer,
    readonly caller: Caller,
    /** How many versions back the server's log reaches. */
    public logReach = Infinity,
  ) {}

  readonly connect = (feed: Feed): Link => {
    this.feed = feed;
    return this;
  };

  ask(topicKey: string): void {
    this.asked.push(topicKey);
  }
  close(topicKey: string): void {
    this.closed.push(topicKey);
  }
  send(message: CommandMessage): Promise<Ack> {
    return new Promise((resolve, reject) => this.letters.push({ message, resolve, reject }));
  }
  async older(request: OlderRequest): Promise<OlderAnswer> {
    this.olderAsked++;
    const answer = this.server.older(this.caller, request);
    await this.olderGate;
    return answer;
  }
  readonly said: SayMessage[] = [];
  say(message: SayMessage): void {
    this.said.push(message);
  }
  /** Topics of which somebody asked what is said there. */
  readonly hears: string[] = [];
  hear(topicKey: string): void {
    this.hears.push(topicKey);
  }
  isPushed(): boolean {
    return true;
  }
  onUp(listener: () => void): () => void {
    this.up.push(listener);
    return () => {
      this.up = this.up.filter((one) => one !== listener);
    };
  }

  comeUp(): void {
    for (const listener of [...this.up]) listener();
  }

  /** Answers to older pages wait until the returned function is called. */
  holdOlder(): () => void {
    let open = () => {};
    this.olderGate = new Promise((resolve) => (open = resolve));
    return open;
  }

  /** One pull of everything that is wanted; true when there was something new. */
  pull(): boolean {
    const batches: Batch[] = [];
    for (const [key, position] of this.feed!.positions())
      batches.push(...this.server.read(this.caller, key, position, this.logReach));
    return this.feed!.take(batches);
  }

  /** Lets the server do the oldest command and returns its answer, which has not arrived yet. */
  do(): { ack: Ack; arrive: () => Promise<void>; getLost: () => Promise<void> } {
    const letter = this.letters.shift()!;
    const ack = this.server.run(this.caller, letter.message);
    return {
      ack,
      arrive: async () => {
        letter.resolve(ack);
        await settled();
      },
      getLost: async () => {
        letter.reject(refused('unavailable'));
        await settled();
      },
    };
  }
}

/** Lets every promise that can settle now settle. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
