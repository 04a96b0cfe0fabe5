// The whole server on a database and a folder of its own, and people who use it over HTTP.
import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { newId } from '@zoetrope/contract/ids.ts';
import { UPLOADS_URL, type UploadWish } from '@zoetrope/contract/media.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import pg from 'pg';
import type { Config } from '#config/config.ts';
import { ROLES } from '#config/roles.ts';
import { startServer, type RunningServer } from '#server.ts';
import { testDatabase } from '#store/test-database.fixture.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Undefined where the body is no JSON. */
  readonly json: any;
}

export class Person {
  cookie = '';
  personId = '';
  constructor(private readonly site: Site) {}

  async ask(
    method: string,
    url: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ): Promise<Answer> {
    const response = await fetch(this.site.url + url, {
      method,
      headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0]!;
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') === true && bytes.length > 0;
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      json: isJson ? JSON.parse(String(bytes)) : undefined,
    };
  }

  get = (url: string, headers: Record<string, string> = {}) => this.ask('GET', url, headers);

  /** Errors: throws when it is refused. */
  async run(name: string, input: object): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': newId() };
    const { status, json } = await this.ask('POST', `/api/${name.replace('.', '/')}`, headers, JSON.stringify(input));
    if (status >= 300 || json?.ok === false) throw new Error(`${name}: ${JSON.stringify(json)}`);
  }

  async makeGroup(): Promise<string> {
    const id = newId();
    await this.run('groups.create', { id, name: 'Lake house' });
    return id;
  }

  /** Begins an upload, perhaps with its first bytes. The answer's Location is where it goes on. */
  begin(
    wish: Partial<UploadWish>,
    byteCount: number,
    more: Record<string, string> = {},
    bytes?: Buffer,
  ): Promise<Answer> {
    const headers = { ...beginning(wish, byteCount, more), ...(bytes && { 'content-type': CHUNK }) };
    return this.tus('POST', UPLOADS_URL, headers, bytes);
  }

  /** Begins an upload with its first bytes, and says that the others follow in the same request. */
  beginOnly(wish: UploadWish, byteCount: number, bytes: Buffer): http.ClientRequest {
    const headers = { ...beginning(wish, byteCount, {}), 'content-type': CHUNK, 'content-length': String(byteCount) };
    const common = { cookie: this.cookie, 'tus-resumable': '1.0.0' };
    const request = http.request(this.site.url + UPLOADS_URL, { method: 'POST', headers: { ...common, ...headers } });
    request.on('error', () => {});
    request.write(bytes);
    return request;
  }

  send(location: string, offset: number, bytes: Buffer): Promise<Answer> {
    return this.tus('PATCH', location, { 'upload-offset': String(offset), 'content-type': CHUNK }, bytes);
  }

  tus(method: string, location: string, headers: Record<string, string> = {}, bytes?: Buffer): Promise<Answer> {
    return this.ask(method, location, { 'tus-resumable': '1.0.0', ...headers }, bytes);
  }

  /** Uploads at once. The answer is the one to the last byte, or the one that refused to begin. */
  async upload(wish: UploadWish, bytes: Buffer, more: Record<string, string> = {}): Promise<Answer> {
    const begun = await this.begin(wish, bytes.length, more);
    return begun.status === 201 ? this.send(begun.headers.get('location')!, 0, bytes) : begun;
  }
}

const CHUNK = 'application/offset+octet-stream';

function beginning(wish: Partial<UploadWish>, byteCount: number, more: Record<string, string>): Record<string, string> {
  const { audience, ...rest } = wish;
  const metadata = { caption: '', ...rest, audience: JSON.stringify(audience), ...more };
  const pairs = Object.entries(metadata).map(([key, value = '']) => `${key} ${Buffer.from(value).toString('base64')}`);
  return { 'upload-length': String(byteCount), 'upload-metadata': pairs.join() };
}

export class Site {
  url = '';
  /** Taken by the next start. */
  storage: Config['storage'] = { siteQuotaBytes: undefined, minFreeBytes: 0 };
  ffmpeg: string | undefined;
  private server: RunningServer | undefined;

  private constructor(
    readonly dataDir: string,
    private readonly database: { url: string; close(): Promise<void> },
  ) {}

  /** Errors: a sentence when no PostgreSQL is named. */
  static async open(): Promise<Site> {
    const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'media-site-'));
    const site = new Site(dataDir, await testDatabase());
    await site.start();
    return site;
  }

  async start(): Promise<void> {
    const config: Config = {
      host: '127.0.0.1',
      port: 0,
      dataDir: this.dataDir,
      databaseUrl: this.database.url,
      storage: this.storage,
      ffmpeg: this.ffmpeg,
      redisUrl: undefined,
      publicUrl: undefined,
      trustProxy: false,
      appDir: undefined,
      roles: new Set(ROLES),
      connectionsPerSecond: 1_000,
      connectionsPerAddress: 1_000,
      drainMs: 0,
    };
    this.server = await startServer(config, registry);
    this.url = `http://127.0.0.1:${this.server.port}`;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.database.close();
    await fs.rm(this.dataDir, { recursive: true, force: true });
  }

  /** Somebody signed in. */
  async person(name: string): Promise<Person> {
    const person = new Person(this);
    const given = { login: `${name}-${newId().slice(-6)}`, name, password: `${name}'s long password` };
    const headers = { 'content-type': 'application/json' };
    const { json, status } = await person.ask('POST', '/api/accounts/sign-up', headers, JSON.stringify(given));
    if (status !== 200) throw new Error(JSON.stringify(json));
    person.personId = json.personId;
    return person;
  }

  visitor(): Person {
    return new Person(this);
  }

  /** For states that no public road reaches or shows. */
  async query(text: string, values: unknown[] = []): Promise<any[]> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A lock of the server's, held until the function that this resolves to is called. Errors: those of PostgreSQL. */
  async hold(lock: string): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [lock]);
    return () => client.end();
  }

  /** Every file below a part of the data folder, by its path. */
  async files(folder: 'media' | 'uploads'): Promise<string[]> {
    const root = path.join(this.dataDir, folder);
    const entries = await fs.readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  }
}

/** Waits for a state. Errors: throws with what it waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 15_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
