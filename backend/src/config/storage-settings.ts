// Where photos are kept, and how much of them.
import * as z from 'zod/mini';

export interface StorageSettings {
  /** Of all that people have sent, each content once; absent: as much as fits. */
  readonly siteQuotaBytes: number | undefined;
  /** Left free on the disk, for the database, its log and ours: a disk filled to its last byte stops more than uploads. */
  readonly minFreeBytes: number;
}

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };
const SIZE = /^(\d{1,6})\s*(MB|GB|TB)$/iu;

/** Bytes, written as people buy disks. */
export const sizeSetting: z.ZodMiniType<number, string> = z.pipe(
  z.string().check(z.refine((text) => SIZE.test(text), { error: 'must be a size such as 500 MB, 200 GB or 4 TB' })),
  z.transform((text) => {
    const [, count, unit] = SIZE.exec(text)!;
    return Number(count) * UNITS[unit!.toUpperCase()]!;
  }),
);
