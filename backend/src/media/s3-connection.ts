// One client of S3 for this process, and what it means that it does not answer. The one importer of the SDK, which is loaded
// with the first request: it is big, and says on Node 20 that its next versions will not run there.
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '#config/storage-settings.ts';
import { ConfigError } from '#config/config.ts';
import { logLine } from '#log.ts';
import { StorageAway } from './storage.ts';

export interface Patience {
  /** For a connection: a machine that is off does not refuse, it is silent. */
  readonly connectMs: number;
  /** Until the answer begins, beside the time that the bytes of an object take. Twice at most: it is tried again. */
  readonly requestMs: number;
  /** Without a byte in either direction; a viewer on a slow line reads as slowly as it can show. */
  readonly idleMs: number;
  /** After silence one request at a time finds out whether it is over, no sooner than this. */
  readonly pauseMs: number;
}

const PATIENCE: Patience = { connectMs: 3_000, requestMs: 15_000, idleMs: 60_000, pauseMs: 1_000 };
/** Slower than that nobody keeps photos: videos of half a gigabyte have eight minutes. What stands still ends by `idleMs`. */
const LEAST_BYTES_PER_MS = 1_000;
/** Each viewer has one for as long as their photo takes to them. */
const CONNECTIONS = 250;

type Sdk = typeof import('@aws-sdk/client-s3');
type Failure = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

const statusOf = (error: unknown): number | undefined => (error as Failure).$metadata?.httpStatusCode;

export class S3Connection {
  private loading: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  private isAway = false;
  /** Since when nothing at all was answered, and when to ask again; undefined while there are answers. */
  private askAgainAtMs: number | undefined;

  constructor(
    private readonly settings: S3Settings,
    private readonly patience = PATIENCE,
  ) {}

  get bucket(): string {
    return this.settings.bucket;
  }

  /**
   * The answer; undefined when there is nothing under the key. `patience` is for the request, which sends `byteCount` bytes.
   * Errors: StorageAway when there is no answer, or one that is about the service and not about the key.
   */
  async ask<T>(
    request: (sdk: Sdk, client: S3Client, patience: { requestTimeout: number }) => Promise<T>,
    byteCount = 0,
  ): Promise<T | undefined> {
    if (this.askAgainAtMs !== undefined) {
      // Hundreds of requests that wait for the same nothing help nobody: one tries, the others are refused at once.
      if (performance.now() < this.askAgainAtMs) throw new StorageAway('it did not answer a moment ago');
      this.askAgainAtMs = Infinity;
    }
    const { sdk, client } = await (this.loading ??= this.load());
    try {
      const requestTimeout = this.patience.requestMs + Math.ceil(byteCount / LEAST_BYTES_PER_MS);
      const answer = await request(sdk, client, { requestTimeout });
      this.noteAnswer();
      return answer;
    } catch (error) {
      if (statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket') {
        this.noteAnswer();
        return undefined;
      }
      throw this.noteFailure(error);
    }
  }

  /**
   * Looks for the bucket, once, at the start. Without an answer the site starts all the same.
   * Errors: ConfigError when the service answers that key, secret or bucket are not right.
   */
  async check(): Promise<void> {
    const { sdk, client } = await (this.loading ??= this.load());
    const { bucket, endpoint } = this.settings;
    try {
      await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) throw new ConfigError(`S3_URL names the bucket ${bucket}, which ${endpoint} does not have.`);
      if (status !== undefined && status < 500)
        throw new ConfigError(
          `S3_URL has a key, secret, bucket or region that ${endpoint} refuses (status ${status}).`,
        );
      this.noteFailure(error);
    }
  }

  private async load(): Promise<{ sdk: Sdk; client: S3Client }> {
    const sdk = await import('@aws-sdk/client-s3');
    const { endpoint, region, accessKeyId, secretAccessKey } = this.settings;
    const { connectMs, requestMs, idleMs } = this.patience;
    const client = new sdk.S3Client({
      ...{ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } },
      // What newer versions do by themselves many services do not understand: checksums at the end of a chunked body.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: {
        ...{ connectionTimeout: connectMs, requestTimeout: requestMs, socketTimeout: idleMs },
        throwOnRequestTimeout: true,
        httpAgent: { keepAlive: true, maxSockets: CONNECTIONS },
        httpsAgent: { keepAlive: true, maxSockets: CONNECTIONS },
      },
    });
    return { sdk, client };
  }

  private noteAnswer(): void {
    if (this.isAway) logLine('warning', 'The S3 storage answers again.', { endpoint: this.settings.endpoint });
    this.isAway = false;
    this.askAgainAtMs = undefined;
  }

  private noteFailure(error: unknown): StorageAway {
    // An answer, even a bad one, came in time: only silence is waited for.
    const isSilent = statusOf(error) === undefined;
    this.askAgainAtMs = isSilent ? performance.now() + this.patience.pauseMs : undefined;
    const { endpoint } = this.settings;
    // Where in the SDK it was thrown tells nobody anything.
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const what = isSilent ? 'The S3 storage does not answer.' : 'The S3 storage refuses what it is asked.';
    if (!this.isAway) logLine('error', what, { endpoint, status: statusOf(error), error: reason });
    this.isAway = true;
    return new StorageAway(reason);
  }
}
