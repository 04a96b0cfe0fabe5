// The product as people run it, and a site with groups and photos made through its public API.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ACCOUNTS } from '@zoetrope/contract/accounts.ts';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { CURRENT_SET } from '@zoetrope/contract/renditions.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import pg from 'pg';
import sharp from 'sharp';
import { parentOf, treeCpuMs } from './machine.mjs';

const { serverFile } = await import(new URL('../../docker/paths.mjs', import.meta.url).href);
const PATIENCE_MS = 60_000;
const PEOPLE = ['alice', 'bob', 'carla'];

/** One database and one folder for the whole bench; servers come and go on them. */
export class Site {
  people = {};
  /** `{ groupId, photoId, topic }`, each photo in a group of its own; the last one is for everyone. */
  photos = [];

  static async open() {
    const adminUrl = process.env.TEST_DATABASE_ADMIN_URL;
    if (!adminUrl) throw new Error('TEST_DATABASE_ADMIN_URL is missing: run this as `npm run bench`.');
    const site = new Site();
    site.dataDir = await mkdtemp(path.join(tmpdir(), 'zoetrope-bench-'));
    site.name = `zoetrope_bench_${randomBytes(4).toString('hex')}`;
    site.admin = new pg.Client({ connectionString: adminUrl });
    await site.admin.connect();
    await site.admin.query(`create database ${site.name}`);
    await site.admin.query('create extension if not exists pg_stat_statements');
    const { rows } = await site.admin.query('select pg_backend_pid() as pid, version() as version');
    site.postmaster = parentOf(rows[0].pid);
    site.postgresVersion = rows[0].version.split(' ').slice(0, 2).join(' ');
    const url = new URL(adminUrl);
    url.pathname = `/${site.name}`;
    site.databaseUrl = url.href;
    return site;
  }

  /** Statements that PostgreSQL has counted in the product's database, by text. */
  async statements() {
    const { rows } = await this.admin.query(
      `select query, sum(calls)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where d.datname = $1 group by query`,
      [this.name],
    );
    return new Map(rows.map(({ query, calls }) => [query, calls]));
  }
  async statementCount() {
    return [...(await this.statements()).values()].reduce((sum, calls) => sum + calls, 0);
  }

  postgresCpuMs() {
    return treeCpuMs(this.postmaster);
  }

  /** Starts the built server on that port, or a free one, and waits until it answers. */
  async startServer({ env = {}, databaseUrl = this.databaseUrl, hasRedis = false, port: wanted } = {}) {
    const port = wanted ?? (await freePort());
    const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
    const child = spawn(process.execPath, [...profile, serverFile.main], {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: this.dataDir,
        DATABASE_URL: databaseUrl,
        // Watchers come as fast as they can, all from here.
        CONNECTIONS_PER_SECOND: '100000',
        CONNECTIONS_PER_ADDRESS: '100000',
        ...(hasRedis ? { REDIS_URL: process.env.TEST_REDIS_URL } : {}),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => lines.push(String(text)));
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    const url = `http://127.0.0.1:${port}`;
    const giveUpAt = Date.now() + PATIENCE_MS;
    while (
      !(await fetch(`${url}/api/health`).then(
        (answer) => answer.ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null || Date.now() > giveUpAt)
        throw new Error(`the server: ${lines.join('').slice(-2_000)}`);
      await delay(50);
    }
    return {
      pid: child.pid,
      pids: [child.pid],
      port,
      url,
      async kill9() {
        process.off('exit', endWithUs);
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      },
      async stop() {
        process.off('exit', endWithUs);
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      },
    };
  }

  /** Three people, `groupCount` groups of alice's with a photo in each, and one photo for everyone. */
  async fill(groupCount) {
    const server = await this.startServer();
    for (const name of PEOPLE) {
      const login = `${name}-${randomBytes(3).toString('hex')}`;
      const answer = await ask(server, 'POST', `${ACCOUNTS}/sign-up`, {
        name,
        login,
        password: `${name} and a long one`,
      });
      this.people[name] = answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    }
    const cookie = this.people.alice;
    for (let i = 0; i <= groupCount; i += 1) {
      const groupId = i < groupCount ? newId() : undefined;
      const photoId = newId();
      if (groupId) {
        await ask(
          server,
          'POST',
          `/api/${createGroup.name.replace('.', '/')}`,
          { id: groupId, name: `Group ${i}` },
          { cookie },
        );
      }
      await upload(server, cookie, photoId, groupId ? { to: 'group', groupId } : { to: 'everyone' });
      this.photos.push({ groupId, photoId, topic: PhotoTopic.of({ photoId }).key });
    }
    for (const { topic } of this.photos) await untilReady(server, cookie, topic);
    await server.stop();
  }

  async remove() {
    await this.admin.query(`drop database if exists ${this.name} with (force)`);
    await this.admin.end();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

export async function ask(server, method, url, body, headers = {}) {
  const isBytes = Buffer.isBuffer(body);
  const answer = await fetch(server.url + url, {
    method,
    headers: {
      [VERSION_HEADER]: String(CONTRACT_VERSION),
      ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return { status: answer.status, headers: answer.headers, text };
}

async function aTinyPicture(photoId) {
  const background = { r: photoId.charCodeAt(0), g: photoId.charCodeAt(1), b: photoId.charCodeAt(2) };
  return sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .png()
    .toBuffer();
}

export async function upload(server, cookie, photoId, audience, given) {
  const bytes = given ?? (await aTinyPicture(photoId));
  const metadata = Object.entries(toUploadMetadata({ photoId, audience, caption: '' }))
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`.trim())
    .join(',');
  await ask(server, 'POST', UPLOADS_URL, bytes, {
    cookie,
    'tus-resumable': '1.0.0',
    'upload-length': String(bytes.length),
    'upload-metadata': metadata,
    'content-type': 'application/offset+octet-stream',
  });
}

export async function untilReady(server, cookie, topic) {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUpAt) {
    const { text } = await ask(server, 'POST', '/api/sync', { at: { [topic]: null } }, { cookie });
    if (text.includes(`"renditions":${CURRENT_SET}`)) return;
    await delay(50);
  }
  throw new Error('the renditions of a photo were never written');
}

async function freePort() {
  const probe = http.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
