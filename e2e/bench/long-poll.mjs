// P5: thousands whose long poll waits, and one comment that answers them all.
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { delays, marked, percent, verdict } from './report.mjs';
import { ask } from './site.mjs';

const WAITING = 5_000;
const PATIENCE_MS = 10_000;

/** A row without anybody, and one with all of them: what the comment itself asks of PostgreSQL is in both. */
export async function longPoll({ site, disturbed }) {
  const rows = [];
  for (const count of [0, WAITING]) rows.push(await disturbed(() => measure(site, count)));
  return rows;
}

async function measure(site, count) {
  const server = await site.startServer({ hasRedis: Boolean(process.env.TEST_REDIS_URL) });
  const polls = startChild('long-polls.mjs');
  const commands = startChild('commands.mjs');
  const [{ topic, photoId }] = site.photos;
  const load = { port: server.port, cookies: [site.people.alice], photoIds: [photoId], perSecond: 1, seconds: 1 };
  try {
    await commands.ask('steady', load);
    const { text } = await ask(server, 'POST', '/api/sync', { at: { [topic]: null } }, { cookie: site.people.alice });
    const [{ epoch, v }] = JSON.parse(text).batches;
    await polls.ask('wait', { count, port: server.port, cookie: site.people.alice, topic, at: { epoch, v } });
    // The last of them has been read by the server when it has nothing else to do.
    await delay(2_000);
    const before = await site.statementCount();
    const { firstError } = await commands.ask('steady', load);
    if (firstError) throw new Error(firstError);
    const report = await polls.ask('answers', { patienceMs: PATIENCE_MS });
    await delay(1_000);
    return { count, ...report, statements: (await site.statementCount()) - before };
  } finally {
    await Promise.all([polls.stop(), commands.stop()]);
    await server.stop();
  }
}

export function longPollSection([none, all]) {
  const more = all.statements - none.statements;
  const isDisturbed = all.others > 0.1;
  return {
    title: 'a comment that thousands of long polls wait for',
    conditions: `${WAITING} long polls of one member wait for the topic of one photo, on one server; then one comment. Times are from the moment of sending the comment until the answer is complete. Statements are PostgreSQL’s own count from just before the comment until a second after the last answer.`,
    columns: ['waiting', 'answered', 'p50 / p99 / max ms', 'statements', 'others took'],
    rows: [none, all].map((row) => [
      marked(row.count, row),
      row.answered,
      row.count > 0 ? delays(row) : '',
      row.statements,
      percent(row.others),
    ]),
    findings: [
      `All answered: ${verdict(all.answered === all.count, false)}; the last after ${all.maxMs} ms, target ≤ 1,000: ${verdict(all.maxMs <= 1_000, isDisturbed)}.`,
      `Statements that the waiting caused: ${more}, target ≤ 2: ${verdict(more <= 2, isDisturbed)}.`,
    ],
  };
}
