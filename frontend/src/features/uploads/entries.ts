// The list that the tray shows. Progress of one file wakes the line of that file, and nothing else.
import { isOpen, type UploadEntry } from './entry.ts';
import { Watched } from './watched.ts';

type Listener = () => void;

export class Entries {
  /** In the order in which they were added; a new array only when one comes or goes or changes its state. */
  readonly list = new Watched<readonly UploadEntry[]>([]);
  /** Whether something is yet to be sent. */
  readonly isBusy = new Watched(false);
  /** Counts changes of anything, progress included; for sums over all. */
  readonly pulse = new Watched(0);
  private byId = new Map<string, UploadEntry>();
  private readonly listeners = new Map<string, Set<Listener>>();

  get(id: string): UploadEntry | undefined {
    return this.byId.get(id);
  }

  all(): UploadEntry[] {
    return [...this.byId.values()];
  }

  subscribe(id: string, listener: Listener): () => void {
    const own = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, own.add(listener));
    return () => {
      own.delete(listener);
      if (own.size === 0) this.listeners.delete(id);
    };
  }

  put(entries: readonly UploadEntry[]): void {
    let isListed = false;
    const isMore = entries.some(({ id }) => !this.byId.has(id));
    for (const entry of entries) {
      isListed ||= this.byId.get(entry.id)?.state !== entry.state;
      this.byId.set(entry.id, entry);
      for (const listener of this.listeners.get(entry.id) ?? []) listener();
    }
    // Ids are drawn in the order of the files; tabs hear of them in any.
    if (isMore) this.byId = new Map([...this.byId].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    if (entries.length > 0) this.changed(isListed);
  }

  /** The entry after the change; undefined when it is not here any more. A reason belongs to the state it was given with. */
  change(id: string, change: Partial<UploadEntry>): UploadEntry | undefined {
    const entry = this.byId.get(id);
    if (!entry) return undefined;
    const { error: _error, bytesPerS: _speed, ...rest } = entry;
    const next = { ...(change.state ? rest : entry), ...change };
    this.put([next]);
    return next;
  }

  remove(ids: readonly string[]): void {
    const gone = ids.filter((id) => this.byId.delete(id));
    if (gone.length > 0) this.changed(true);
  }

  private changed(isListed: boolean): void {
    if (isListed) {
      this.list.set(this.all());
      this.isBusy.set(this.list.get().some(isOpen));
    }
    this.pulse.set(this.pulse.get() + 1);
  }
}
