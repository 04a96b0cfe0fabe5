// What was on the screen lately, and what was sent and not answered yet, in IndexedDB: the database `zoetrope-kept`. The
// only file that opens it.
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

/** A command that shall outlive its tab: sent on by the next page of the same person. */
export interface UnsentCommand {
  /** Of the row that it makes: sent twice, it is done once. */
  readonly id: string;
  readonly personId: string;
  readonly command: string;
  readonly input: unknown;
  readonly atMs: number;
}

const NAME = 'zoetrope-kept';
const VERSION = 2;
const OWNER = 'owner';
const STORES = ['owner', 'topics', 'unsent'] as const;
type StoreName = (typeof STORES)[number];
/** Some groups with their photos, and some dozens of conversations. */
const MOST_TOPICS = 60;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, VERSION);
    opening.addEventListener('upgradeneeded', () => {
      const there = opening.result.objectStoreNames;
      for (const store of STORES) if (!there.contains(store)) opening.result.createObjectStore(store);
    });
    opening.addEventListener('success', () => {
      opening.result.addEventListener('versionchange', () => opening.result.close());
      resolve(opening.result);
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
    opening.addEventListener('blocked', () => reject(new Error('storage is held by an older tab')));
  });
}

type Work<T> = (store: (name: StoreName) => IDBObjectStore) => IDBRequest<T> | undefined;

/** Runs `work` in one transaction. undefined also where the browser forbids storage, or has no more of it. */
async function transact<T>(mode: IDBTransactionMode, work: Work<T>): Promise<T | undefined> {
  let device: IDBDatabase | undefined;
  try {
    device = await open();
    const transaction = device.transaction([...STORES], mode);
    const request = work((name) => transaction.objectStore(name));
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
  transact<KeptOwner>('readonly', (store) => store('owner').get(OWNER));

/** Every kept topic; empty when nothing is kept, or may be. */
export async function keptTopics(): Promise<readonly KeptTopic[]> {
  return (await transact<KeptTopic[]>('readonly', (store) => store('topics').getAll())) ?? [];
}

/** Keeps an owner and what changed; only the topics that were saved last stay. Rows of another owner are not added to. */
export async function keepTopics(owner: KeptOwner, changed: readonly KeptTopic[]): Promise<void> {
  await transact('readwrite', (store) => {
    store('owner').put(owner, OWNER);
    for (const topic of changed) store('topics').put(topic, topic.snapshot.t);
    return undefined;
  });
  const all = await keptTopics();
  if (all.length <= MOST_TOPICS) return;
  const oldest = all.toSorted((a, b) => a.savedAtMs - b.savedAtMs).slice(0, all.length - MOST_TOPICS);
  await forgetTopics(oldest.map(({ snapshot }) => snapshot.t));
}

export async function forgetTopics(keys: readonly string[]): Promise<void> {
  await transact('readwrite', (store) => {
    for (const key of keys) store('topics').delete(key);
    return undefined;
  });
}

/** Writes down a command until it is answered. */
export async function keepUnsent(unsent: UnsentCommand): Promise<void> {
  await transact('readwrite', (store) => store('unsent').put(unsent, unsent.id));
}
export async function forgetUnsent(id: string): Promise<void> {
  await transact('readwrite', (store) => store('unsent').delete(id));
}

/** What a person sent and nobody has answered, oldest first. */
export async function unsentOf(personId: string): Promise<readonly UnsentCommand[]> {
  const all = (await transact<UnsentCommand[]>('readonly', (store) => store('unsent').getAll())) ?? [];
  return all.filter((unsent) => unsent.personId === personId).toSorted((a, b) => a.atMs - b.atMs);
}

/** Forgets what was on the screen, and whose it was. */
export const forgetRows = (): Promise<void> => clear(['owner', 'topics']);
/** Forgets all of it. */
export const forgetEverything = (): Promise<void> => clear(STORES);

async function clear(names: readonly StoreName[]): Promise<void> {
  await transact('readwrite', (store) => {
    for (const name of names) store(name).clear();
    return undefined;
  });
}
