import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendToYaml } from '../../../../src/evaluation/collect/appendFixtures.ts';
import {
  nameProblem,
  newEvaluationText,
} from '../../../../src/evaluation/collect/newEvaluation.ts';
import { fixtureProblem, freeId } from '../../../../src/evaluation/collect/checkFixture.ts';
import { contentHash } from '../../../../src/evaluation/collect/newFixture.ts';
import { evaluationLimits } from '../../../../src/evaluation/files/limits.ts';
import { parseEvaluation } from '../../../../src/evaluation/files/parseEvaluation.ts';
import { taskTypes } from '../../../../src/routing/task.ts';

const thresholds = { minPassRate: 0.9 };

async function parsed(text: string, lines?: string) {
  return parseEvaluation(text, {
    name: 'mine',
    tierNames: ['fast', 'balanced'],
    steps: new Map([['triage', ['rate']]]),
    readFile: () => Promise.resolve(lines),
  });
}

test.each(taskTypes)(
  'a new evaluation of %s parses as it is, thresholds first',
  async (taskType) => {
    const subject = { kind: 'taskType', taskType } as const;
    const text = newEvaluationText({ subject, thresholds, fixtures: { kind: 'example' } });
    const { evaluation, problems } = await parsed(text);
    expect(problems).toEqual([]);
    expect(evaluation).toMatchObject({ subject, thresholds });
    expect(text.indexOf('thresholds:')).toBeLessThan(text.indexOf('fixtures:'));
  },
);

test.each([true, false])(
  'a new evaluation of a step parses as it is; output: %s',
  async (hasOutput) => {
    const subject = { kind: 'step', workflow: 'triage', step: 'rate' } as const;
    const text = newEvaluationText({
      subject,
      thresholds: { minPassRate: 1, maxCostUsd: 0.01, maxLatencyMs: 5_000 },
      step: { hasOutput, hasEdit: false, uses: ['inputs'] },
      fixtures: { kind: 'example' },
    });
    const { evaluation, problems } = await parsed(text);
    expect(problems).toEqual([]);
    expect(evaluation?.thresholds).toEqual({
      minPassRate: 1,
      maxCostUsd: 0.01,
      maxLatencyMs: 5_000,
    });
    expect(evaluation?.fixtures[0]?.input.values).toEqual({ inputs: {} });
  },
);

test('a new evaluation can bring its cases, or name a file with them', async () => {
  const subject = { kind: 'taskType', taskType: 'other' } as const;
  const cases = [
    { id: 'a', instruction: 'What is it?', scorers: [{ kind: 'contains', all: ['x'] }] },
  ] as const;
  const given = { subject, thresholds, haveScorers: true } as const;
  const inside = newEvaluationText({ ...given, fixtures: { kind: 'inside', all: cases } });
  expect((await parsed(inside)).evaluation?.fixtures).toHaveLength(1);
  const beside = newEvaluationText({ ...given, fixtures: { kind: 'beside', file: 'cases.jsonl' } });
  const lines = cases.map((each) => JSON.stringify(each)).join('\n');
  expect((await parsed(beside, lines)).evaluation?.fixtures).toHaveLength(1);
});

test('a template takes further cases behind its comment', () => {
  const subject = { kind: 'taskType', taskType: 'other' } as const;
  const text = newEvaluationText({ subject, thresholds, fixtures: { kind: 'example' } });
  const result = appendToYaml(text, [{ instruction: 'Why?' }], subject);
  expect(parse('text' in result ? result.text : '').fixtures).toHaveLength(2);
});

test('a case that is too large is refused with the limit and what to do', () => {
  const subject = { kind: 'taskType', taskType: 'other' } as const;
  const large = { instruction: 'x'.repeat(evaluationLimits.lineLength) };
  expect(fixtureProblem(large, subject)).toMatch(/500,000.*smaller file/);
  expect(fixtureProblem({ instruction: 'x' }, subject)).toBeUndefined();
  expect(fixtureProblem({ values: {} }, subject)).toMatch(/step/);
});

test('ids say what a case is about, and never come twice; content has one hash', () => {
  const subject = { kind: 'step', workflow: 'triage', step: 'rate it' } as const;
  const file = { path: 'src/my cart.test.ts', text: '' };
  expect(freeId({ files: [file] }, subject, new Set(['my-cart-test-1']))).toBe('my-cart-test-2');
  expect(freeId({}, subject, new Set())).toBe('rate-it-1');
  expect(contentHash({ instruction: 'a', tags: ['x'] })).toBe(contentHash({ instruction: 'a' }));
  expect(contentHash({ instruction: 'a' })).not.toBe(contentHash({ instruction: 'b' }));
});

test('names of evaluations are names of files', () => {
  expect(nameProblem('cart-totals', [])).toBeUndefined();
  for (const name of ['', '../x', 'a/b', '.hidden', 'a.', 'a b'])
    expect(nameProblem(name, [])).toBeDefined();
  expect(nameProblem('cart', ['cart'])).toMatch(/already/);
});
