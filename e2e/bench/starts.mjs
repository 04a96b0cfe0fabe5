// How long one waits for `npm start`, and for its end: the program of the word itself, with the embedded database, on data
// of its own. What npm puts before it is another half second.
import { once } from 'node:events';
import { marked, percent, round, verdict } from './report.mjs';

const TIMES = 7;
const WARM_TARGET_S = 5;
const END_TARGET_S = 3;
/** As people and systems end it; `npm` is that npm itself dies, and tells nobody. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'npm'];

const medianOf = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** Rows of seconds: the first start, those that follow, and each way to end. */
export async function starts({ disturbed }) {
  const { Household, until } = await import(new URL('../../docker/household.mjs', import.meta.url).href);
  const household = await Household.open();
  let run;
  const start = (through) => timed(async () => (run = await household.startAndWait({ through })));
  const isQuiet = async () => !(await household.isListening()) && !household.hasDatabase();
  const end = (how) =>
    timed(async () => {
      const exited = once(run.child, 'exit');
      run.child.kill(how === 'npm' ? 'SIGKILL' : how);
      await exited;
      await until('nothing is left', isQuiet);
    });
  const measure = (name, seconds) => ({ name, median: medianOf(seconds), longest: Math.max(...seconds) });
  try {
    const rows = [await disturbed(async () => measure('first start', [await start()]))];
    await end('SIGTERM');
    const warm = [];
    for (const how of ENDINGS) {
      const row = await disturbed(async () => {
        const seconds = [];
        for (let i = 0; i < TIMES; i++) {
          warm.push(await start(how === 'npm' ? 'npm' : 'nothing'));
          seconds.push(await end(how));
        }
        return measure(how === 'npm' ? 'npm killed' : how, seconds);
      });
      rows.push(row);
    }
    rows.splice(1, 0, {
      ...measure('warm start', warm),
      others: Math.max(...rows.slice(1).map(({ others }) => others)),
    });
    return rows;
  } finally {
    await household.close();
  }
}

export function startsSection(rows) {
  const [, warm, ...endings] = rows;
  const isDisturbed = rows.some(({ others }) => others > 0.1);
  const longestEnd = Math.max(...endings.map(({ longest }) => longest));
  return {
    title: 'start and end',
    conditions: `The embedded PostgreSQL, one process; from the start of the program to its first answer, and from the signal until no process, port or database is left. ${TIMES} of each, the first start once.`,
    columns: ['', 'median s', 'longest s', 'others took'],
    rows: rows.map((row) => [marked(row.name, row), round(row.median, 2), round(row.longest, 2), percent(row.others)]),
    findings: [
      `Warm start, target ≤ ${WARM_TARGET_S} s: ${verdict(warm.longest <= WARM_TARGET_S, isDisturbed)}.`,
      `Everything has ended, target ≤ ${END_TARGET_S} s: ${verdict(longestEnd <= END_TARGET_S, isDisturbed)}.`,
    ],
  };
}
