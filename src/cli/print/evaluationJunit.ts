import type { Fixture } from '../../evaluation/fixture.ts';
import type { FinderResult } from '../../evaluation/finder/result.ts';
import type { Trial } from '../../evaluation/trial.ts';
import type { Evaluated } from '../evaluated.ts';
import { type JunitCase, type JunitResult, type JunitSuite, junitXml } from './junit.ts';

/**
 * Evaluations as JUnit XML: a suite for each candidate of each evaluation, a test for each fixture. What the
 * sequential test did not need is skipped.
 */
export function junitOfEvaluations(evaluated: readonly Evaluated[]): string {
  return junitXml(evaluated.flatMap(suitesOf));
}

function suitesOf(evaluated: Evaluated): JunitSuite[] {
  const { evaluation, report, leftOut, why } = evaluated;
  if (!report) {
    const result = { kind: 'error', type: 'notRun', message: why, text: why } as const;
    const cases = [caseOf(evaluated, evaluation.name, { name: 'run', result })];
    return [{ name: evaluation.name, cases }];
  }
  const ran = report.candidates.map(({ id, name }) => {
    const suite = suiteName(evaluated, name);
    const made = trialsByFixture(report.trials.filter(({ candidateId }) => candidateId === id));
    const cases = evaluation.fixtures.map((fixture) =>
      fixtureCase(evaluated, suite, { fixture, trial: made.get(fixture.id) }),
    );
    return { name: suite, cases };
  });
  const others = leftOut.map((each) => {
    const suite = suiteName(evaluated, each.name);
    const result = { kind: 'skipped', message: each.why } as const;
    const cases = evaluation.fixtures.map(({ id }) =>
      caseOf(evaluated, suite, { name: id, result }),
    );
    return { name: suite, cases };
  });
  return [...ran, ...others];
}

function suiteName({ evaluation }: Evaluated, candidate: string): string {
  return `${evaluation.name}: ${candidate}`;
}

/** The scored trial of each fixture, or else its last one. */
function trialsByFixture(trials: readonly Trial[]): ReadonlyMap<string, Trial> {
  const found = new Map<string, Trial>();
  for (const trial of trials) {
    if (found.get(trial.fixtureId)?.outcome.kind !== 'scored') found.set(trial.fixtureId, trial);
  }
  return found;
}

function fixtureCase(
  evaluated: Evaluated,
  suite: string,
  { fixture, trial }: { readonly fixture: Fixture; readonly trial: Trial | undefined },
): JunitCase {
  const result: JunitResult = trial
    ? resultOf(trial)
    : { kind: 'skipped', message: whySkipped(evaluated.report!.result.end) };
  const { latencyMs } = trial ?? {};
  return {
    ...caseOf(evaluated, suite, { name: fixture.id, result }),
    ...(latencyMs !== undefined && { seconds: latencyMs / 1_000 }),
  };
}

function caseOf(
  { file }: Evaluated,
  className: string,
  { name, result }: Pick<JunitCase, 'name' | 'result'>,
): JunitCase {
  return { className, name, file, result };
}

function resultOf({ outcome }: Trial): JunitResult {
  if (outcome.kind === 'couldNotRun') {
    const { why } = outcome;
    return { kind: 'error', type: 'couldNotRun', message: firstLine(why), text: why };
  }
  if (outcome.passed) return { kind: 'passed' };
  const told = outcome.results.flatMap(({ scorer, scored }) =>
    scored.kind === 'scored'
      ? [{ scorer, passed: scored.passed, evidence: scored.evidence }]
      : [{ scorer, passed: true, evidence: scored.why }],
  );
  const failed = told.find(({ passed }) => !passed);
  const text = told
    .map(({ scorer, passed, evidence }) => `${scorer} ${passed ? 'passes' : 'fails'}: ${evidence}`)
    .join('\n');
  const message = firstLine(failed?.evidence ?? 'It does not pass.');
  return { kind: 'failure', type: failed?.scorer ?? 'scorer', message, text };
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0]!;
}

function whySkipped(end: FinderResult['end']): string {
  return end === 'decided'
    ? 'The sequential test did not need it.'
    : 'The run stopped before it was its turn.';
}
