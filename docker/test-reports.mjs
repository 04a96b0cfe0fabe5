// What the test programs say in their JSON reports, as one kind of count.
import fs from 'node:fs';

const nothing = { passed: 0, failed: 0, skipped: 0 };

/** Counts of `vitest --reporter=json`; all zero when it has written no report. */
export function readVitestReport(file) {
  const report = readJson(file);
  return report
    ? {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      }
    : nothing;
}

/** Counts of Playwright's JSON reporter. A test that passed only the second time (on CI alone) has passed, and is said aloud. */
export function readPlaywrightReport(file) {
  const stats = readJson(file)?.stats;
  if (!stats) return nothing;
  if (stats.flaky > 0) console.warn(`!!! ${stats.flaky} passed only the second time: mend them.`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
