import { expect, test } from 'vitest';
import { triesOf } from '../../../../src/routing/candidates/tries.ts';
import type { Cascade, Choice } from '../../../../src/routing/decision.ts';
import type { Effort } from '../../../../src/routing/models/model.ts';
import { modelWith } from '../../../support/tasks.ts';

const plain = (tier: string): Choice => ({ tier, model: modelWith(`p/${tier}`) });
const thinking = (tier: string, effort?: Effort): Choice => ({
  tier,
  model: modelWith(`p/${tier}`, { capabilities: { reasoning: true } }),
  ...(effort && { effort }),
});

/** Each step as `how tier@effort`. */
function steps(ladder: Cascade['ladder'], allowed: Partial<Cascade> = {}): string[] {
  const tries = triesOf({
    kind: 'cascade',
    ladder,
    gates: [],
    judges: [],
    caps: { attempts: 9 },
    retry: false,
    raiseEffort: false,
    ...allowed,
  });
  return tries.map(
    ({ how, choice: { tier, effort } }) => `${how} ${tier}${effort ? `@${effort}` : ''}`,
  );
}

const cases: [string, Cascade['ladder'], Partial<Cascade>, string[]][] = [
  ['each rung once', [plain('a'), plain('b'), plain('c')], {}, ['first a', 'climb b', 'climb c']],
  [
    'each rung again with a retry',
    [plain('a'), plain('b')],
    { retry: true },
    ['first a', 'retry a', 'climb b', 'retry b'],
  ],
  [
    'a retry, then more effort, then the next rung',
    [thinking('a'), thinking('b')],
    { retry: true, raiseEffort: true },
    ['first a', 'retry a', 'effort a@high', 'climb b', 'retry b', 'effort b@high'],
  ],
  [
    'more effort without a retry',
    [thinking('a'), plain('b')],
    { raiseEffort: true },
    ['first a', 'effort a@high', 'climb b'],
  ],
  ['no more effort unless it is allowed', [thinking('a')], { retry: true }, ['first a', 'retry a']],
  ['no more effort than a model can', [plain('a')], { raiseEffort: true }, ['first a']],
  [
    'the effort that the tier names is kept elsewhere',
    [thinking('a', 'low')],
    { retry: true, raiseEffort: true },
    ['first a@low', 'retry a@low', 'effort a@high'],
  ],
];
test.each(cases)('%s', (_, ladder, allowed, expected) => {
  expect(steps(ladder, allowed)).toEqual(expected);
});

const efforts: [Effort, raised: boolean][] = [
  ['minimal', true],
  ['low', true],
  ['medium', true],
  ['high', false],
  ['xhigh', false],
  ['max', false],
];
test.each(efforts)('from %s effort is raised: %s', (effort, raised) => {
  const tries = steps([thinking('a', effort)], { raiseEffort: true });
  expect(tries).toEqual([`first a@${effort}`, ...(raised ? ['effort a@high'] : [])]);
});

test('stand-ins are for every try but the one with more effort, which they may not know', () => {
  const standIn = plain('a');
  const choice = { ...thinking('a'), fallbacks: [standIn] };
  const tries = triesOf({
    ladder: [choice],
    retry: true,
    raiseEffort: true,
  });
  expect(tries.map(({ choice: { fallbacks } }) => fallbacks)).toEqual([
    [standIn],
    [standIn],
    undefined,
  ]);
});
