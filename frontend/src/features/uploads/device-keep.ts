import { STORES, transact } from './device.ts';
import type { UploadEntry } from './entry.ts';
import type { Keep, Kept } from './keep.ts';

const BOTH = [STORES.entries, STORES.files] as const;
const byAge = (a: UploadEntry, b: UploadEntry): number => (a.id < b.id ? -1 : 1);

/** Rows and bytes in IndexedDB. Rows apart from bytes: reading the list of 300 reads no picture. */
export class DeviceKeep implements Keep {
  constructor(private readonly device: IDBDatabase) {}

  async load(accountId: string): Promise<UploadEntry[]> {
    return (await this.all()).filter((entry) => entry.accountId === accountId).toSorted(byAge);
  }

  async add(entry: UploadEntry, file: Blob): Promise<Kept> {
    try {
      await transact(this.device, BOTH, 'readwrite', (store) => {
        store(STORES.files).put(file, entry.id);
        store(STORES.entries).put(entry, entry.id);
        return undefined;
      });
      return 'kept';
    } catch (error) {
      return (error as DOMException).name === 'QuotaExceededError' ? 'full' : 'forbidden';
    }
  }

  async change(entry: UploadEntry): Promise<void> {
    await transact(this.device, [STORES.entries], 'readwrite', (store) => {
      const entries = store(STORES.entries);
      // Taken out meanwhile, perhaps in another tab: it does not come back.
      const known = entries.getKey(entry.id);
      known.addEventListener('success', () => {
        if (known.result !== undefined) entries.put(entry, entry.id);
      });
      return undefined;
    }).catch(() => undefined);
  }

  file(id: string): Promise<Blob | undefined> {
    return transact<Blob>(this.device, [STORES.files], 'readonly', (store) => store(STORES.files).get(id)).catch(
      () => undefined,
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await transact(this.device, BOTH, 'readwrite', (store) => {
      for (const id of ids) {
        store(STORES.files).delete(id);
        store(STORES.entries).delete(id);
      }
      return undefined;
    }).catch(() => undefined);
  }

  async removeOthers(accountId: string | undefined): Promise<void> {
    const others = (await this.all()).filter((entry) => entry.accountId !== accountId);
    if (others.length > 0) await this.remove(others.map(({ id }) => id));
  }

  private async all(): Promise<UploadEntry[]> {
    const read = transact<UploadEntry[]>(this.device, [STORES.entries], 'readonly', (store) =>
      store(STORES.entries).getAll(),
    );
    return (await read.catch(() => undefined)) ?? [];
  }
}
