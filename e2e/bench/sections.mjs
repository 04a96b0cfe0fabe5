// The rows of each part as tables, and how they stand to the targets of the design.
import { firstLoadSection } from './first-load.mjs';
import { growthSection } from './growth.mjs';
import { longPollSection } from './long-poll.mjs';
import { delays, marked, percent, round, verdict } from './report.mjs';
import { photosSection } from './photos.mjs';
import { scrollSection } from './scroll.mjs';
import { startsSection } from './starts.mjs';
import { stormSection } from './storm.mjs';
import { twoNodesSection } from './two-nodes.mjs';

const isDisturbed = (...rows) => rows.some(({ others }) => others > 0.1);
const othersOf = (row) => percent(row.others);

const sections = {
  P1: burst,
  P2: calm,
  P3: idleSection,
  P4: pollSection,
  P5: longPollSection,
  P6: commandSection,
  P7: photosSection,
  P8: stormSection,
  P9: firstLoadSection,
  P10: scrollSection,
  P11: twoNodesSection,
  start: startsSection,
  growth: growthSection,
};

export function sectionOf(id, found, machine) {
  const when = new Date().toISOString().slice(0, 10);
  const { conditions, ...section } = sections[id](found);
  return { id, ...section, conditions: `${when}; ${machine}. ${conditions}` };
}

function fanSection(title, rows, findings) {
  const [ours] = rows;
  return {
    title,
    conditions:
      `1,000 watchers of one photo over WebSocket, ${ours.perSecond} comments a second; one account holds all the sockets. Ours goes through HTTP, the ` +
      `transaction and the log; a peer only passes an event of the same size on, to nchan over HTTP, whose sender is not counted. Times are from the moment of sending ` +
      `until the watcher has it; in time is within 2 s of the last one.`,
    columns: [
      'server',
      'events',
      'in time',
      'in the end',
      'p50 / p99 / max ms',
      'frames per watcher',
      'bytes per change',
      'CPU µs per delivery',
      'KiB per watcher',
      'others took',
    ],
    rows: rows.map((row) => [
      marked(row.name, row),
      row.events,
      percent(row.shareInTime),
      percent(row.share),
      delays(row),
      round(row.framesPerWatcher, 0),
      round(row.bytesPerChange, 0),
      round(row.usPerDelivery, 2),
      round(row.kibPerWatcher),
      othersOf(row),
    ]),
    findings: [
      `The same commands without a watcher cost ${round(ours.commandUsBefore, 0)} µs of server CPU each before and ` +
        `${round(ours.commandUsAfter, 0)} µs after; the smaller is subtracted. Per delivery ours is ` +
        `${round(ours.usPerDelivery, 2)} µs without them and ${round(ours.grossUsPerDelivery, 2)} µs with them: nothing subtracted, that is ` +
        `${round(ours.grossUsPerDelivery / peerOf(rows, '`ws`').usPerDelivery, 2)} × plain \`ws\`.`,
      `Watchers that lost or repeated anything: ${ours.incomplete}; told that they fell behind: ${ours.behind}.`,
      ...findings,
    ],
  };
}

const peerOf = (rows, word) => rows.find(({ name }) => name.includes(word));

function burst(rows) {
  const [ours] = rows;
  const ws = peerOf(rows, '`ws`');
  const ratio = ours.usPerDelivery / ws.usPerDelivery;
  return fanSection('a burst to a thousand people', rows, [
    `All delivered: ${verdict(ours.share === 1 && ours.incomplete === 0, false)}.`,
    `p99 ${round(ours.p99)} ms, target ≤ 200: ${verdict(ours.p99 <= 200, isDisturbed(ours))}.`,
    `${round(ratio, 2)} × plain \`ws\` per delivered change, target ≤ 0.4: ${verdict(ratio <= 0.4, isDisturbed(ours, ws))}.`,
  ]);
}

function calm(rows) {
  const [ours] = rows;
  const redis = peerOf(rows, 'Redis adapter');
  const ratio = redis && ours.usPerDelivery / redis.usPerDelivery;
  return fanSection('a conversation before a thousand people', rows, [
    `All delivered: ${verdict(ours.share === 1 && ours.incomplete === 0, false)}.`,
    `p99 ${round(ours.p99)} ms, target ≤ 150: ${verdict(ours.p99 <= 150, isDisturbed(ours))}.`,
    redis
      ? `${round(ratio, 2)} × Socket.IO + Redis adapter, target ≤ 1.0: ${verdict(ratio <= 1, isDisturbed(ours, redis))}.`
      : 'No Redis here, so its peer was not measured.',
  ]);
}

