import { expect, test } from 'vitest';
import { parseExperiments } from '../../../../src/routing/experiments/parseExperiments.ts';

const tiers = ['fast', 'balanced', 'reasoning'];
const written = { name: 'cheaper docs', taskType: 'docs', plans: ['balanced', 'fast'] };

test('an experiment is read with what it usually has', () => {
  expect(parseExperiments([written], tiers)).toEqual({
    experiments: [
      {
        name: 'cheaper docs',
        taskType: 'docs',
        plans: { A: 'balanced', B: 'fast' },
        mode: 'split',
        share: 0.5,
      },
    ],
    problems: [],
  });
  expect(parseExperiments(undefined, tiers)).toEqual({ experiments: [], problems: [] });
});

test('a cascade, a cap and a last day are kept', () => {
  const cascade = { cascade: ['fast', 'balanced'], gates: ['syntax'] };
  const { experiments, problems } = parseExperiments(
    [
      {
        ...written,
        plans: ['balanced', cascade],
        mode: 'shadow',
        share: 1,
        maxUsd: 2,
        until: '2026-12-31',
      },
    ],
    tiers,
  );
  expect(problems).toEqual([]);
  expect(experiments[0]).toMatchObject({
    plans: { A: 'balanced', B: cascade },
    mode: 'shadow',
    maxUsd: 2,
    until: '2026-12-31',
  });
});

test.each([
  ['no list', {}, [], 'Write a list of experiments.'],
  ['no name', [{ ...written, name: undefined }], [0, 'name'], 'Name the experiment.'],
  ['an empty name', [{ ...written, name: '' }], [0, 'name'], 'Name the experiment.'],
  ['one plan', [{ ...written, plans: ['fast'] }], [0, 'plans'], /^Write two plans/],
  ['three plans', [{ ...written, plans: ['fast', 'fast', 'fast'] }], [0, 'plans'], /^Write two/],
  ['a share of 0', [{ ...written, share: 0 }], [0, 'share'], /above 0/],
  ['no day', [{ ...written, until: '31.12.2026' }], [0, 'until'], /such as 2026-12-31/],
  ['no such day', [{ ...written, until: '2026-13-01' }], [0, 'until'], /such as 2026-12-31/],
  ['an unknown tier', [{ ...written, plans: ['fast', 'huge'] }], [0, 'plans', 1], /no tier "huge"/],
  ['auto', [{ ...written, plans: ['auto', 'fast'] }], [0, 'plans', 0], /auto cannot be one/],
  ['the same name twice', [written, written], [1, 'name'], /Name it otherwise/],
  ['a shadow without a cap', [{ ...written, mode: 'shadow' }], [0, 'maxUsd'], /costs money/],
])('%s is a problem at its place', (_, setting, path, message) => {
  const { problems } = parseExperiments(setting, tiers);
  expect(problems).toEqual([{ path, message: expect.stringMatching(message) }]);
});

test('an experiment with a problem does not take place, and the others do', () => {
  const { experiments } = parseExperiments(
    [
      { ...written, plans: ['huge', 'fast'] },
      { ...written, name: 'other' },
    ],
    tiers,
  );
  expect(experiments.map(({ name }) => name)).toEqual(['other']);
});
