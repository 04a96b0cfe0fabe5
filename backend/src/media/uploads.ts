// Resumable uploads over tus. Who may, what is refused and what becomes of it is ours; offsets and chunks are the library's.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERRORS, Server, type Upload } from '@tus/server';
import { errorBody, Refusal, type ErrorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { UPLOADS_URL } from '@zoetrope/contract/media.ts';
import type { DataSource } from 'typeorm';
import type { Authentication } from '#carriers/authentication.port.ts';
import { isPassing, type Arrival, type Arrivals } from './arrivals.ts';
import type { Contents } from './contents.ts';
import { noteRefusal } from '#refusal-log.ts';
import { toMediaErrorBody } from './faults.ts';
import type { Quotas } from './quotas.ts';
import { isVideo, sniff } from './sniff.ts';
import type { UploadLocks } from './upload-locks.ts';
import { isUploadId, type UploadStore } from './upload-store.ts';
import { assertMayAdd, toKept, toUploader, toWish, uploaderOf, type Uploader } from './upload-wish.ts';
import { bodyOfStatus, refusalResponse, sendWebResponse, toWebRequest } from './web-request.ts';

/** Refusals of bytes while they come, which say that the others need not. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set([
  ...(['upload-length', 'photo-too-large', 'photo-not-an-image', 'videos-are-off'] as const),
]);
const METHODS = new Set(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);
/** How many refusals are remembered for clients whose answer to the last byte was lost. */
const REMEMBERED = 1_000;

export interface UploadPorts {
  readonly uploads: UploadStore;
  readonly locks: UploadLocks;
  readonly quotas: Quotas;
  readonly contents: Contents;
  readonly arrivals: Arrivals;
  readonly authentication: Authentication;
  readonly source: DataSource;
  readonly takesVideos: boolean;
}

export class Uploads {
  private readonly tus: Server;
  private readonly senders = new WeakMap<object, Uploader>();
  private readonly discards = new WeakMap<object, Promise<void>>();
  /** What a request has made a place for. */
  private readonly begun = new WeakMap<object, string>();
  private readonly refused = new Map<string, ErrorBody>();

  constructor(private readonly ports: UploadPorts) {
    this.tus = new Server({
      path: UPLOADS_URL,
      datastore: ports.uploads,
      locker: ports.locks,
      relativeLocation: true,
      // Same-origin only: no other site is told that it may read the answers.
      allowedOrigins: () => false,
      maxSize: ports.takesVideos ? LIMITS.videoBytes : LIMITS.photoBytes,
      disableTerminationForFinishedUploads: true,
      namingFunction: () => newId(),
      onIncomingRequest: (request, id) => this.assertOwn(request, id),
      onUploadCreate: (request, upload) => this.begin(this.senders.get(request)!, upload),
      onUploadFinish: async (_request, upload) => {
        await this.finish(upload);
        return {};
      },
      onResponseError: (request, error) => this.toTusError(request, error),
    });
    this.tus.on('POST_CREATE', (request: Request, upload: Upload) => this.begun.set(request, upload.id));
    // Not in onUploadFinish: after it the library still looks at the upload.
    this.tus.on('POST_FINISH', (request: Request, _response, upload: Upload) => {
      // The photo is there; what cannot be discarded now the sweeper finds.
      const discard = ports.uploads.discard(upload.id).catch(() => {});
      this.discards.set(request, discard);
    });
  }

  /** Answers one request below UPLOADS_URL, whatever it is. `path` as the client wrote it. */
  async handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    const { method = '' } = req;
    if (!METHODS.has(method)) {
      // Not all of them may be a Request.
      req.resume();
      return sendWebResponse(res, refuse(method, errorBody('not-found')));
    }
    const { request, drain } = toWebRequest(req, path);
    await sendWebResponse(res, await this.answer(req, request, path));
    await drain();
  }

  private async answer(req: IncomingMessage, request: Request, path: string): Promise<Response> {
    try {
      if (request.method !== 'OPTIONS') this.senders.set(request, await this.senderOf(req));
      const known = request.method === 'HEAD' ? await this.answerForLost(this.senders.get(request)!, path) : undefined;
      const response = known ?? (await this.tus.handleWeb(request));
      await this.discards.get(request);
      if (response.status < 400) return response;
      const body = await errorOf(response);
      // Refused with its first bytes: its sender never hears where it is, and cannot go on with it.
      const begun = this.begun.get(request);
      if (begun !== undefined) await this.ports.uploads.discard(begun);
      // Nothing that such a client sends under this id will ever be a photo.
      if (request.method === 'PATCH' && HOPELESS.has(body.code)) await this.giveUp(request, path, body);
      return refuse(request.method, body);
    } catch (error) {
      return refuse(request.method, toMediaErrorBody(error, 'an upload'));
    }
  }

  private async giveUp(request: Request, path: string, body: ErrorBody): Promise<void> {
    const id = idOf(path);
    this.remember(`${this.senders.get(request)!.id} ${id}`, body);
    await this.ports.uploads.discard(id);
  }

  /** Errors: Refusal `wrong-origin`, `unauthenticated`, `session-ended`. */
  private async senderOf(req: IncomingMessage): Promise<Uploader> {
    const { authentication } = this.ports;
    if (req.method !== 'HEAD' && !authentication.isOwnOrigin(req.headers)) throw new Refusal('wrong-origin');
    return toUploader((await authentication.authenticate(req.headers)).caller);
  }

  /** Somebody else's upload is not there. */
  private async assertOwn(request: Request, id: string): Promise<void> {
    if (request.method === 'POST') return;
    const upload = await this.ports.uploads.findUpload(id);
    const sender = this.senders.get(request)!;
    if (!upload || uploaderOf(upload.metadata)?.id !== sender.id) throw new Refusal('not-found');
    if (request.method === 'PATCH') await this.assertStillMayAdd(sender, upload);
  }

  /** Who has left meanwhile need not send the rest. Effects: nothing is left of the upload then. */
  private async assertStillMayAdd(sender: Uploader, upload: Upload): Promise<void> {
    try {
      await assertMayAdd(this.ports.source, sender, toWish(upload.metadata));
    } catch (error) {
      if (error instanceof Refusal) await this.ports.uploads.discard(upload.id);
      throw error;
    }
  }

  private async begin(sender: Uploader, upload: Upload) {
    if (upload.size === undefined) throw new Refusal('invalid', { fields: { 'upload-length': 'invalid_type' } });
    if (upload.size === 0) throw new Refusal('photo-empty');
    const wish = toWish(upload.metadata);
    await assertMayAdd(this.ports.source, sender, wish);
    await this.ports.quotas.assertSpace(upload.size);
    const taken = await this.ports.contents.findByPhoto(wish.photoId);
    if (taken && taken.use.uploader.id !== sender.id) throw new Refusal('conflict');
    return { metadata: toKept(sender, wish) };
  }

  private async finish(upload: Upload): Promise<void> {
    const arrival = toArrival(upload);
    if (!arrival) throw new Refusal('not-found');
    try {
      await this.ports.arrivals.finish(arrival);
    } catch (error) {
      const body = toMediaErrorBody(error, 'an upload');
      // What is kept is asked again; when it is gone, its sender begins anew.
      if (!isPassing(body)) this.remember(`${arrival.uploader.id} ${upload.id}`, body);
      throw new Refusal(body.code, body);
    }
  }

  /**
   * The answer to "how far did I get?" of a client that sent everything and heard nothing: as if the last answer had come.
   * Undefined for an upload that is under way.
   */
  private async answerForLost(sender: Uploader, path: string): Promise<Response | undefined> {
    const id = idOf(path);
    if (!isUploadId(id)) return undefined;
    const upload = await this.ports.uploads.findUpload(id);
    if (upload) {
      if (upload.offset !== upload.size || uploaderOf(upload.metadata)?.id !== sender.id) return undefined;
      await this.finish(upload);
      await this.ports.uploads.discard(id);
    }
    const held = await this.ports.contents.findByUpload(id);
    if (held?.use.uploader.id === sender.id) return completeResponse(held.content.byteCount);
    const refusal = this.refused.get(`${sender.id} ${id}`);
    return refusal && refusalResponse(refusal);
  }

  private remember(key: string, body: ErrorBody): void {
    if (this.refused.size >= REMEMBERED) this.refused.delete(this.refused.keys().next().value!);
    this.refused.set(key, body);
  }

  private toTusError(request: Request, error: unknown): { status_code: number; body: string } {
    const isTus = !(error instanceof Refusal) && typeof (error as { status_code?: unknown }).status_code === 'number';
    const body = isTus
      ? bodyOf(error as { status_code: number }, this.ports.takesVideos)
      : toMediaErrorBody(error, 'an upload');
    // The status is set with the rest of the answer, in `answer`; tus wants one.
    return { status_code: 400, body: JSON.stringify(body) };
  }
}

