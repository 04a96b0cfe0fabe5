// GET /api/downloads/<id>: the zip, whole or from where it broke off.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Authentication } from '#carriers/authentication.port.ts';
import { rangeOf } from './byte-range.ts';
import type { Downloads } from './downloads.ts';

const DOWNLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export class DownloadRoute {
  constructor(
    private readonly downloads: Downloads,
    private readonly authentication: Authentication,
  ) {}

  /** Who asks, now. Errors: Refusal `session-ended`. */
  async callerOf({ headers }: IncomingMessage): Promise<Caller> {
    return (this.authentication.remembered(headers) ?? (await this.authentication.authenticate(headers))).caller;
  }

  /** Answers one GET or HEAD. Errors: Refusal `not-found`, `session-ended`, `unavailable`, before a byte is sent. */
  async send(req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
    if (!DOWNLOAD_ID.test(id)) throw new Refusal('not-found');
    const zip = await this.downloads.zipFor(await this.callerOf(req), id);
    const { byteCount } = zip.layout;
    const range = rangeOf(req.headers, zip.tag, byteCount);
    const headers = {
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: zip.tag,
      'x-content-type-options': 'nosniff',
      // nginx would write what a slow client has not taken yet into a file, up to a gigabyte.
      'x-accel-buffering': 'no',
    };
    if (range === 'none') {
      res.writeHead(416, { ...headers, 'content-range': `bytes */${byteCount}` }).end();
      return;
    }
    const part = range === 'all' ? { start: 0, end: byteCount - 1 } : range;
    res.writeHead(range === 'all' ? 200 : 206, {
      ...headers,
      'content-type': 'application/zip',
      'content-length': part.end - part.start + 1,
      'content-disposition': toDisposition(zip.title),
      ...(range === 'all' ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${byteCount}` }),
    });
    if (req.method === 'HEAD') {
      res.end();
      return;
    }
    const bytes = this.downloads.read(zip, part, () => this.callerOf(req));
    // Who leaves, or may no longer see the next photo, is cut off: the length that was promised says that it is not whole.
    await pipeline(Readable.from(bytes, { objectMode: false, highWaterMark: 256 * 1024 }), res).catch(() => {});
  }
}

/** The group's name as a file's: for everyone in UTF-8, and in ASCII for what is old (RFC 6266, appendix D). */
export function toDisposition(title: string): string {
  const name = toFileName(title);
  // Once more: what is a quotation mark of full width becomes one that ends the header's own.
  const ascii = toFileName(name.normalize('NFKD').replace(/[^\x20-\x7e]|%/gu, ''));
  const encoded = encodeURIComponent(`${name}.zip`).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}.zip"; filename*=UTF-8''${encoded}`;
}

/** Neither what ends a name on some system nor what turns the reading direction of its ending around. */
const toFileName = (text: string): string =>
  text.replace(/[\p{C}\s/\\:*?"<>|]+/gu, ' ').replace(/^[\s.]+|[\s.]+$/gu, '') || 'Photos';