function idleSection(rows) {
  const [none] = rows;
  const most = rows.at(-1);
  const few = rows.find(({ count }) => count > 0);
  const isEven = Math.abs(most.statements - few.statements) <= few.statements * 0.05;
  const known = new Set(none.texts.map(({ query }) => query));
  const more = most.texts.filter(({ query }) => !known.has(query)).reduce((sum, { calls }) => sum + calls, 0);
  return {
    title: 'watchers while nothing happens',
    conditions:
      'WebSocket watchers spread over 50 groups, no writes. Statements are PostgreSQL’s own count (pg_stat_statements).',
    columns: [
      'watchers',
      'statements',
      'to open them all',
      'server CPU ms per s',
      'KiB per connection',
      'server MiB',
      'others took',
    ],
    rows: rows.map((row) => [
      marked(row.count, row),
      row.statements,
      row.openedWith,
      round(row.cpuMsPerSecond),
      round(row.kibPerConnection),
      round(row.rssMiB, 0),
      othersOf(row),
    ]),
    findings: [
      `${few.count} and ${most.count} watchers, ${few.statements} and ${most.statements} statements, equal within 5 %: ${verdict(isEven, false)}.`,
      `Statements that are asked with ${most.count} watchers and never without any, so that somebody’s watching causes them: ${more === 0 ? 'none' : `asked ${more} times`}; the target is none: ${verdict(more === 0, false)}.`,
      `Every statement, by number of watchers (${rows.map(({ count }) => count).join(' / ')}):`,
      ...askedWhileIdle(rows),
      `Memory is what the process holds, uncollected garbage with it: at few connections it says nothing. ${round(most.kibPerConnection)} KiB per connection at ${most.count}, target ≤ 22 at 10,000: ${most.count < 10_000 ? 'not measured, `--full` does' : verdict(most.kibPerConnection <= 22, false)}.`,
    ],
  };
}

/** Each statement with its count at each number of watchers: a difference has a name. */
function askedWhileIdle(rows) {
  const queries = new Set(rows.flatMap(({ texts }) => texts.map(({ query }) => query)));
  return [...queries].map((query) => {
    const counts = rows.map(({ texts }) => texts.find((text) => text.query === query)?.calls ?? 0);
    return `asked ${counts.join(' / ')} × \`${query}\``;
  });
}

function pollSection(rows) {
  const [first, last] = [rows[0], rows.at(-1)];
  const bare = (first.perSecond + last.perSecond) / 2;
  const bareUs = (first.us + last.us) / 2;
  const ours = rows.slice(1, -1);
  return {
    title: 'the poll of what did not change',
    conditions: `32 connections, one request at a time on each, every answer a 304. Statements are those of our server, also in the bare rows, where it is idle: its relay’s.`,
    columns: [
      'address',
      'requests per s',
      '× bare',
      'CPU µs per request',
      '× bare by CPU',
      'statements',
      'others took',
    ],
    rows: rows.map((row) => [
      marked(row.name, row),
      round(row.perSecond, 0),
      round(row.perSecond / bare, 2),
      round(row.us),
      round(bareUs / row.us, 2),
      row.statements ?? '',
      othersOf(row),
    ]),
    findings: ours.map((row) => {
      const ratio = row.perSecond / bare;
      // While the bare server is asked, ours is idle: what it asks then is the relay's.
      const hasQueries = row.statements > Math.max(first.statements, last.statements) + 3;
      return `${row.name}: ${round(ratio, 2)} × bare (${round(bareUs / row.us, 2)} × by CPU), target ≥ 0.5: ${verdict(ratio >= 0.5, isDisturbed(row, first, last))}; queries of its own: ${hasQueries ? '**some**' : 'none'}.`;
    }),
  };
}

function commandSection(pairs) {
  const groups = (count) => (count === 1 ? 'one group' : `${count} groups`);
  const cells = (name, row) => [
    marked(name, row),
    round(row.perSecond, 0),
    round(row.nodeMs, 2),
    round(row.postgresMs, 2),
    row.p50 ? `${round(row.p50)} / ${round(row.p99)}` : '',
    othersOf(row),
  ];
  return {
    title: 'comments per second',
    conditions:
      '8 clients, each sends the next when the last was answered. The bare loop runs the very statements that the product sends, prepared and pipelined alike, one transaction each; it shares the cores with no HTTP client.',
    columns: ['', 'per s', 'Node ms each', 'PostgreSQL ms each', 'p50 / p99 ms', 'others took'],
    rows: pairs.flatMap(({ groups: count, ours, bare }) => [
      cells(`Zoetrope over HTTP, ${groups(count)}`, ours),
      cells(`bare \`pg\`, the same SQL, ${groups(count)}`, bare),
    ]),
    findings: pairs.map(({ groups: count, ours, bare }) => {
      const ratio = ours.perSecond / bare.perSecond;
      const refused = ours.refused ? ` ${ours.refused} refused: ${ours.firstError}` : '';
      return `${groups(count)}: ${round(ratio, 2)} × bare, target ≥ 0.5: ${verdict(ratio >= 0.5, isDisturbed(ours, bare))}.${refused}`;
    }),
  };
}
