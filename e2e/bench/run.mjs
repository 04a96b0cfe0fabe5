// `npm run bench`: how fast, beside its peers. Never asserts a time; says what it found and where the target is.
//   --only P1,P4     these parts alone        --seconds 5   length of each timed row
//   --full           longer, 10,000 idle, growth  BENCH_PROFILE=<folder> writes CPU profiles of the server
import { parseArgs } from 'node:util';
import { commandRate } from './command-rate.mjs';
import { fanOut } from './fan-out.mjs';
import { firstLoad } from './first-load.mjs';
import { growth } from './growth.mjs';
import { idle } from './idle.mjs';
import { longPoll } from './long-poll.mjs';
import { describeMachine, watchOthers } from './machine.mjs';
import { sectionOf } from './sections.mjs';
import { toSection, writeReport } from './report.mjs';
import { photos } from './photos.mjs';
import { scroll } from './scroll.mjs';
import { Site } from './site.mjs';
import { starts } from './starts.mjs';
import { reconnectStorm } from './storm.mjs';
import { twoNodes } from './two-nodes.mjs';
import { unchangedPoll } from './unchanged-poll.mjs';

const GROUPS = 50;
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, seconds: { type: 'string' }, full: { type: 'boolean', default: false } },
});
const seconds = (usual) => Number(options.seconds ?? usual);
const hasRedis = Boolean(process.env.TEST_REDIS_URL);

/** The peers that there are here, and for how long each is measured. */
async function beside(peerSeconds) {
  // What brings nginx up is a script of docker/, and knows where to find one.
  const { findNchan, startNchan } = await import(new URL('../../docker/nchan.mjs', import.meta.url).href);
  const nginx = findNchan();
  const peers = ['ws', 'sio', ...(hasRedis ? ['sio-redis'] : []), ...(nginx ? ['nchan'] : [])];
  return { peers, peerSeconds, nchan: () => startNchan(nginx) };
}

const parts = {
  P1: async (around) => fanOut({ ...around, perSecond: 100, seconds: seconds(10), ...(await beside(seconds(5))) }),
  P2: async (around) => fanOut({ ...around, perSecond: 20, seconds: seconds(8), ...(await beside(seconds(5))) }),
  P3: (around) =>
    idle({
      ...around,
      counts: options.full ? [0, 100, 1_000, 10_000] : [0, 100, 1_000],
      seconds: seconds(60),
    }),
  P4: (around) => unchangedPoll({ ...around, seconds: seconds(3) }),
  P5: (around) => longPoll(around),
  P6: (around) => commandRate({ ...around, seconds: seconds(5) }),
  P7: (around) => photos(around),
  P8: (around) => reconnectStorm({ ...around, seconds: seconds(15) }),
  P9: (around) => firstLoad(around),
  P10: (around) => scroll(around),
  P11: (around) => twoNodes({ ...around, seconds: seconds(5) }),
  start: (around) => starts(around),
  growth: (around) => growth({ ...around, seconds: seconds(4) }),
};
/** Minutes by itself. */
const ONLY_WHEN_FULL = new Set(['growth']);

const usual = Object.keys(parts).filter((id) => options.full || !ONLY_WHEN_FULL.has(id));
const wanted = options.only?.split(',') ?? usual;
const unknown = wanted.filter((id) => !Object.hasOwn(parts, id));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

// Ours is everything below what started the services; what else runs on the machine disturbs.
const family = process.ppid;
/** Adds to a row how much of the machine others took while it was measured. */
async function disturbed(work) {
  const read = watchOthers(family);
  const row = await work();
  return { ...row, others: read() };
}

const startedAt = performance.now();
const site = await Site.open();
const machine = `${describeMachine()}, ${site.postgresVersion} (fsync on), ${hasRedis ? 'Redis' : 'no Redis'}`;
console.log(machine);
const sections = [];
try {
  await site.fill(GROUPS);
  console.log(`a site of ${GROUPS} groups after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  for (const id of wanted) {
    const section = toSection(sectionOf(id, await parts[id]({ site, disturbed }), machine));
    sections.push(section);
    console.log(`\n${section}`);
  }
} finally {
  if (sections.length > 0) writeReport(sections);
  await site.remove();
}
console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s in all`);
process.exit(0);
