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

/** Counts of Playwright's JSON reporter. */
export function readPlaywrightReport(file) {
  const stats = readJson(file)?.stats;
  if (!stats) return nothing;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
