import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readQuarantine, readTestReport, timesOf } from '../../../scripts/testReport.mjs';
import { root } from '../../../scripts/tools.mjs';

interface Case {
  readonly fullName: string;
  readonly status: string;
  readonly duration?: number;
}

function reportOf(cases: readonly Case[], status = 'passed'): string {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'report.json');
  const name = join(root, 'test', 'unit', 'a.test.ts');
  const result = { name, status, startTime: 1000, endTime: 3500, assertionResults: cases };
  writeFileSync(file, JSON.stringify({ testResults: [result] }));
  return file;
}

const known = {
  file: 'test/unit/a.test.ts',
  test: 'is shy',
  reason: 'seen once on a busy machine',
};

test('a failure in quarantine is named and fails nothing; any other one does', () => {
  const file = reportOf([
    { fullName: 'works', status: 'passed', duration: 5 },
    { fullName: 'is shy', status: 'failed', duration: 7 },
    { fullName: 'is wrong', status: 'failed', duration: 3 },
  ]);
  const { passed, failed, quarantined } = readTestReport(file, [known]);
  expect({ passed, failed, quarantined }).toEqual({
    passed: 1,
    failed: 1,
    quarantined: ['is shy'],
  });
  expect(readTestReport(file, []).failed).toBe(2);
  expect(readTestReport(file, [{ ...known, file: 'test/unit/b.test.ts' }]).failed).toBe(2);
});

test('a file that does not load is broken, and one whose test failed is not', () => {
  expect(readTestReport(reportOf([], 'failed'), []).broken).toEqual(['test/unit/a.test.ts']);
  const failed = reportOf([{ fullName: 'is wrong', status: 'failed' }], 'failed');
  expect(readTestReport(failed, []).broken).toEqual([]);
});

test('no report is no test', () => {
  const { passed, failed } = readTestReport(join(tmpdir(), 'there is no such report.json'), []);
  expect(passed + failed).toBe(0);
});

test('files and the slowest tests are printed, slowest first', () => {
  const cases = Array.from({ length: 12 }, (_, index) => ({
    fullName: `test ${index}`,
    status: 'passed',
    duration: index * 1000,
  }));
  const lines = timesOf(readTestReport(reportOf(cases), []));
  expect(lines[1]).toBe('    2.5 s  test/unit/a.test.ts (12 tests)');
  expect(lines.slice(3)).toHaveLength(10);
  expect(lines[3]).toContain('11.0 s  test/unit/a.test.ts › test 11');
});

test('nothing is in quarantine', () => {
  expect(readQuarantine()).toEqual([]);
});
