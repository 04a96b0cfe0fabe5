// Logs what gathered places carry: shortly after this process queued something, and for those who queued and then died.
import { DatabaseUnreachable, TransactionClash } from '#store/database.ts';
import { forgottenTopics, gather } from '#store/gather-queue.ts';
import type { Commit } from './ports.ts';
import type { Running } from './run.ts';

/** Long enough to make one change of a burst, short enough to feel live on a grid. */
const DELAY_MS = 300;
/** A row that waits for so long waits for nobody. */
const FORGOTTEN_MS = 1_000;

export class Gatherer {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly runs = new Map<string, Promise<void>>();
  private isClosed = false;

  constructor(
    private readonly running: Running,
    private readonly delayMs = DELAY_MS,
  ) {}

  /** Gathers these topics after the delay; a topic that is waiting already waits no longer for it. */
  schedule(topics: readonly string[]): void {
    if (this.isClosed) return;
    for (const topic of topics)
      if (!this.timers.has(topic))
        this.timers.set(
          topic,
          setTimeout(() => this.start(topic), this.delayMs),
        );
  }

  /** Gathers what other processes left behind. Errors: DatabaseUnreachable. */
  async sweep(olderThanMs = FORGOTTEN_MS): Promise<void> {
    for (const topic of await forgottenTopics(this.running.store.source, olderThanMs)) await this.gather(topic);
  }

  /** Ends when no gathering runs; what still waits stays in the queue for the next node. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.runs.values());
  }

  private start(topic: string): void {
    this.timers.delete(topic);
    // One at a time for a topic: two would only wait for each other in the database.
    const run = (this.runs.get(topic) ?? Promise.resolve())
      .then(() => this.gather(topic))
      .catch((error: unknown) => {
        // Nothing is lost: the rows are still queued, and the sweep comes round.
        const isPassing = error instanceof DatabaseUnreachable || error instanceof TransactionClash;
        if (!isPassing) this.running.onReport(error, topic);
      })
      .finally(() => {
        if (this.runs.get(topic) === run) this.runs.delete(topic);
      });
    this.runs.set(topic, run);
  }

  private async gather(topic: string): Promise<void> {
    const { store } = this.running;
    for (;;) {
      const gathered = await store.with((connection) => gather(connection, store.registry, store.tables, topic));
      if (!gathered) return;
      const { ch, written } = gathered;
      const touched = Object.fromEntries(ch.map(({ e, id }) => [`${e}/${id}`, null]));
      const entries = written.heads.map(({ t, epoch, v }) => ({ t, epoch, entry: { v, ch, touched } }));
      const commit: Commit = { touched, entries, ...(written.outboxId ? { outboxId: written.outboxId } : {}) };
      this.running.onCommitted(commit, []);
      if (!gathered.isCut) return;
    }
  }
}
