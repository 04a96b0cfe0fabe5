// Where photos are kept, and how much of them.
import * as z from 'zod/mini';

export interface StorageSettings {
  /** Where photos are kept; absent: in the folder of DATA_DIR, which all processes must share then. */
  readonly s3?: S3Settings | undefined;
  /** Of all that people have sent, each content once; absent: as much as fits. */
  readonly siteQuotaBytes: number | undefined;
  /** Left free on the disk, for the database, its log and ours: a disk filled to its last byte stops more than uploads. */
  readonly minFreeBytes: number;
}

/** A bucket of anything that speaks S3. It is there already. */
export interface S3Settings {
  /** An origin; the bucket is the first part of the path ("path style"), since few services have a name for each. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
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

/** Signatures need some region; services without any take this one. */
const DEFAULT_REGION = 'us-east-1';
/** Source: Amazon's rules for the names of buckets. */
const BUCKET = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/u;
const S3_SENTENCE = 'must be an address such as https://key:secret@s3.example.org/bucket?region=eu-central-1';

/** `https://key:secret@host/bucket?region=…`; key and secret are percent-encoded where they hold `:`, `@`, `/` or `+`. */
export const s3Setting: z.ZodMiniType<S3Settings, string> = z.pipe(
  z.string().check(z.refine((text) => toS3Settings(text) !== undefined, { error: S3_SENTENCE })),
  z.transform((text) => toS3Settings(text)!),
);

function toS3Settings(text: string): S3Settings | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bucket = BUCKET.exec(url?.pathname ?? '')?.[1];
  if (!url || !bucket || !['http:', 'https:'].includes(url.protocol) || url.hash !== '') return undefined;
  const { region = DEFAULT_REGION, ...others } = Object.fromEntries(url.searchParams);
  const [accessKeyId, secretAccessKey] = [decode(url.username), decode(url.password)];
  if (!accessKeyId || !secretAccessKey || !/^[\w-]+$/u.test(region) || Object.keys(others).length > 0) return undefined;
  return { endpoint: url.origin, bucket, region, accessKeyId, secretAccessKey };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
