import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './tools.mjs';

const slowestShown = 10;

/**
 * @typedef {object} Quarantined A test that fails for a reason still unknown. It still runs and its
 * failure is shown, but it does not fail the run. Keep tests here for days at most; the list should be empty.
 * @property {string} file Relative to the project.
 * @property {string} test Its full name.
 * @property {string} reason What was seen, and when.
 */

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed Without those in quarantine.
 * @property {readonly string[]} quarantined Names of those that failed in quarantine.
 * @property {readonly string[]} broken Files that failed although none of their tests did.
 */

/**
 * Reads a vitest report. Without a report, there are no tests.
 * @param {string} file
 * @param {readonly Quarantined[]} [quarantine]
 * @returns {Outcome & { files: FileTime[], tests: TestTime[] }}
 *
 * @typedef {{ file: string, ms: number, tests: number }} FileTime
 * @typedef {{ file: string, name: string, ms: number }} TestTime
 */
export function readTestReport(file, quarantine = readQuarantine()) {
  const { testResults = [] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const files = [];
  const tests = [];
  const quarantined = [];
  const broken = [];
  let passed = 0;
  let failed = 0;
  for (const { name, status, startTime, endTime, assertionResults } of testResults) {
    const path = relative(root, name).replaceAll('\\', '/');
    files.push({ file: path, ms: endTime - startTime, tests: assertionResults.length });
    const isSaid = assertionResults.some(
      (/** @type {{ status: string }} */ each) => each.status === 'failed',
    );
    if (status === 'failed' && !isSaid) broken.push(path);
    for (const { fullName, status, duration } of assertionResults) {
      tests.push({ file: path, name: fullName, ms: duration ?? 0 });
      if (status === 'passed') passed += 1;
      if (status !== 'failed') continue;
      const isKnown = quarantine.some((each) => each.file === path && each.test === fullName);
      if (isKnown) quarantined.push(fullName);
      else failed += 1;
    }
  }
  return { passed, failed, quarantined, broken, files, tests };
}

/** @returns {readonly Quarantined[]} */
export function readQuarantine() {
  return JSON.parse(readFileSync(join(root, 'test', 'quarantine.json'), 'utf8'));
}

/**
 * How long each file took, and the slowest tests, as lines to print.
 * @param {{ files: readonly FileTime[], tests: readonly TestTime[] }} report
 * @param {{ everyFile?: boolean }} [options] By default, only the slowest files.
 */
export function timesOf({ files, tests }, { everyFile = false } = {}) {
  const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1).padStart(7)} s`;
  const byTime = (/** @type {{ ms: number }} */ a, /** @type {{ ms: number }} */ b) => b.ms - a.ms;
  const shown = files.toSorted(byTime).slice(0, everyFile ? files.length : slowestShown);
  return [
    'Time by file:',
    ...shown.map(({ file, ms, tests: count }) => `${seconds(ms)}  ${file} (${count} tests)`),
    'Slowest tests:',
    ...tests
      .toSorted(byTime)
      .slice(0, slowestShown)
      .map(({ file, name, ms }) => `${seconds(ms)}  ${file} › ${name}`),
  ];
}
