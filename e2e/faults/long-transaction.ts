// 8: somebody else's transaction stays open, and VACUUM runs. A cursor by transaction ids would stand still behind it.
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { quantile } from '#faults/stage/recorder.ts';
import pg from 'pg';

const OPEN_MS = 30_000;
/** Beside it, what two runs of the same differ by on a busy machine. */
const SHARE = 1.2;
const NOISE_MS = 150;

export const longTransaction: Fault = {
  number: 8,
  title: `Unrelated write transaction open for ${OPEN_MS / 1_000} s, with VACUUM`,
  invariant: 'latency unchanged (± 20 %)',
  async run({ site, writers, recorder }) {
    const pushed = () => recorder.latencies.filter(({ rung }) => rung !== 'poll').map(({ ms }) => ms);
    recorder.latencies = [];
    await writers.writeFor(10_000, 8);
    const before = pushed();
    const other = new pg.Client({ connectionString: site.database.url });
    await other.connect();
    await other.query('create table if not exists somebody_elses (n int)');
    await other.query('begin; insert into somebody_elses values (1)');
    recorder.latencies = [];
    writers.start(8);
    await delay(OPEN_MS / 2);
    await site.database.query('vacuum change');
    await delay(OPEN_MS / 2);
    await writers.stop();
    const during = pushed();
    await other.query('rollback');
    await other.query('drop table somebody_elses');
    await other.end();
    const [p50, was50] = [quantile(during, 0.5), quantile(before, 0.5)];
    const [p99, was99] = [quantile(during, 0.99), quantile(before, 0.99)];
    return [
      found('p50', `${p50.toFixed(0)} ms, ${was50.toFixed(0)} before`, p50 <= was50 * SHARE + NOISE_MS),
      found('p99', `${p99.toFixed(0)} ms, ${was99.toFixed(0)} before`, p99 <= was99 * SHARE + 4 * NOISE_MS),
    ];
  },
};
