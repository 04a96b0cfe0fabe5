// Which tab leads. The browser's locks decide where there are any: a closed or crashed tab lets go of its lock at once.
// Elsewhere the tabs agree by word. Two leaders for a moment cost a second connection and nothing else.
import type { Rank, Said, Word } from './words.ts';

export interface ElectionEvents {
  lead(): void;
  lose(): void;
}

export interface Election {
  start(): void;
  /** The leader does not answer: takes its place. */
  seize(): void;
  hear(word: Word): void;
  /** Gives up leading and the wish to. */
  stop(): void;
  readonly rank: Rank;
  /** How long a leader may be silent. */
  readonly patienceMs: number;
}

/** With a lock the browser notices a leader that is gone; only one that hangs has to be noticed by its silence. */
const HANGING_MS = 5_000;

export class LockElection implements Election {
  /** Not the same for all, so that not all take the lock from each other. */
  readonly patienceMs = HANGING_MS * (1 + Math.random() / 2);
  private stopWaiting = new AbortController();
  private letGo = () => {};
  private isStopped = true;
  private sinceMs = 0;

  constructor(
    private readonly tab: string,
    private readonly name: string,
    private readonly locks: Pick<LockManager, 'request'>,
    private readonly events: ElectionEvents,
  ) {}

  get rank(): Rank {
    return { sinceMs: this.sinceMs, tab: this.tab };
  }

  start(): void {
    this.isStopped = false;
    this.request({});
  }
  seize(): void {
    if (this.isStopped) return;
    this.stopWaiting.abort();
    // The two options exclude each other.
    this.request({ steal: true });
  }
  hear(): void {
    // The lock has the only word.
  }

  private request(options: LockOptions): void {
    const stop = (this.stopWaiting = new AbortController());
    let isHeld = false;
    const hold = () => {
      if (stop.signal.aborted) return undefined;
      isHeld = true;
      this.sinceMs = Date.now();
      this.events.lead();
      return new Promise<void>((resolve) => (this.letGo = resolve));
    };
    const wait = options.steal ? {} : { signal: stop.signal };
    this.locks.request(this.name, { ...options, ...wait }, hold).catch(() => {
      if (this.isStopped || stop.signal.aborted) return;
      if (!isHeld) {
        // A browser that forbids storage forbids locks as well: then each tab is on its own.
        this.events.lead();
        return;
      }
      // Another tab has taken it.
      this.events.lose();
      this.request({});
    });
  }

  stop(): void {
    this.isStopped = true;
    this.stopWaiting.abort();
    this.letGo();
  }
}

/** How long a claim waits for whoever leads already. */
const OBJECTION_MS = 150;
/** With a third of it between two questions and the wait for objections, a crashed leader is replaced within 2 s. */
const SILENT_MS = 1_200;

export class WordElection implements Election {
  readonly patienceMs = SILENT_MS;
  private sinceMs = 0;
  private state: 'following' | 'claiming' | 'leading' | 'stopped' = 'stopped';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private leader: string | undefined;

  constructor(
    private readonly tab: string,
    private readonly say: (said: Said) => void,
    private readonly events: ElectionEvents,
    /** The word that says that this tab leads. */
    private readonly crown: () => Said,
  ) {}

  get rank(): Rank {
    return { sinceMs: this.sinceMs, tab: this.tab };
  }

  start(): void {
    this.state = 'following';
    this.claim();
  }
  seize(): void {
    if (this.state === 'following') this.claim();
  }

  private claim(): void {
    this.state = 'claiming';
    this.sinceMs = Date.now();
    this.say({ k: 'claim', rank: this.rank });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.state = 'leading';
      this.events.lead();
    }, OBJECTION_MS);
  }

  hear(word: Word): void {
    if (this.state === 'stopped') return;
    if (word.k === 'claim') {
      if (this.state === 'leading') this.say(this.crown());
      else if (this.state === 'claiming' && isBefore(word.rank, this.rank)) this.follow();
    }
    if (word.k === 'bye' && word.from === this.leader && this.state === 'following') this.claim();
    if (word.k !== 'lead') return;
    this.leader = word.from;
    if (this.state === 'claiming') this.follow();
    if (this.state !== 'leading') return;
    if (isBefore(this.rank, word.rank)) {
      this.say(this.crown());
      return;
    }
    this.follow();
    this.events.lose();
  }

  private follow(): void {
    clearTimeout(this.timer);
    this.state = 'following';
  }

  stop(): void {
    clearTimeout(this.timer);
    this.state = 'stopped';
  }
}

const isBefore = (a: Rank, b: Rank): boolean => a.sinceMs < b.sinceMs || (a.sinceMs === b.sinceMs && a.tab < b.tab);
