// Where the queue outlives its tab: rows and bytes, by the photo's id.
import type { UploadEntry } from './entry.ts';

/** What became of bytes that were to be kept: `full` has no room for them, `forbidden` keeps nothing at all (private windows). */
export type Kept = 'kept' | 'full' | 'forbidden';

export interface Keep {
  /** In the order in which they were added. */
  load(accountId: string): Promise<UploadEntry[]>;
  /** Row and bytes. */
  add(entry: UploadEntry, file: Blob): Promise<Kept>;
  /** The row of one that is here; nothing for others. */
  change(entry: UploadEntry): Promise<void>;
  file(id: string): Promise<Blob | undefined>;
  remove(ids: readonly string[]): Promise<void>;
  /** Effects: everything that is not this account's is gone from the device; all of it when there is none. */
  removeOthers(accountId: string | undefined): Promise<void>;
}

/** Nothing outlives the tab. */
export const nowhere: Keep = {
  load: () => Promise.resolve([]),
  add: () => Promise.resolve('forbidden'),
  change: () => Promise.resolve(),
  file: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(),
  removeOthers: () => Promise.resolve(),
};
