// What the test programs say in their JSON reports, as one kind of count and one list of what failed.
import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Lines of a failure that are told again; the whole of it stands where it happened. */
const TOLD_LINES = 12;

const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** `vitest --reporter=json`: counts, and failed tests and files; all zero when it has written no report. */
export function readVitestReport(file) {
  const report = readJson(file);
  if (!report) return nothing;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresOfVitestFile),
  };
}

function failuresOfVitestFile({ name, status, message, assertionResults }) {
  const tests = assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => told(test.fullName, test.failureMessages.join('\n')));
  return tests.length === 0 && status === 'failed' ? [told(name, message)] : tests;
}

/** Playwright's JSON reporter: counts, and the tests that failed or came right only when asked again. */
export function readPlaywrightReport(file) {
  const report = readJson(file);
  if (!report?.stats) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    failures: [
      ...report.errors.map(({ message }) => told('outside every test', message)),
      ...report.suites.flatMap(failuresOfPlaywrightSuite),
    ],
  };
}

function failuresOfPlaywrightSuite({ suites = [], specs }) {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) =>
        told(
          `[${projectName}] ${file} › ${title}`,
          results.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n'),
        ),
      ),
  );
  return [...own, ...suites.flatMap(failuresOfPlaywrightSuite)];
}

function told(name, message = '') {
  const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, TOLD_LINES);
  return [name, ...lines.map((line) => `    ${line}`)].join('\n');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