/**
 * What is longer than any photo may be is a video, or is not sent to its end.
 * Errors: Refusal `photo-too-large`, `photo-not-an-image`, `videos-are-off`.
 */
export function assertNotTooLong(head: Uint8Array, byteCount: number, takesVideos: boolean): void {
  if (byteCount <= LIMITS.photoBytes) return;
  if (!isVideo(sniff(head))) throw new Refusal('photo-too-large');
  if (!takesVideos) throw new Refusal('videos-are-off');
}

/** What a kept upload is to become; undefined when its facts are not ours. */
export function toArrival(upload: Pick<Upload, 'id' | 'metadata'>): Arrival | undefined {
  const uploader = uploaderOf(upload.metadata);
  return uploader && { uploadId: upload.id, uploader, wish: toWish(upload.metadata) };
}

/** What the library refused, in the contract's words. */
function bodyOf(error: { status_code: number }, takesVideos: boolean): ErrorBody {
  // Its client came back on another connection, which goes on where this one was.
  if (error === ERRORS.ABORTED) return errorBody('unavailable');
  // Longer than any may be before its first byte; afterwards longer than was said.
  if (error === ERRORS.ERR_MAX_SIZE_EXCEEDED) return errorBody(takesVideos ? 'video-too-large' : 'photo-too-large');
  if (error.status_code === 413) return errorBody('upload-length');
  return bodyOfStatus(error.status_code);
}

const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const completeResponse = (byteCount: number): Response =>
  new Response(null, {
    status: 200,
    headers: {
      'tus-resumable': '1.0.0',
      'cache-control': 'no-store',
      'upload-offset': String(byteCount),
      'upload-length': String(byteCount),
    },
  });

/** Asking how far an upload got is no attempt, and prints nothing. */
function refuse(method: string, body: ErrorBody): Response {
  if (method !== 'HEAD') noteRefusal(body, `${method} ${UPLOADS_URL}`);
  return refusalResponse(body);
}

/** Errors that the library wrote without asking anybody are about the request's form. */
async function errorOf(response: Response): Promise<ErrorBody> {
  const text = await response.text();
  return text.startsWith('{') ? (JSON.parse(text) as ErrorBody) : bodyOfStatus(response.status);
}
