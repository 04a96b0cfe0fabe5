// One file on its way over tus. The only importer of tus-js-client, which is fetched with the first file.
import type { Upload } from 'tus-js-client';
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { toUploadMetadata, UPLOAD_ERROR_HEADER, UPLOADS_URL, type UploadWish } from '@zoetrope/contract/media.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { toErrorBody } from '#replica/http.ts';

/** Below the 100 MB that proxies pass, and small enough that little is sent twice. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export interface TransferEvents {
  onProgress(sentBytes: number): void;
  onDone(): void;
  /** The server said no; going on needs a person. */
  onRefused(error: ErrorBody): void;
  /** Nothing is lost: `go` continues where it stopped. */
  onStopped(): void;
}

/** Sends one file. It may be stopped and continued at will. */
export class Transfer {
  private upload: Upload | undefined;
  private isOver = false;

  constructor(
    private readonly file: File,
    private readonly wish: UploadWish,
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

  /** Stops for good and has the server forget what it got. */
  cancel(): void {
    this.isOver = true;
    this.upload?.abort(true).catch(() => undefined);
  }

  private async prepare(): Promise<Upload> {
    const tus = await import('tus-js-client');
    return new tus.Upload(this.file, {
      endpoint: UPLOADS_URL,
      chunkSize: CHUNK_BYTES,
      metadata: toUploadMetadata(this.wish),
      headers: { [VERSION_HEADER]: String(CONTRACT_VERSION) },
      // When to try again is the queue's to say: it knows the person and the network.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sentBytes) => this.events.onProgress(sentBytes),
      onSuccess: () => this.events.onDone(),
      onError: (error) => {
        if (this.isOver) return;
        const refusal = refusalOf(error);
        if (refusal) this.events.onRefused(refusal);
        else this.events.onStopped();
      },
    });
  }
}

interface Answered {
  readonly originalResponse?: {
    getStatus(): number;
    getBody(): string;
    getHeader(name: string): string | undefined;
  } | null;
}

/** The server's refusal in an error of tus; undefined when the way there or the moment is to blame. */
export function refusalOf(error: Error & Answered): ErrorBody | undefined {
  const response = error.originalResponse;
  if (!response) return undefined;
  const status = response.getStatus();
  const body = parse(response.getBody()) ?? named(response.getHeader(UPLOAD_ERROR_HEADER));
  // Locked by this client's own request that still hangs, or a proxy that waits for the server.
  if (status === 423 || status === 0) return undefined;
  if (body) return body.code === 'unavailable' || body.code === 'slow-down' ? undefined : body;
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

const named = (code: string | undefined): ErrorBody | undefined => toErrorBody({ code });
