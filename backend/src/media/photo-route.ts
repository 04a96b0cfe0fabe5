// GET /photos/<id>/<rendition>: bytes to those who may see them, judged at each request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import {
  CURRENT_SET,
  FIRST_SET,
  ORIGINAL,
  VIDEO,
  type RenditionFormat,
  type RenditionName,
} from '@zoetrope/contract/renditions.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import type { Authentication } from '#carriers/authentication.port.ts';
import { namesTag } from '#carriers/entity-tags.ts';
import { sendError } from '#errors.ts';
import { rangeOf } from './byte-range.ts';
import { toMediaErrorBody } from './faults.ts';
import type { Original, Originals } from './originals.ts';
import type { PhotoAccess, PhotoBytes } from './photo-access.ts';
import { MIME_TYPES, type MediaType, type PictureType } from './sniff.ts';
import type { StandIns } from './stand-ins.ts';
import { renditionKey, type Storage } from './storage.ts';

const TYPE_OF: Readonly<Record<RenditionFormat, PictureType>> = { avif: 'avif', webp: 'webp', jpg: 'jpeg' };
/** What is made of videos that browsers do not play. */
const ENCODED_AS = 'mp4';
const RENDITION = /^w(\d{1,5})\.(avif|webp|jpg)$/u;

interface Served {
  /** In the storage, below the hash. */
  readonly name: string;
  readonly type: MediaType;
  /** False when another stands in for it, for now. */
  readonly isFinal: boolean;
  /** To be kept as a file, with what its group has it say. */
  readonly isDownload?: boolean;
}

export class PhotoRoute {
  constructor(
    private readonly access: PhotoAccess,
    private readonly authentication: Authentication,
    private readonly storage: Storage,
    private readonly originals: Pick<Originals, 'findAll' | 'open'>,
    private readonly standIns: Pick<StandIns, 'findAll'>,
  ) {}

  /** Answers one GET or HEAD. */
  async handle(req: IncomingMessage, res: ServerResponse, photoId: string, rendition: string): Promise<void> {
    try {
      const photo = await this.find(req, photoId);
      const lacksOriginal = rendition === ORIGINAL && !photo.originalType;
      const served = lacksOriginal ? await this.standInFor(photoId) : pick(photo, rendition);
      await this.send(req, res, photoId, photo, served);
    } catch (error) {
      sendError(res, toMediaErrorBody(error, 'a photo'));
    }
  }

  /**
   * What is for everyone is also for who comes with the cookie of a session that is over: a page for visitors has such
   * pictures, and nothing in it to be told by. Whatever else they ask for, they hear that it is over.
   */
  private async find({ headers }: IncomingMessage, photoId: string): Promise<PhotoBytes> {
    const { authentication, access } = this;
    const authenticated =
      authentication.remembered(headers) ?? (await authentication.authenticate(headers).catch(over));
    if (authenticated instanceof Refusal) {
      return access.photoFor(VISITOR, photoId).catch((error: unknown) => {
        throw isNotFound(error) ? authenticated : error;
      });
    }
    return access.photoFor(authenticated.caller, photoId);
  }

  /**
   * What is taken home of a photo whose original cannot be made, as in a zip. Not of a video: a picture of it, without a word,
   * would be taken for a mistake. Errors: Refusal `not-found`.
   */
  private async standInFor(photoId: string): Promise<Served> {
    const [standIn] = await this.standIns.findAll([photoId]);
    if (!standIn?.picture || standIn.isVideo) throw new Refusal('not-found');
    return { name: standIn.picture.name, type: TYPE_OF.jpg, isFinal: false, isDownload: true };
  }

