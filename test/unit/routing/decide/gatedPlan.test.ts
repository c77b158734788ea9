import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { CascadeUse, Rule, SpeculateUse } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { policyWith, situationWith, taskWith, took } from '../../../support/tasks.ts';

const usedBy = (use: Rule['use']): Partial<Situation> => ({
  policy: policyWith({ rules: [{ name: 'mine', when: {}, use, origin: 'settings' }] }),
});

const cascadeUse = { cascade: ['fast', 'reasoning'], gates: ['complete'] } as const;
const seconds = (fast: number, reasoning: number) =>
  new Map([
    ['p/small', took(fast * 1000)],
    ['p/large', took(reasoning * 1000)],
  ]);
const tries =
  'Refactor tries fast (small), then reasoning (large) until complete pass: your rule “mine”.';
const hurries = (why: string) =>
  `Refactor starts fast (small) and reasoning (large) together and takes the first that passes complete: your rule “mine”, and you want an answer within 20 s while ${why}.`;
const hurry: [string, Partial<CascadeUse>, Partial<Situation>, says: string][] = [
  ['no budget', {}, { latencies: seconds(90, 90) }, tries],
  [
    'the budget of another task type',
    {},
    { latencyBudgets: { debug: 1 }, latencies: seconds(90, 90) },
    tries,
  ],
  ['enough time', {}, { latencyBudgets: { refactor: 20 }, latencies: seconds(8, 12) }, tries],
  [
    'too little time',
    {},
    { latencyBudgets: { refactor: 20 }, latencies: seconds(8, 12.5) },
    hurries('one after the other may take 20.5 s'),
  ],
  [
    'too little time for a retry of each',
    { retry: true },
    { latencyBudgets: { refactor: 20 }, latencies: seconds(4, 8) },
    hurries('one after the other may take 24.0 s'),
  ],
  [
    'enough time for the attempts allowed',
    { retry: true, maxAttempts: 3 },
    { latencyBudgets: { refactor: 20 }, latencies: seconds(4, 8) },
    tries,
  ],
  [
    'too little time, and money for one after the other only',
    { maxUsd: 0.0006 },
    { latencyBudgets: { refactor: 20 }, latencies: seconds(8, 12.5) },
    tries,
  ],
  [
    'too little time, and money for both together',
    { maxUsd: 0.001 },
    { latencyBudgets: { refactor: 20 }, latencies: seconds(8, 12.5) },
    hurries('one after the other may take 20.5 s'),
  ],
  [
    'nobody knows how long one takes',
    {},
    { latencyBudgets: { refactor: 20 }, latencies: new Map([['p/small', took(1000)]]) },
    hurries('how long they take is not known yet'),
  ],
];
test.each(hurry)('a cascade with %s', (_, use, situation, says) => {
  const bound = taskWith();
  const found = decide(
    bound,
    situationWith({ ...usedBy({ ...cascadeUse, ...use }), ...situation }),
  );
  expect(explain(bound, found)).toBe(says);
});

test('a cascade of which one rung is ready has nothing to start together', () => {
  const policy = policyWith({
    tiers: toTiers({ fast: ['p/small'], reasoning: ['gone/x'] }),
    rules: [{ name: 'mine', when: {}, use: cascadeUse, origin: 'settings' }],
  });
  const decision = decide(taskWith(), situationWith({ policy, latencyBudgets: { refactor: 1 } }));
  expect(decision.plan).toMatchObject({ kind: 'cascade', ladder: [{ tier: 'fast' }] });
});

test('what a rule says of attempts, money, time and the judge is in the plan', () => {
  const checks = { maxAttempts: 3, maxUsd: 0.25, maxSeconds: 40, rubric: 'Be kind.' };
  const kinds = [{ cascade: ['fast'], retry: true }, { speculate: ['fast', 'reasoning'] }];
  for (const kind of kinds) {
    const { plan } = decide(taskWith(), situationWith(usedBy({ ...kind, ...checks })));
    expect(plan).toMatchObject({
      caps: { attempts: 3, nanoUsd: 250_000_000, seconds: 40 },
      rubric: 'Be kind.',
    });
  }
});

const attempts: [string, CascadeUse | SpeculateUse, number][] = [
  ['once each', { cascade: ['fast', 'reasoning'] }, 2],
  ['twice each with a retry', { cascade: ['fast', 'reasoning'], retry: true }, 4],
  ['three times with more effort', { cascade: ['fast'], retry: true, raiseEffort: true }, 3],
  ['once each, together', { speculate: ['fast', 'balanced', 'reasoning'] }, 3],
];
test.each(attempts)('unless a rule says otherwise, models are asked %s', (_, use, expected) => {
  const { plan } = decide(taskWith(), situationWith(usedBy(use)));
  expect(plan).toMatchObject({ caps: { attempts: expected } });
});

const judging = { cascade: ['fast'], gates: ['complete', 'judge'] } as const;
const threeTiers = toTiers({ fast: ['p/small'], balanced: ['p/medium'], reasoning: ['p/large'] });
const judges: [string, Partial<CascadeUse>, ReturnType<typeof toTiers>, string[]][] = [
  [
    'the default tier, then the strongest',
    {},
    threeTiers,
    ['balanced p/medium', 'reasoning p/large'],
  ],
  ['the tier it names', { judge: 'fast' }, threeTiers, ['fast p/small', 'reasoning p/large']],
  [
    'the model it names',
    { judge: 'p/medium@high' },
    threeTiers,
    ['judge p/medium@high', 'reasoning p/large'],
  ],
  ['the strongest, if that is not ready', { judge: 'gone/x' }, threeTiers, ['reasoning p/large']],
  [
    'the strongest, where no tier is the default',
    {},
    toTiers({ fast: ['p/small'], top: ['p/large'] }),
    ['top p/large'],
  ],
  ['nobody, where no judge is asked', { gates: ['complete'], judge: 'fast' }, threeTiers, []],
];
test.each(judges)('who judges: %s', (_, use, tiers, expected) => {
  const rule = { name: 'mine', when: {}, use: { ...judging, ...use }, origin: 'settings' } as const;
  const policy = policyWith({ tiers, rules: [rule] });
  const { plan } = decide(taskWith(), situationWith({ policy }));
  if (plan.kind !== 'cascade') throw new TypeError(`a ${plan.kind} is no cascade`);
  expect(
    plan.judges.map(
      ({ tier, model, effort }) => `${tier} ${model.reference}${effort ? `@${effort}` : ''}`,
    ),
  ).toEqual(expected);
});

test('a reading task is judged without being asked to, an edit is not', () => {
  const judgesOf = (type: Task['type']) => {
    const { plan } = decide(taskWith({ type }), situationWith(usedBy({ cascade: ['fast'] })));
    return plan.kind === 'cascade' ? plan.judges.length : undefined;
  };
  expect([judgesOf('review'), judgesOf('refactor')]).toEqual([2, 0]);
});
