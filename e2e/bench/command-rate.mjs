// P6: comments per second through the whole stack, beside a loop that runs the very same SQL and nothing else.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { ATTEMPT_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { startChild } from './child.mjs';
import { cpuMs } from './machine.mjs';
import { ask } from './site.mjs';
import { tapPostgres } from './wire-tap.mjs';

const CLIENTS = 8;
/** The product's own (backend/src/store/data-source.ts). */
const POOL = 12;

/** `{ name, groups, ours, bare }` for one hot group and for many. */
export async function commandRate({ site, disturbed, seconds }) {
  const recorded = await record(site);
  const groups = site.photos.filter(({ groupId }) => groupId);
  const rows = [];
  const server = await site.startServer();
  const commands = startChild('commands.mjs');
  const bare = startChild('bare-commands.mjs');
  const costed = (pid, work) =>
    disturbed(async () => {
      const before = [cpuMs(pid), site.postgresCpuMs()];
      const done = await work();
      const count = done.ok ?? done.count;
      return {
        perSecond: done.perSecond,
        p50: done.p50,
        p99: done.p99,
        refused: done.refused ?? 0,
        firstError: done.firstError,
        nodeMs: (cpuMs(pid) - before[0]) / count,
        postgresMs: (site.postgresCpuMs() - before[1]) / count,
      };
    });
  try {
    for (const photos of [groups.slice(0, 1), groups]) {
      const load = { port: server.port, cookies: Object.values(site.people).slice(0, 1), clients: CLIENTS };
      const photoIds = photos.map(({ photoId }) => photoId);
      await commands.ask('closed', { ...load, photoIds, seconds: 1.5 });
      const ours = await costed(server.pid, () => commands.ask('closed', { ...load, photoIds, seconds }));
      const work = { databaseUrl: site.databaseUrl, pool: POOL, clients: CLIENTS, photos, ...recorded };
      await bare.ask('run', { ...work, seconds: 1 });
      const peer = await costed(bare.pid, () => bare.ask('run', { ...work, seconds }));
      rows.push({ groups: photos.length, ours, bare: peer });
    }
    return rows;
  } finally {
    await Promise.all([commands.stop(), bare.stop()]);
    await server.stop();
  }
}

/** The statements of one comment, as a warm server sends them when nobody else is there. */
async function record(site) {
  const tap = await tapPostgres(site.databaseUrl);
  const server = await site.startServer({ databaseUrl: tap.url });
  const [{ photoId, groupId }] = site.photos;
  const url = `/api/${addComment.name.replace('.', '/')}`;
  const comment = async () => {
    const [commentId, attemptId] = [newId(), newId()];
    const headers = { cookie: site.people.alice, [ATTEMPT_HEADER]: attemptId };
    const { text } = await ask(
      server,
      'POST',
      url,
      {
        id: commentId,
        photoId,
        body: 'the light on the water that evening was better than any of us could have said in words',
      },
      headers,
    );
    const { createdAt } = JSON.parse(text).ch.find(({ id }) => id === commentId).row;
    return { photoId, groupId, commentId, attemptId, createdAt };
  };
  try {
    for (let i = 0; i < 5; i += 1) await comment();
    tap.asked.length = 0;
    const was = await comment();
    const own = transactionWith(tap.asked, was.commentId);
    if (own.length !== 4) throw new Error(`a comment took ${own.length} statements, not the 4 that this bench knows`);
    const named = own.map(({ text, values }, i) => ({ name: `bare${i}`, text, values }));
    return { recorded: [named.slice(0, 2), named.slice(2)], was };
  } finally {
    await server.stop();
    tap.close();
  }
}

/** From BEGIN to COMMIT on the connection where something named `id`. */
function transactionWith(asked, id) {
  const { connection } = asked.find(({ values }) => values?.some((value) => value?.includes(id)));
  const there = asked.filter((one) => one.connection === connection);
  const at = there.findIndex(({ values }) => values?.some((value) => value?.includes(id)));
  const from = there.findLastIndex(({ text }, i) => i <= at && text.startsWith('BEGIN'));
  const to = there.findIndex(({ text }, i) => i >= at && text === 'COMMIT');
  return there.slice(from, to + 1);
}
