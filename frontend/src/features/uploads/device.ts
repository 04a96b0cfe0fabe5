// IndexedDB as promises: the database of this app on this device. The only file that opens it.
const NAME = 'zoetrope-uploads';
export const STORES = { entries: 'entries', files: 'files', turn: 'turn' } as const;

/** Errors: rejects where the browser forbids storage, and where its storage is broken. */
export function openDevice(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.addEventListener('upgradeneeded', () => {
      for (const store of Object.values(STORES)) opening.result.createObjectStore(store);
    });
    opening.addEventListener('success', () => {
      // A newer tab may change the shape; this one then works on without.
      opening.result.addEventListener('versionchange', () => opening.result.close());
      resolve(opening.result);
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
    opening.addEventListener('blocked', () => reject(new Error('storage is held by an older tab')));
  });
}

type Store = (typeof STORES)[keyof typeof STORES];

/** Runs `work` in one transaction; resolves with its result when all of it is on the device. Errors: those of IndexedDB. */
export function transact<T>(
  device: IDBDatabase,
  stores: readonly Store[],
  mode: IDBTransactionMode,
  work: (store: (name: Store) => IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const transaction = device.transaction([...stores], mode);
    const request = work((name) => transaction.objectStore(name));
    transaction.addEventListener('complete', () => resolve(request?.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
  });
}
