// Where bytes live. Keys are made by us from the ids of contents, never from anything a person sent.
import type { Readable } from 'node:stream';
import { ORIGINAL } from '@zoetrope/contract/renditions.ts';

/** First and last byte, both included, as HTTP counts them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredBytes {
  /** Of the whole object, not of the range. */
  readonly byteCount: number;
  /** Must be read to its end or destroyed. */
  readonly stream: Readable;
}

/** A file is one of this machine that nobody changes meanwhile. */
export type Source = Readable | Uint8Array | { readonly file: string };

/** The place of the bytes does not answer, or not as it should. What it holds is not lost; it may answer in a moment. */
export class StorageAway extends Error {}

/** Two adapters, a folder and a bucket, keep the same promises: `storage.suite.ts`. All may throw StorageAway. */
export interface Storage {
  /**
   * Keeps bytes under a key; what was there is replaced. Once it resolves they survive a power cut; until then nobody
   * sees them under the key.
   * Errors: Refusal `disk-full`; whatever the source throws. Nothing stays behind then.
   */
  put(key: string, source: Source): Promise<void>;
  /** The bytes, or undefined when there are none under the key. */
  open(key: string, range?: ByteRange): Promise<StoredBytes | undefined>;
  /** The size in bytes, or undefined when there is nothing under the key. */
  findSize(key: string): Promise<number | undefined>;
  /** Absent keys are fine. */
  remove(key: string): Promise<void>;
  /** Removes every key below `prefix` + '/'. */
  removeAll(prefix: string): Promise<void>;
  /** Hands the bytes to a reader that wants a file, such as a decoder. Errors: throws when there are none. */
  withFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  /** Removes what somebody began to write, has not touched since `before`, and never finished. Keys stay. */
  sweep(before: Date): Promise<void>;
}

/** Errors: throws for anything that is not a key, such as a path that climbs. */
export function assertKey(key: string): void {
  if (!/^[0-9a-z.]+(\/[0-9a-z.]+)*$/u.test(key) || key.includes('..')) throw new Error(`not a key: ${key}`);
}

/** The prefix of a content: of what was received, and of everything made from it. An id begins with a hash in hex. */
export const prefixOf = (contentId: string): string => `${contentId.slice(0, 2)}/${contentId.slice(2, 4)}/${contentId}`;
/** The file as it was received, with all its metadata: read by the worker only, never served. */
export const receivedKey = (contentId: string): string => `${prefixOf(contentId)}/received`;
/**
 * What renditions are made from, where that is not the received file (HEIC, which is decoded once): it is also the original
 * that is handed out.
 */
export const developedKey = (contentId: string): string => renditionKey(contentId, ORIGINAL);
/** The frame of a video that its renditions are made from. */
export const posterKey = (contentId: string): string => `${prefixOf(contentId)}/poster`;
export const renditionKey = (contentId: string, name: string): string => `${prefixOf(contentId)}/${name}`;
