// A file on its way, as the tray shows it and as this device keeps it.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';

export interface UploadEntry {
  /** The photo's id from the first moment on. */
  readonly id: string;
  /** Whose it is; nobody else on this device sees or sends it. */
  readonly accountId: string;
  /** What it was added with; announced to the others together. */
  readonly rollId: string;
  readonly name: string;
  readonly bytes: number;
  /** With name and bytes: the same file chosen twice. */
  readonly changedAtMs: number;
  readonly audience: PhotoAudience;
  readonly caption: string;
  /**
   * `stopped` goes on by itself when the server can be reached; `refused` needs a person.
   * `done` and `refused` hold nothing up.
   */
  readonly state: 'waiting' | 'moving' | 'stopped' | 'refused' | 'done';
  readonly sentBytes: number;
  /** Lately; absent while nothing moves. */
  readonly bytesPerS?: number;
  readonly error?: ErrorBody;
  /** As seen, upright; absent until this device has looked, and where it cannot tell. */
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** SHA-256 of the file in hex, where this device could tell. */
  readonly sha256?: string;
  /** Refused because the same picture is there: this one. */
  readonly here?: { readonly photoId: string; readonly ownerId: string; readonly createdAt: string };
  /** The others know that it is coming. */
  readonly isAnnounced: boolean;
  /** Looked at, and not there already as far as could be told: it may be sent. */
  readonly isSorted?: boolean;
  /** Where the server has what it got so far. */
  readonly uploadUrl?: string;
  /** Survives this tab; without it the bytes are in the tab's memory alone. */
  readonly isKept: boolean;
}

export const isOpen = ({ state }: UploadEntry): boolean => state !== 'done' && state !== 'refused';

export const toAudienceValue = (audience: PhotoAudience): string =>
  audience.to === 'group' ? audience.groupId : audience.to;

/** Two with the same are probably the same file for the same people; see same-files.ts. */
export const signatureOf = (entry: Pick<UploadEntry, 'name' | 'bytes' | 'changedAtMs' | 'audience'>): string =>
  [entry.name, entry.bytes, entry.changedAtMs, toAudienceValue(entry.audience)].join('|');
