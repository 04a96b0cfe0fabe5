// One file on its way over tus. The only importer of tus-js-client, which is fetched with the first file.
import type { HttpResponse, Upload } from 'tus-js-client';
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { callerKey } from '@zoetrope/contract/kernel/caller.ts';
import { CALLER_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { toUploadMetadata, UPLOAD_ERROR_HEADER, UPLOADS_URL, type UploadWish } from '@zoetrope/contract/media.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { toErrorBody } from '#replica/http.ts';

/** Below the 100 MB that proxies pass, and small enough that little is sent twice. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export interface TransferEvents {
  /** The server has a place for it: another page can go on from there. */
  onPlace(url: string): void;
  onProgress(sentBytes: number): void;
  onDone(): void;
  /** The server said no; going on needs a person. */
  onRefused(error: ErrorBody): void;
  /** Nothing is lost: `go` continues where it stopped. `error` is what the server said, where it was the server that stopped it. */
  onStopped(error?: ErrorBody): void;
}

/** Sends one file. It may be stopped and continued at will. */
export class Transfer {
  private upload: Upload | undefined;
  private isOver = false;
  /** What the server said when it was asked how far an upload got. */
  private lateRefusal: ErrorBody | undefined;

  /** `url` is where an earlier page got to; nobody's but `accountId`'s session may send the file. */
  constructor(
    private readonly accountId: string,
    private readonly file: Blob,
    private readonly wish: UploadWish,
    private readonly url: string | undefined,
    private readonly events: TransferEvents,
  ) {}

  /** Begins, or goes on from what the server has. */
  async go(): Promise<void> {
    try {
      this.upload ??= await this.prepare();
    } catch {
      // The script could not be fetched: no network.
      return this.events.onStopped();
    }
    if (!this.isOver) this.upload.start();
  }

  /** Stops here; another page goes on with it. */
  leave(): void {
    this.isOver = true;
    this.upload?.abort(false).catch(() => undefined);
  }

  /** Stops for good and has the server forget what it got. */
  cancel(): void {
    this.isOver = true;
    this.upload?.abort(true).catch(() => undefined);
  }

  /**
   * The library takes any error for "there is no such upload", and would begin anew: a proxy without a server behind it,
   * or a refusal that we missed, is not that.
   */
  private readStanding(response: HttpResponse): void {
    const status = response.getStatus();
    const code = response.getHeader(UPLOAD_ERROR_HEADER);
    if (status < 400 || (status === 404 && !code)) return;
    const refusal = named(code);
    if (refusal?.kind === 'not-found') return;
    this.lateRefusal = refusal;
    if (refusal || status >= 500 || status === 408 || status === 429) throw new NoStanding(String(status));
  }

  private async prepare(): Promise<Upload> {
    const tus = await import('tus-js-client');
    return new tus.Upload(this.file, {
      endpoint: UPLOADS_URL,
      uploadUrl: this.url ?? null,
      chunkSize: CHUNK_BYTES,
      metadata: toUploadMetadata(this.wish),
      headers: {
        [VERSION_HEADER]: String(CONTRACT_VERSION),
        [CALLER_HEADER]: callerKey({ kind: 'account', id: this.accountId }),
      },
      // When to try again is the queue's to say: it knows the person and the network.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        if (this.upload?.url) this.events.onPlace(new URL(this.upload.url, location.href).pathname);
      },
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') this.readStanding(response);
      },
      onProgress: (sentBytes) => this.events.onProgress(sentBytes),
      onSuccess: () => this.events.onDone(),
      onError: (error) => {
        if (this.isOver) return;
        const refusal = this.lateRefusal ?? refusalOf(error);
        this.lateRefusal = undefined;
        if (refusal && !isPassing(refusal)) this.events.onRefused(refusal);
        else this.events.onStopped(refusal);
      },
    });
  }
}

class NoStanding extends Error {}

interface Answered {
  readonly originalResponse?: {
    getStatus(): number;
    getBody(): string;
    getHeader(name: string): string | undefined;
  } | null;
}

/** The server's refusal in an error of tus; undefined when the way there is to blame. */
export function refusalOf(error: Error & Answered): ErrorBody | undefined {
  const response = error.originalResponse;
  if (!response) return undefined;
  const status = response.getStatus();
  const body = parse(response.getBody()) ?? named(response.getHeader(UPLOAD_ERROR_HEADER));
  // Locked by this client's own request that still hangs, or a proxy that waits for the server.
  if (status === 423 || status === 0) return undefined;
  if (body) return body;
  return status >= 500 || status === 408 || status === 429
    ? undefined
    : errorBody(status === 413 ? 'photo-too-large' : 'invalid');
}

function parse(text: string): ErrorBody | undefined {
  try {
    return toErrorBody(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * The server keeps the bytes after these; what it could not do with them it may do with the next attempt, or with the same
 * person's next session.
 */
export const isPassing = ({ code, kind }: ErrorBody): boolean =>
  code === 'unavailable' || code === 'slow-down' || code === 'internal' || kind === 'unauthenticated';
const named = (code: string | undefined): ErrorBody | undefined => toErrorBody({ code });
