import { expect, test } from 'vitest';
import type { Fixture } from '../../../../src/evaluation/fixture.ts';
import {
  valueScorer,
  type ValueScorerSettings,
} from '../../../../src/evaluation/scorers/valueScorers.ts';
import { outcomeOf } from '../../../../src/evaluation/trial.ts';

const fixture = (fields: Partial<Fixture>): Fixture => ({
  id: 'cart',
  subject: { kind: 'taskType', taskType: 'explain' },
  input: { instruction: 'How many?' },
  ...fields,
});
const never = new AbortController().signal;

const settings: [ValueScorerSettings, Partial<Fixture>, answer: string][] = [
  [{ kind: 'exact' }, { expected: 'yes' }, 'yes'],
  [{ kind: 'contains' }, { expected: 'yes' }, 'oh yes'],
  [{ kind: 'pattern', pattern: 'y.s' }, {}, 'yes'],
  [{ kind: 'json' }, { expected: { a: 1 } }, '{"a":1}'],
  [{ kind: 'json', expected: null }, {}, 'null'],
  [{ kind: 'jsonSchema', schema: { type: 'object', properties: {} } }, {}, '{}'],
  [{ kind: 'number' }, { expected: 3 }, 'three is 3'],
  [{ kind: 'label', labels: [{ name: 'bug' }] }, { label: 'bug' }, 'bug'],
  [{ kind: 'similar', least: 0.5 }, { expected: 'kitten' }, 'kitten'],
];
test.each(settings)('%j reads its fixture', async (each, fields, answer) => {
  const scorer = valueScorer(each);
  const scored = await scorer.score({ fixture: fixture(fields), answer }, never);
  expect(scored).toMatchObject({ kind: 'scored', passed: true });
});

test.each<ValueScorerSettings>([
  { kind: 'exact' },
  { kind: 'contains' },
  { kind: 'json' },
  { kind: 'number' },
  { kind: 'label', labels: [] },
  { kind: 'similar', least: 0.5 },
])('%j has no opinion on a fixture that expects nothing', async (each) => {
  const scored = await valueScorer(each).score({ fixture: fixture({}), answer: 'x' }, never);
  expect(scored).toMatchObject({ kind: 'couldNotRun', why: expect.stringContaining('cart') });
});

test('an answer passes when all scorers pass, and its score is their mean', () => {
  const result = (scorer: string, score: number) => ({
    scorer,
    scored: { kind: 'scored', score, passed: score === 1, evidence: '' } as const,
  });
  expect(outcomeOf([result('a', 1), result('b', 0.5)])).toMatchObject({
    score: 0.75,
    passed: false,
  });
  expect(outcomeOf([result('a', 1), result('b', 1)])).toMatchObject({ score: 1, passed: true });
});

test('a scorer that could not run leaves no opinion of the answer', () => {
  const stuck = {
    scorer: 'judge',
    scored: { kind: 'couldNotRun', why: 'It is offline.' },
  } as const;
  expect(outcomeOf([stuck])).toStrictEqual({ kind: 'couldNotRun', why: 'judge: It is offline.' });
  expect(outcomeOf([])).toMatchObject({ kind: 'couldNotRun' });
});