  private async send(req: IncomingMessage, res: ServerResponse, photoId: string, photo: PhotoBytes, served: Served) {
    const isOriginal = served.isDownload && served.name === ORIGINAL;
    const original = isOriginal ? (await this.originals.findAll([photoId]))[0] : undefined;
    // The first rendition is made as those of the last set are; what another set makes of the same file, browsers ask for anew.
    const set = photo.renditionSet === FIRST_SET ? CURRENT_SET : photo.renditionSet;
    const tag = `"${photo.hash.slice(0, 24)}-${set}-${served.name}${markOf(original)}"`;
    const headers = { ...headersOf(photo, served), etag: tag };
    if (namesTag(req.headers['if-none-match'], tag)) {
      res.writeHead(304, headers).end();
      return;
    }
    const key = renditionKey(photo.contentId, served.name);
    const byteCount = original ? original.byteCount : await this.storage.findSize(key);
    if (byteCount === undefined) throw new Refusal('not-found');
    const range = rangeOf(req.headers, tag, byteCount);
    if (range === 'none') {
      res.writeHead(416, { ...headers, 'content-range': `bytes */${byteCount}` }).end();
      return;
    }
    const part = range === 'all' ? undefined : range;
    const isTold = req.method === 'HEAD';
    const body = isTold
      ? undefined
      : original
        ? await this.originals.open(original, part ?? { start: 0, end: byteCount - 1 })
        : await this.storage.open(key, part);
    // Removed since its size was asked: a length that nothing follows would keep the connection waiting.
    if (!isTold && !body) throw new Refusal('not-found');
    res.writeHead(part ? 206 : 200, {
      ...headers,
      'content-type': MIME_TYPES[served.type],
      'content-length': part ? part.end - part.start + 1 : byteCount,
      ...(part ? { 'content-range': `bytes ${part.start}-${part.end}/${byteCount}` } : {}),
      ...(served.isDownload ? { 'content-disposition': `attachment; filename="${nameOf(photoId, served)}"` } : {}),
    });
    if (!body) {
      res.end();
      return;
    }
    // A viewer who leaves in the middle is no error; the file is closed either way.
    await pipeline(body.stream, res).catch(() => {});
  }
}

/** The refusal itself, when it says that a session is over; anything else is thrown on. */
function over(error: unknown): Refusal {
  if (error instanceof Refusal && error.body.kind === 'unauthenticated') return error;
  throw error;
}

const isNotFound = (error: unknown): boolean => error instanceof Refusal && error.body.code === 'not-found';

/** What an original says beside the picture, for it may change its mind. */
const markOf = (original: Original | undefined): string => (original?.opening ? `-${original.crc32.toString(16)}` : '');

/** The rendition that was asked for, or what comes nearest. Errors: Refusal `not-found`. */
function pick({ renditions, originalType, renditionSet, plays }: PhotoBytes, wanted: string): Served {
  if (wanted === ORIGINAL) {
    if (!originalType) throw new Refusal('not-found');
    return { name: ORIGINAL, type: originalType, isFinal: true, isDownload: true };
  }
  if (wanted === VIDEO) {
    if (!plays || !originalType) throw new Refusal('not-found');
    return { name: plays, type: plays === ORIGINAL ? originalType : ENCODED_AS, isFinal: true };
  }
  const match = RENDITION.exec(wanted);
  if (!match) throw new Refusal('not-found');
  const format = match[2] as RenditionFormat;
  const ofFormat = renditions.filter((name) => name.endsWith(`.${format}`));
  const name = nearest(ofFormat.length > 0 ? ofFormat : renditions, Number(match[1]));
  const type = TYPE_OF[RENDITION.exec(name)![2] as RenditionFormat];
  return { name, type, isFinal: renditionSet > FIRST_SET || name === wanted };
}

/** The narrowest that is wide enough, else the widest. */
function nearest(names: readonly RenditionName[], width: number): RenditionName {
  const widthOf = (name: RenditionName) => Number(RENDITION.exec(name)![1]);
  const sorted = names.toSorted((a, b) => widthOf(a) - widthOf(b));
  return sorted.find((name) => widthOf(name) >= width) ?? sorted.at(-1)!;
}

function headersOf(photo: PhotoBytes, served: Served): Record<string, string> {
  const mayKeep = photo.isPublic && served.isFinal;
  return {
    'cache-control': mayKeep ? 'public, max-age=300' : 'private, no-cache',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    // Another site's page can neither show what this browser's owner may see nor measure it.
    'cross-origin-resource-policy': photo.isPublic ? 'cross-origin' : 'same-origin',
  };
}

/** Neutral: cameras number their files, phones write the time into them. */
const nameOf = (photoId: string, { type }: Served): string =>
  `photo-${photoId.slice(-8)}.${type === 'jpeg' ? 'jpg' : type}`;
