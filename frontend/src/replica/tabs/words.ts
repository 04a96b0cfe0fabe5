// What the tabs of one person say to each other. Every tab of a line runs the same build: the line's name has the version.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type {
  Ack,
  Batch,
  CommandMessage,
  Heard,
  OlderAnswer,
  OlderRequest,
  Position,
  SayMessage,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Connection, Unsubscribe } from '#replica/offers.ts';

/** Topics that a tab wants, and from where; as in Feed. */
export type Wants = { readonly [topicKey: string]: Position | null };

export type Call =
  | { readonly what: 'send'; readonly message: CommandMessage }
  | { readonly what: 'older'; readonly message: OlderRequest };
export type CallAnswer =
  | { readonly ok: true; readonly value: Ack | OlderAnswer }
  | { readonly ok: false; readonly error: ErrorBody; readonly isFromServer: boolean };

/** How long a tab has led, or wanted to, and its name: the smaller leads. */
export interface Rank {
  readonly sinceMs: number;
  readonly tab: string;
}

export type Said =
  /** I would lead. Whoever leads already says so. */
  | { readonly k: 'claim'; readonly rank: Rank }
  /** I lead, and this is how things stand. */
  | { readonly k: 'lead'; readonly rank: Rank; readonly connection: Connection; readonly isPolling: boolean }
  /** I am gone, or do not lead any more. */
  | { readonly k: 'bye' }
  /** To the leader: is anybody there? */
  | { readonly k: 'ping'; readonly isHidden: boolean }
  | { readonly k: 'beat'; readonly heardAtMs: number | undefined }
  /** To the leader: all that I want. */
  | { readonly k: 'hello'; readonly wants: Wants; readonly isHidden: boolean }
  | { readonly k: 'ask'; readonly t: string; readonly at: Position | null }
  | { readonly k: 'close'; readonly t: string }
  | { readonly k: 'call'; readonly id: string; readonly call: Call }
  | { readonly k: 'answer'; readonly to: string; readonly id: string; readonly answer: CallAnswer }
  | { readonly k: 'say'; readonly message: SayMessage }
  /** To the leader: I listen to what is said there. */
  | { readonly k: 'hear'; readonly t: string }
  /** Ask the server now. */
  | { readonly k: 'check' }
  | { readonly k: 'polling'; readonly isPolling: boolean }
  /** From the leader: what the server said, how it stands, and that a carrier came up. */
  | { readonly k: 'batches'; readonly batches: readonly Batch[] }
  | { readonly k: 'heard'; readonly heard: readonly Heard[] }
  | { readonly k: 'heard-all'; readonly t: string; readonly heard: readonly Heard[] }
  | { readonly k: 'status'; readonly connection: Connection }
  | { readonly k: 'up' };

export type Word = Said & { readonly from: string };

/** Between the tabs of one browser that name the same line. What a tab says it does not hear itself. */
export interface Line {
  say(word: Word): void;
  onWord(listener: (word: Word) => void): Unsubscribe;
  close(): void;
}

/** What a browser has for tabs. */
export interface TabsGround {
  open(name: string): Line;
  /** Absent where pages are trusted less: on plain http from another device. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

/** False on old phones, and where the person forbids storage: then the channel exists and cannot be opened. */
function canTalk(): boolean {
  try {
    new BroadcastChannel('zoetrope').close();
    return true;
  } catch {
    return false;
  }
}

/** This browser's, or undefined where its tabs cannot talk: then each has a connection of its own. */
export function browserTabs(): TabsGround | undefined {
  if (!canTalk()) return undefined;
  return {
    open(name) {
      const channel = new BroadcastChannel(name);
      return {
        say: (word) => channel.postMessage(word),
        onWord(listener) {
          const hear = (event: MessageEvent<Word>) => listener(event.data);
          channel.addEventListener('message', hear);
          return () => channel.removeEventListener('message', hear);
        },
        close: () => channel.close(),
      };
    },
    locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
  };
}
