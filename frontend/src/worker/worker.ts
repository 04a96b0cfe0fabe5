// The service worker: the app opens without a network, and shows pictures that were seen here lately. It answers three
// kinds of requests (files of the app, its page, renditions), takes what other apps hand over, and lets everything else pass untouched, the carriers first.
//
// It shares no code with the app, so that it is one plain file; docs/decisions/0015 says why it is our own.
import { openPictures, pictureAnswer } from './pictures.ts';
import { sharedAnswer } from './shared.ts';

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** What a worker has and a page has not; the types of both do not go into one program. */
interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/** Both are written in by the build (worker.plugin.mjs). */
declare const __SHELL_VERSION__: string;
declare const __SHELL_FILES__: readonly string[];

const SHELL = `shell:${__SHELL_VERSION__}`;
const PAGE = '/';
/** The action of share_target in app.webmanifest. */
const SHARE = '/share';

/** Addresses whose answers are never the app's page. */
const NOT_PAGES = /^\/(api|photos|socket\.io|assets)(\/|$)/u;
const RENDITION = /^\/photos\/[^/]+\/w\d+\.(avif|webp|jpg)$/u;
/** What a proxy says while the server behind it is away. */
const AWAY = new Set([502, 503, 504]);

scope.addEventListener('install', (event) => {
  const keep = async () => {
    const shell = await caches.open(SHELL);
    await shell.addAll([new Request(PAGE, { cache: 'no-cache' }), '/mark.svg', ...__SHELL_FILES__]);
  };
  event.waitUntil(keep());
});

scope.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('shell:') && name !== SHELL).map((name) => caches.delete(name)),
    );
    await scope.clients.claim();
  };
  event.waitUntil(tidy());
});

// The person has said when: nothing is taken from under a page that somebody writes on.
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting();
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === 'POST' && url.pathname === SHARE) event.respondWith(sharedAnswer(request));
  if (request.method !== 'GET') return;
  if (url.pathname.startsWith('/assets/') || url.pathname === '/mark.svg') {
    event.respondWith(fileAnswer(request));
  } else if (request.mode === 'navigate') {
    if (!NOT_PAGES.test(url.pathname)) event.respondWith(pageAnswer(request));
  } else if (RENDITION.test(url.pathname) && !request.headers.has('range')) {
    event.respondWith(pictureAnswer(request, openPictures(), (work) => event.waitUntil(work)));
  }
});

/** A file of the app: its name says its content, so what is kept is right, also for a page of the build before. */
async function fileAnswer(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The page of the newest build, or the one that is kept while nobody answers. */
async function pageAnswer(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(SHELL)).match(PAGE);
  try {
    const answer = await fetch(request);
    return AWAY.has(answer.status) ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const page = await kept();
    if (page) return page;
    throw error;
  }
}
