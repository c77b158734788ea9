import { expect, test } from 'vitest';
import type { Report } from '../../../../src/evaluation/report.ts';
import {
  type Alarm,
  describeAlarm,
  type Watch,
  watchCandidate,
} from '../../../../src/evaluation/watching/driftWatch.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import { type ReportSpec, reportWith } from '../../../support/reports.ts';
import { outcome } from '../../../support/trials.ts';

const november = Date.UTC(2026, 10, 3, 12);

/** A run of `fast` alone, with so many of its answers passing. */
function run(runId: string, passed: number, of = 50, more: Partial<ReportSpec> = {}): Report {
  return reportWith({ runId, endedAtMs: november, passes: { fast: [passed, of] }, ...more });
}

const watch = (...reports: readonly Report[]): Watch => watchCandidate(reports, 'fast');

function alarmOf(...reports: readonly Report[]): Alarm {
  const seen = watch(...reports);
  if (seen.kind !== 'fallen') throw new Error(`It is ${seen.kind}.`);
  return seen.alarm;
}

test('a fall in a later run raises the alarm, with both figures and the day', () => {
  const alarm = alarmOf(run('first', 48), run('second', 31));
  expect(alarm).toMatchObject({ kind: 'drift', runId: 'second' });
  expect(describeAlarm(alarm, 'en-GB', 'UTC')).toBe(
    'fast now passes 31 of 50 of triage; it passed 48 of 50 on 3 Nov.',
  );
});

test('the same quality raises none, and neither does one run that is somewhat worse', () => {
  expect(watch(run('first', 48), run('second', 48), run('third', 47))).toEqual({
    kind: 'steady',
    cases: 100,
  });
  expect(watch(run('first', 48), run('second', 46)).kind).toBe('steady');
});

test('several runs together are the reference until there are enough results', () => {
  expect(watch(run('first', 29, 30), run('second', 15, 15))).toEqual({
    kind: 'learning',
    cases: 45,
    needed: 50,
  });
  expect(watch(run('first', 29, 30), run('second', 29, 30)).kind).toBe('steady');
});

test('answers of an earlier run say nothing new', () => {
  const again = run('again', 20, 50, { cached: true });
  expect(watch(run('first', 48), again)).toEqual({ kind: 'steady', cases: 0 });
});

test.each(['fixtures', 'scorers', 'prompts'])(
  'with other %s, results are not compared with earlier ones',
  (part) => {
    const changed = { fingerprint: { [part]: 'another' } };
    expect(watch(run('first', 48), run('second', 31, 50, changed)).kind).toBe('steady');
  },
);

test('when the candidates stand for other models, results are not compared with earlier ones', () => {
  const other = { fingerprint: { models: 'another' } };
  expect(watch(run('first', 48), run('second', 31, 50, other)).kind).toBe('steady');
  const later = watch(run('first', 48), run('second', 31, 50, other), run('third', 10, 50, other));
  expect(later).toMatchObject({ kind: 'fallen', alarm: { before: { passed: 31 } } });
});

test('a run of one candidate is compared with runs of all, whose models are told together', () => {
  const passes = { fast: [48, 50], balanced: [50, 50] } as const;
  const all = reportWith({ runId: 'all', endedAtMs: november, passes });
  const alone = { fingerprint: { models: 'of fast alone' } };
  expect(watch(all, run('second', 31, 50, alone)).kind).toBe('fallen');
});

test('an alarm is the same one in every later look, and a run that proves it anew ends it', () => {
  const before = [run('first', 48), run('second', 31)];
  const { key } = alarmOf(...before);
  expect(alarmOf(...before, run('third', 30)).key).toBe(key);
  expect(alarmOf(...before, run('third', 45, 50, { cached: true })).key).toBe(key);
  expect(watch(...before, run('third', 49)).kind).toBe('steady');
  const next = alarmOf(...before, run('third', 49), run('fourth', 25));
  expect(next.key).not.toBe(key);
  expect(next.before).toMatchObject({ passed: 49, cases: 50 });
});

test('a run with other thresholds ends an alarm: the developer has decided what is good enough', () => {
  const before = [run('first', 48), run('second', 31)];
  expect(watch(...before).kind).toBe('fallen');
  const lower = { thresholds: { minPassRate: 0.4 }, cached: true };
  expect(watch(...before, run('third', 45, 50, lower)).kind).toBe('learning');
});

const strict = { thresholds: { minPassRate: 0.7 } };

test('a run that proves a miss raises the alarm, before there are enough results for the test', () => {
  const first = run('first', 30, 30, strict);
  expect(first.result.rows[0]!.verdict).toBe('passes');
  const alarm = alarmOf(first, run('second', 2, 12, strict));
  expect(alarm).toMatchObject({ kind: 'failed', now: { passed: 2, cases: 12 } });
  expect(describeAlarm(alarm, 'en-GB', 'UTC')).toContain('proven to miss a threshold that it met');
});

test('a threshold that was raised is no alarm', () => {
  const raised = { thresholds: { minPassRate: 0.99 } };
  const second = run('second', 25, 30, raised);
  expect(second.result.rows[0]!.verdict).toBe('fails');
  expect(watch(run('first', 30, 30, strict), second).kind).toBe('learning');
});

/** As `run`, quickly: nothing but its results counts, and no threshold is proven or missed. */
function quickRun(runId: string, passed: number): Report {
  const trials = plain.trials.map((trial, place) => ({
    ...trial,
    outcome: outcome(place < passed),
  }));
  const rows = plain.result.rows.map((row) => ({ ...row, verdict: 'unproven' as const }));
  return { ...plain, runId, trials, result: { ...plain.result, rows } };
}
const plain = run('plain', 48);

test('ten steady runs raise an alarm in few of many histories, a fall of 20 points in most', () => {
  const histories = 300;
  let isFalse = 0;
  let isFound = 0;
  for (let seed = 0; seed < histories; seed += 1) {
    const random = randomFrom(seed);
    // The failures stand together, as hard fixtures of the same order do.
    const runAt = (place: number, rate: number) =>
      quickRun(
        `${seed}-${place}`,
        Array.from({ length: 50 }, () => random() < rate).filter(Boolean).length,
      );
    const runs = (count: number, rate: number) =>
      Array.from({ length: count }, (_, at) => runAt(at + 1, rate));
    const first = runAt(0, 0.9);
    isFalse += Number(watch(first, ...runs(10, 0.9)).kind === 'fallen');
    isFound += Number(watch(first, ...runs(3, 0.7)).kind === 'fallen');
  }
  // 500 results in each steady history, with one false alarm in 1,000 results allowed.
  expect(isFalse / histories).toBeLessThan(0.5);
  expect(isFound / histories).toBeGreaterThan(0.8);
});
