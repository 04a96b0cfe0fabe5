// What was on the screen lately, in IndexedDB: the database `zoetrope-kept`. The only file that opens it.
import type { Snapshot } from '@zoetrope/contract/kernel/wire.ts';

/** One topic as it was held last. */
export interface KeptTopic {
  readonly snapshot: Snapshot;
  readonly savedAtMs: number;
}
/** Whose rows these are, and in which shape. */
export interface KeptOwner {
  readonly personId: string;
  readonly contractVersion: number;
  /** What the server said of the account. */
  readonly me: unknown;
  readonly savedAtMs: number;
}

const NAME = 'zoetrope-kept';
const OWNER = 'owner';
const STORES = ['owner', 'topics'] as const;
/** Some groups with their photos, and some dozens of conversations. */
const MOST_TOPICS = 60;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.addEventListener('upgradeneeded', () => {
      for (const store of STORES) opening.result.createObjectStore(store);
    });
    opening.addEventListener('success', () => {
      opening.result.addEventListener('versionchange', () => opening.result.close());
      resolve(opening.result);
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
    opening.addEventListener('blocked', () => reject(new Error('storage is held by an older tab')));
  });
}

type Work<T> = (owner: IDBObjectStore, topics: IDBObjectStore) => IDBRequest<T> | undefined;

/** Runs `work` in one transaction. undefined also where the browser forbids storage, or has no more of it. */
async function transact<T>(mode: IDBTransactionMode, work: Work<T>): Promise<T | undefined> {
  let device: IDBDatabase | undefined;
  try {
    device = await open();
    const transaction = device.transaction([...STORES], mode);
    const request = work(transaction.objectStore('owner'), transaction.objectStore('topics'));
    return await new Promise((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve(request?.result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
    });
  } catch {
    return undefined;
  } finally {
    device?.close();
  }
}

export const keptOwner = (): Promise<KeptOwner | undefined> =>
  transact<KeptOwner>('readonly', (owner) => owner.get(OWNER));

/** Every kept topic; empty when nothing is kept, or may be. */
export async function keptTopics(): Promise<readonly KeptTopic[]> {
  return (await transact<KeptTopic[]>('readonly', (_owner, topics) => topics.getAll())) ?? [];
}

/** Keeps an owner and what changed; only the topics that were saved last stay. Rows of another owner are not added to. */
export async function keepTopics(owner: KeptOwner, changed: readonly KeptTopic[]): Promise<void> {
  await transact('readwrite', (owners, topics) => {
    owners.put(owner, OWNER);
    for (const topic of changed) topics.put(topic, topic.snapshot.t);
    return undefined;
  });
  const all = await keptTopics();
  if (all.length <= MOST_TOPICS) return;
  const oldest = all.toSorted((a, b) => a.savedAtMs - b.savedAtMs).slice(0, all.length - MOST_TOPICS);
  await forgetTopics(oldest.map(({ snapshot }) => snapshot.t));
}

export async function forgetTopics(keys: readonly string[]): Promise<void> {
  await transact('readwrite', (_owner, topics) => {
    for (const key of keys) topics.delete(key);
    return undefined;
  });
}

/** Forgets all of it. */
export async function forgetEverything(): Promise<void> {
  await transact('readwrite', (owner, topics) => {
    owner.clear();
    topics.clear();
    return undefined;
  });
}
