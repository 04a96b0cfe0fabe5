// `npm test`: everything that a change must keep, in parts. `npm run test:long`: what takes longer than that is worth each
// time. `node docker/test.mjs api` runs one part, and hands on what follows its name.
// What failed is told again at the end, below `=== what failed`. The last line, alone, is `N passed, N failed, N skipped`.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { cacheDirectory, inRoot, nodeBin } from './paths.mjs';
import { onStop, startNode, stopChild } from './processes.mjs';
import { startServices } from './services.mjs';
import { readPlaywrightReport, readVitestReport } from './test-reports.mjs';

const vitest = (project, options = []) => ({
  read: readVitestReport,
  command: (report) => [
    nodeBin.vitest,
    ...['run', '--config', inRoot('e2e/vitest.config.ts'), '--project', project, ...options],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ],
});

const playwright = (env = {}, options = ['--reporter=list,json']) => ({
  read: readPlaywrightReport,
  command: () => [nodeBin.playwright, 'test', ...options],
  cwd: inRoot('e2e'),
  env,
});

const parts = {
  // Each process loads all that is tested: a third one would cost more than it does.
  unit: vitest('unit', ['--maxWorkers=2']),
  api: vitest('api'),
  faults: vitest('faults'),
  e2e: playwright(),
  'long-suites': vitest('long'),
  'long-e2e': playwright({ ONLY_LONG: '1' }),
  /** Firefox and WebKit, where Debian's packages are. */
  browsers: playwright({}, ['--config', 'browsers/browsers.config.ts']),
};
/** Quick ones first: a broken rule is known before a browser has started. */
const DAILY = ['unit', 'api', 'faults', 'e2e'];
const LONG = ['long-suites', 'long-e2e'];

const [word, ...extra] = process.argv.slice(2);
const chosen = word === undefined ? DAILY : word === 'long' ? LONG : [word];
if (!chosen.every((name) => Object.hasOwn(parts, name))) {
  console.error(
    `zoetrope: there is no part ${word}; there are ${Object.keys(parts).join(', ')}, and long for those that begin so.`,
  );
  process.exit(1);
}
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
let services;
let running;
onStop(() => finish(1));
try {
  // Unit tests read the sources; the others run what people run. Services wait for the network, a build for the processor.
  const beginnings = await Promise.allSettled([
    timed('services', startServices),
    word === 'unit' ? undefined : timed('build', build),
  ]);
  services = beginnings[0].value;
  const failed = beginnings.find(({ status }) => status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
  for (const name of chosen) {
    await timed(name, () => runPart(name));
  }
} catch (error) {
  console.error(`zoetrope: ${error.message}`);
  failures.push(error.message);
  total.failed += 1;
}
await finish(total.failed > 0 ? 1 : 0);

async function runPart(name) {
  const { command, read, cwd, env: own } = parts[name];
  const report = path.join(cacheDirectory, `report-${name}.json`);
  fs.rmSync(report, { force: true });
  const env = { ...services.env, ...own, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  running = startNode([...command(report), ...extra], { cwd, env });
  const code = await new Promise((resolve) => running.once('exit', resolve));
  const counts = read(report);
  if (counts.passed + counts.failed === 0) {
    console.error(`zoetrope: the part ${name} ran no test.`);
  }
  // A run may fail without a failed test: a file that cannot be loaded, an error outside every test, nothing to run.
  const isBroken = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  total.passed += counts.passed;
  total.failed += counts.failed + (isBroken ? 1 : 0);
  failures.push(...counts.failures.map((failure) => `${name}: ${failure}`));
  if (isBroken && counts.failures.length === 0) {
    failures.push(`${name}: it ended with ${code} though no test had failed; see above.`);
  }
  total.skipped += counts.skipped;
}

async function timed(name, work) {
  const startedAt = performance.now();
  console.log(`\n=== ${name}`);
  try {
    return await work();
  } finally {
    console.log(`=== ${name} took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

async function finish(exitCode) {
  if (running) {
    await stopChild(running);
  }
  await services?.stop();
  if (failures.length > 0) {
    console.log(['\n=== what failed', ...failures].join('\n'));
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(exitCode);
}
