// The built app: hashed files are kept by browsers for good, its page is asked for each time.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { namesTag } from './entity-tags.ts';

/** Addresses that are never the app's page. */
const NOT_PAGES = /^\/(api|photos|socket\.io|assets)(\/|$)/;
const YEAR = 'public, max-age=31536000, immutable';

/**
 * The files of the built app, compressed where the build has compressed them and the browser takes it; other requests
 * go on. The list is read once: what is built anew needs a new process.
 */
export const serveAssets = (appDir: string) =>
  sirv(appDir, {
    brotli: true,
    gzip: true,
    etag: true,
    extensions: [],
    setHeaders(response, pathname) {
      response.setHeader('cache-control', pathname.startsWith('/assets/') ? YEAR : 'no-cache');
      response.setHeader('x-content-type-options', 'nosniff');
    },
  });

export class AppFiles {
  private readonly page: { readonly html: Buffer; readonly etag: string } | undefined;

  /** `appDir` holds the app's index.html; undefined when the server has the API only. */
  constructor(readonly appDir: string | undefined) {
    if (appDir === undefined) return;
    const html = fs.readFileSync(path.join(appDir, 'index.html'));
    this.page = { html, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"` };
  }

  /** Answers a browser that opens a page with the app, and says whether it did. */
  answerNavigation(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '/', headers } = request;
    if (!this.page || (method !== 'GET' && method !== 'HEAD') || NOT_PAGES.test(url)) return false;
    if (!/text\/html|\*\/\*/.test(headers.accept ?? '*/*') || path.extname(url.split('?')[0]!) !== '') return false;
    const { html, etag } = this.page;
    const caching = { etag, 'cache-control': 'no-cache' };
    if (namesTag(headers['if-none-match'], etag)) {
      response.writeHead(304, caching).end();
      return true;
    }
    const type = { 'content-type': 'text/html; charset=utf-8', 'content-length': html.length };
    response.writeHead(200, { ...caching, ...type, 'x-content-type-options': 'nosniff' });
    response.end(method === 'HEAD' ? undefined : html);
    return true;
  }
}
