// Logs what gathered places carry: shortly after this process queued something, and for those who queued and then died.
import { newId } from '@zoetrope/contract/ids.ts';
import { DatabaseUnreachable, TransactionClash } from '#store/database.ts';
import { forgottenTopics, gather } from '#store/gather-queue.ts';
import type { Commit } from './ports.ts';
import type { Running } from './run.ts';

/** Long enough to make one change of a burst, short enough to feel live on a grid. */
const DELAY_MS = 300;
/** A row that waits for so long waits for nobody. */
const FORGOTTEN_MS = 1_000;

/** One transaction's worth: an advisory lock each. */
const TOPICS_AT_ONCE = 64;

export class Gatherer {
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly running: Running,
    private readonly delayMs = DELAY_MS,
  ) {}

  /** Gathers these topics within the delay. */
  schedule(topics: readonly string[]): void {
    if (this.isClosed) return;
    for (const topic of topics) this.waiting.add(topic);
    // One timer for all, so that a burst over many topics is one transaction and not one for each.
    if (topics.length) this.timer ??= setTimeout(() => this.start(), this.delayMs);
  }

  /** Gathers what other processes left behind. Errors: DatabaseUnreachable. */
  async sweep(olderThanMs = FORGOTTEN_MS): Promise<void> {
    await this.gather(await forgottenTopics(this.running.store.source, olderThanMs));
  }

  /** Ends when no gathering runs; what still waits stays in the queue for the next node. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private start(): void {
    this.timer = undefined;
    const topics = [...this.waiting];
    this.waiting.clear();
    this.turn = this.turn
      .then(() => this.gather(topics))
      .catch((error: unknown) => {
        // Nothing is lost: the rows are still queued, and the sweep comes round.
        const isPassing = error instanceof DatabaseUnreachable || error instanceof TransactionClash;
        if (!isPassing) this.running.onReport(error, newId());
      });
  }

  private async gather(topics: readonly string[]): Promise<void> {
    for (let i = 0; i < topics.length; i += TOPICS_AT_ONCE) {
      const some = topics.slice(i, i + TOPICS_AT_ONCE);
      let isCut = true;
      while (isCut) isCut = await this.gatherOnce(some);
    }
  }

  private async gatherOnce(topics: readonly string[]): Promise<boolean> {
    const { store } = this.running;
    const gathered = await store.with((connection) => gather(connection, store.registry, store.tables, topics));
    if (!gathered) return false;
    const { touched, written, isCut } = gathered;
    const entries = written.heads.map(({ t, epoch, v }) => ({
      t,
      epoch,
      entry: { v, ch: gathered.topics.get(t)!, touched },
    }));
    const commit: Commit = { touched, entries, ...(written.outboxId ? { outboxId: written.outboxId } : {}) };
    this.running.onCommitted(commit, []);
    return isCut;
  }
}
