import { stringify } from 'yaml';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';
import type { FixtureSubject } from '../fixture.ts';
import type { Thresholds } from '../thresholds.ts';
import { itemsText } from './appendFixtures.ts';
import type { WrittenWithId } from './newFixture.ts';

export interface NewEvaluation {
  readonly subject: FixtureSubject;
  /** Written down before anybody has seen a result. */
  readonly thresholds: Thresholds;
  /** How the step answers; omitted for a task type. */
  readonly step?: StepForm;
  readonly fixtures:
    | { readonly kind: 'example' }
    | { readonly kind: 'inside'; readonly all: readonly WrittenWithId[] }
    | { readonly kind: 'beside'; readonly file: string };
  /** Every fixture brings its own scorers, so that none is written for all. */
  readonly haveScorers?: true;
}

export interface StepForm {
  /** The answer is an object of a schema. */
  readonly hasOutput: boolean;
  /** The answer replaces lines of a file. */
  readonly hasEdit: boolean;
  /** The names of the values that it uses. */
  readonly uses: readonly string[];
}

/** The text of a new evaluation, with comments that say what belongs where. It parses as it is. */
export function newEvaluationText(given: NewEvaluation): string {
  const { thresholds, haveScorers = false } = given;
  return [
    '# Which model is good enough for this work? Tierwise tries candidates on the cases below, from the',
    '# cheapest, and names the first one that is proven to reach the thresholds.',
    'version: 1',
    ...subjectLines(given.subject),
    '',
    '# What a model must reach. Write it before the first run: a change after results were seen is reported.',
    'thresholds:',
    ...stringify(thresholds)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    ...otherThresholds(thresholds),
    '',
    '# Tiers and cascades to try; each of your tiers when this is left out.',
    '# candidates: [fast, balanced]',
    '',
    '# The most that one run may cost, USD.',
    'maxUsd: 1',
    '',
    ...(haveScorers ? [] : ['# Every scorer has to pass.', 'scorers:', ...scorerLines(given), '']),
    '# The cases. “Tierwise: Add to Evaluation…” adds an answer of yours.',
    fixturesText(given),
  ].join('\n');
}

function subjectLines(subject: FixtureSubject): readonly string[] {
  return subject.kind === 'taskType'
    ? [`taskType: ${subject.taskType}`]
    : [stringify({ workflow: subject.workflow, step: subject.step }).trimEnd()];
}

const described = {
  minPassRate: '  # minPassRate: 0.9       # share of cases that pass every scorer',
  maxCostUsd: '  # maxCostUsd: 0.01       # mean cost of a task, USD',
  maxLatencyMs: '  # maxLatencyMs: 20000    # time to the end of nine answers in ten',
  tolerance: '  # tolerance: 0.02        # how far below a candidate may truly be and still pass',
} as const;

function otherThresholds(thresholds: Thresholds): readonly string[] {
  return (Object.keys(described) as (keyof typeof described)[])
    .filter((name) => thresholds[name] === undefined)
    .map((name) => described[name]);
}

const judge = [
  '  - kind: judge',
  '    rubric: |',
  '      The answer does what was asked, is right, and leaves nothing out that the reference has.',
];

function scorerLines({ subject, step }: NewEvaluation): readonly string[] {
  if (subject.kind === 'step' && step?.hasOutput) {
    return ['  - kind: json            # the same fields with the same values as `expected`'];
  }
  const isEdit =
    subject.kind === 'taskType' ? answerKinds[subject.taskType] === 'edit' : step?.hasEdit === true;
  if (!isEdit) return judge;
  return [
    '  - kind: gate',
    '    gate: complete          # nothing is left out',
    '  # - kind: gate',
    '  #   gate: command         # your own command passes in a throwaway copy',
    ...judge,
  ];
}

function fixturesText({ fixtures, subject, step }: NewEvaluation): string {
  if (fixtures.kind === 'beside') return `fixtures: ${JSON.stringify(fixtures.file)}\n`;
  const all = fixtures.kind === 'inside' ? fixtures.all : [exampleFor(subject, step)];
  const text = `fixtures:\n${itemsText(all, '  ', '\n')}`;
  return fixtures.kind === 'example'
    ? `${text}  # Replace the example above by cases of your own.\n`
    : text;
}

function exampleFor(subject: FixtureSubject, step: StepForm | undefined): WrittenWithId {
  if (subject.kind === 'step') {
    const values = Object.fromEntries((step?.uses ?? []).map((name) => [name, {}]));
    return { id: 'example-1', values, ...(step?.hasOutput && { expected: {} }) };
  }
  const { taskType } = subject;
  return {
    id: 'example-1',
    instruction: defaultInstructions[taskType],
    files: [
      {
        path: 'src/example.ts',
        text: 'export function half(value: number): number {\n  return value / 2;\n}\n',
        selection: { startLine: 1, endLine: 3 },
      },
    ],
  };
}

/** Why a name cannot be that of a new evaluation; undefined when it can. */
export function nameProblem(name: string, used: readonly string[]): string | undefined {
  if (!/^[\w][\w.-]{0,79}$/.test(name) || name.endsWith('.')) {
    return 'Use letters, digits, dots and dashes, such as cart-totals.';
  }
  return used.includes(name)
    ? `There is an evaluation ${name} already. Choose another name.`
    : undefined;
}
