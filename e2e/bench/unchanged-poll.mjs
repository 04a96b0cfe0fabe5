// P4: the poll of something that did not change, beside the least that could answer it.
import { SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { startChild } from './child.mjs';
import { cpuMs } from './machine.mjs';
import { ask } from './site.mjs';

const CONNECTIONS = 32;

/** A row for each address; the bare server is measured first and last, and its mean is what the others are held against. */
export async function unchangedPoll({ site, disturbed, seconds }) {
  const server = await site.startServer();
  const bare = startChild('bare-http.mjs');
  const load = startChild('polls.mjs');
  const measure = (name, target, path, headers) =>
    disturbed(async () => {
      const asked = { port: target.port, path, headers, connections: CONNECTIONS };
      await load.ask('unchanged', { ...asked, seconds: 1 });
      const [statements, cpu] = [await site.statementCount(), cpuMs(target.pid)];
      const { count, perSecond } = await load.ask('unchanged', { ...asked, seconds });
      const us = ((cpuMs(target.pid) - cpu) * 1000) / count;
      return { name, perSecond, us, count, statements: (await site.statementCount()) - statements };
    });
  try {
    const peer = { port: await bare.ask('port'), pid: bare.pid };
    const bareName = 'bare `node:http`, 304';
    const rows = [await measure(bareName, peer, '/api/sync', { 'If-None-Match': '"1-1"' })];
    for (const { name, path, cookie } of addresses(site)) {
      const own = { [VERSION_HEADER]: String(CONTRACT_VERSION), ...(cookie ? { cookie } : {}) };
      const first = await ask(server, 'GET', path, undefined, own);
      const etag = first.headers.get('etag');
      if (!etag) throw new Error(`${path} answers without a validator`);
      rows.push(await measure(name, server, path, { ...own, 'If-None-Match': etag }));
    }
    rows.push(await measure(bareName, peer, '/api/sync', { 'If-None-Match': '"1-1"' }));
    return rows;
  } finally {
    await Promise.all([bare.stop(), load.stop()]);
    await server.stop();
  }
}

function addresses(site) {
  const sync = (topic) => `/api/sync?t=${encodeURIComponent(topic)}`;
  return [
    { name: 'GET /api/sync, a member, a group’s photo', path: sync(site.photos[0].topic), cookie: site.people.alice },
    { name: 'GET /api/sync, a visitor, everyone’s photos', path: sync(SitePhotosTopic.of({ siteId: SITE_ID }).key) },
    { name: 'GET /api/feed/public, a visitor', path: '/api/feed/public' },
  ];
}
