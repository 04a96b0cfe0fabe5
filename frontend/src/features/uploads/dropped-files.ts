// What was dropped: files as they are, and what is in folders, however deep.
import { isVideoFile } from './file-checks.ts';

export interface Dropped {
  /** In the order in which they were dropped and in which the browser lists each folder; folders where they stand. */
  readonly files: readonly File[];
  /** Names of what is in folders and is no picture, in the same order. What was dropped by itself is never left out. */
  readonly leftOut: readonly string[];
}

/** Of the browser's own types, what is needed here. */
interface Entry {
  readonly isDirectory: boolean;
  readonly name: string;
}
interface FileEntry extends Entry {
  file(found: (file: File) => void, failed: (error: unknown) => void): void;
}
interface FolderEntry extends Entry {
  createReader(): { readEntries(found: (entries: readonly Entry[]) => void, failed: (error: unknown) => void): void };
}

const PICTURE_NAME = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|hei[cf]|dng|nef|cr2|arw)$/iu;
/** What systems leave in folders; nobody means them, so nobody is told. */
const OF_SYSTEMS = /^(\.|thumbs\.db$|desktop\.ini$)/iu;

/**
 * Files and, with them, those in folders.
 *
 * Must be called while the drop is handled: the browser forgets what was dropped after that.
 * Errors: none; what cannot be read is left out by name.
 */
export function findDropped(transfer: Pick<DataTransfer, 'items' | 'files'>): Promise<Dropped> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => ({
    entry: (item.webkitGetAsEntry?.() ?? undefined) as Entry | undefined,
    file: item.getAsFile(),
  }));
  if (!entries.some(({ entry }) => entry?.isDirectory)) {
    return Promise.resolve({ files: [...transfer.files], leftOut: [] });
  }
  return collect(entries);
}

async function collect(entries: readonly { entry: Entry | undefined; file: File | null }[]): Promise<Dropped> {
  const files: File[] = [];
  const leftOut: string[] = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await walk(entry as FolderEntry, files, leftOut);
    else if (file) files.push(file);
  }
  return { files, leftOut };
}

async function walk(folder: FolderEntry, files: File[], leftOut: string[]): Promise<void> {
  for (const entry of (await list(folder).catch(() => undefined)) ?? [undefined]) {
    if (!entry) leftOut.push(folder.name);
    else if (OF_SYSTEMS.test(entry.name)) continue;
    else if (entry.isDirectory) await walk(entry as FolderEntry, files, leftOut);
    else {
      const file = await fileOf(entry as FileEntry).catch(() => undefined);
      if (file && isPicture(file)) files.push(file);
      else leftOut.push(entry.name);
    }
  }
}

/** Chromium hands out a hundred at a time, and nothing at the end. */
async function list(folder: FolderEntry): Promise<Entry[]> {
  const reader = folder.createReader();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<readonly Entry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

/** By name and announced type, as a courtesy: the server tells from the bytes. */
const isPicture = ({ name, type }: File): boolean =>
  (type.startsWith('image/') && type !== 'image/svg+xml') || PICTURE_NAME.test(name) || isVideoFile({ name, type });
