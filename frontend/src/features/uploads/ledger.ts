// The queue's one record: on this screen, on the device, and on the screens of the other tabs.
import type { Entries } from './entries.ts';
import type { UploadEntry } from './entry.ts';
import type { Keep, Kept } from './keep.ts';
import type { TabMessage } from './tabs.ts';
import { Watched } from './watched.ts';

export class Ledger {
  /** Why what was added last does not survive this tab; undefined while everything does. */
  readonly unkept = new Watched<Exclude<Kept, 'kept'> | undefined>(undefined);
  /** Bytes that are not on the device, or not yet. */
  private readonly held = new Map<string, Blob>();
  /** Those that no other tab can send, since the device did not take them. */
  private readonly own = new Set<string>();
  private readonly gone = new Set<string>();

  constructor(
    readonly accountId: string,
    readonly entries: Entries,
    private readonly keep: Keep,
    private readonly tell: (message: TabMessage) => void,
  ) {}

  isOwn(id: string): boolean {
    return this.own.has(id);
  }

  /** Taken out, or done: what is still said of it is late. */
  isGone(id: string): boolean {
    return this.gone.has(id);
  }

  /** Its bytes can be read by this tab. */
  isHere(id: string): boolean {
    return this.held.has(id) || this.entries.get(id)?.isKept === true;
  }

  /** Everything of this account on the device that nobody took out meanwhile. */
  async load(): Promise<UploadEntry[]> {
    const kept = await this.keep.load(this.accountId);
    return kept.filter(({ id }) => !this.gone.has(id)).map((entry) => ({ ...entry, isKept: true }));
  }

  hold(entry: UploadEntry, file: Blob): void {
    this.held.set(entry.id, file);
  }

  /** Puts a held file on the device; when there is no room, it is this tab's own. */
  async settle(id: string): Promise<void> {
    const entry = this.entries.get(id);
    const file = this.held.get(id);
    if (!entry || !file) return undefined;
    const kept = await this.keep.add(entry, file);
    if (kept !== 'kept') {
      this.own.add(id);
      this.unkept.set(kept);
      return undefined;
    }
    if (this.gone.has(id)) return this.keep.remove([id]);
    this.change(id, { isKept: true });
    // From the device from now on: a file that is moved or changed on disk cannot be read any more.
    this.held.delete(id);
    return undefined;
  }

  async fileOf(id: string): Promise<Blob | undefined> {
    return this.held.get(id) ?? (await this.keep.file(id));
  }

  /** Changes one, here and on the device; nothing where it was taken out. */
  change(id: string, change: Partial<UploadEntry>): void {
    const next = this.entries.change(id, change);
    if (next) this.save(next);
  }

  save(entry: UploadEntry): void {
    this.show([entry]);
    if (entry.isKept) void this.keep.change(entry);
  }

  /** On the screens of this browser alone: a step of progress is not worth writing down. */
  show(entries: readonly UploadEntry[]): void {
    this.entries.put(entries);
    this.tell({ k: 'entries', accountId: this.accountId, entries });
  }

  /** It is there: its bytes have left the device, its line stays a while. */
  finish(id: string): void {
    const entry = this.entries.get(id);
    this.forgetBytes([id]);
    if (entry) this.show([{ ...entry, state: 'done', sentBytes: entry.bytes, isKept: false }]);
    void this.keep.remove([id]);
  }

  /** Taken out here or by another tab. */
  remove(ids: readonly string[], isToldByOther: boolean): void {
    this.forgetBytes(ids);
    this.entries.remove(ids);
    if (isToldByOther) return;
    this.tell({ k: 'removed', accountId: this.accountId, ids });
    void this.keep.remove(ids);
  }

  private forgetBytes(ids: readonly string[]): void {
    for (const id of ids) {
      this.gone.add(id);
      this.held.delete(id);
      this.own.delete(id);
    }
  }
}
