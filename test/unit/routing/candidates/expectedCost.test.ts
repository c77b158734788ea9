import { expect, test } from 'vitest';
import { expectedCost } from '../../../../src/routing/candidates/expectedCost.ts';
import type { Cascade, GatedPlan, Choice, Speculation } from '../../../../src/routing/decision.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const today = '2026-11-21';
type Runnable = Parameters<typeof expectedCost>[1];

const choice = (tier: string, fields: Partial<Model> = {}): Choice => ({
  tier,
  model: modelWith(`p/${tier}`, fields),
});
const direct = (each: Choice): Runnable => ({ kind: 'direct', choice: each });
const cost = (plan: Runnable, task: Partial<Task> = {}) =>
  expectedCost(taskWith(task), plan, today);

const checked = (ladder: GatedPlan['ladder'], attempts = 9): GatedPlan => ({
  ladder,
  gates: [],
  judges: [],
  caps: { attempts },
});
const cascade = (ladder: GatedPlan['ladder'], fields: Partial<Cascade> = {}): Cascade => ({
  kind: 'cascade',
  retry: false,
  raiseEffort: false,
  ...checked(ladder),
  ...fields,
});
const speculation = (ladder: GatedPlan['ladder'], attempts?: number): Speculation => ({
  kind: 'speculation',
  ...checked(ladder, attempts),
});

const fast = choice('fast', { capabilities: { reasoning: true } });
const strong = choice('strong', {
  prices: [{ from: '2026-01-01', source: 't', input: 5e9, output: 25e9 }],
});
const unknown = choice('unknown', { prices: [] });
const [fastCost, strongCost] = [cost(direct(fast))!, cost(direct(strong))!];

test('a direct answer costs its question and a range of its answer', () => {
  // 2 tokens of file, 2 of target and 250 of instructions; 22 to 602 tokens of answer.
  expect(cost(direct(choice('plain')))).toEqual({
    lowNanoUsd: 254 * 1_000 + 22 * 5_000,
    highNanoUsd: 254 * 1_000 + 602 * 5_000,
  });
});

test('a model that thinks may cost more, but need not', () => {
  const plain = cost(direct(choice('plain')))!;
  expect(fastCost.lowNanoUsd).toBe(plain.lowNanoUsd);
  expect(fastCost.highNanoUsd).toBeGreaterThan(plain.highNanoUsd);
});

test('more to read and more to write cost more', () => {
  const plain = direct(choice('plain'));
  const small = cost(plain)!;
  const longFile = cost(plain, { fileText: 'a\n'.repeat(1000) })!;
  expect(longFile.lowNanoUsd).toBeGreaterThan(small.lowNanoUsd);
  const target = { startLine: 1, endLine: 500, text: 'a\n'.repeat(500) };
  // An edit writes its target again; prose does not.
  const written = cost(plain, { target })!.lowNanoUsd - small.lowNanoUsd;
  const read =
    cost(plain, { target, answerKind: 'prose' })!.lowNanoUsd -
    cost(plain, { answerKind: 'prose' })!.lowNanoUsd;
  expect(written).toBeGreaterThan(read);
  expect(read).toBeGreaterThan(0);
});

const plans: [string, Runnable, low: number, high: number][] = [
  [
    'a cascade: at least its first try, at most all',
    cascade([fast, strong]),
    fastCost.lowNanoUsd,
    fastCost.highNanoUsd + strongCost.highNanoUsd,
  ],
  [
    'a cascade with a retry and more effort: these as well',
    cascade([fast, strong], { retry: true, raiseEffort: true }),
    fastCost.lowNanoUsd,
    3 * fastCost.highNanoUsd + 2 * strongCost.highNanoUsd,
  ],
  [
    'a cascade: no more than the attempts allowed',
    cascade([fast, strong], { retry: true, caps: { attempts: 2 } }),
    fastCost.lowNanoUsd,
    2 * fastCost.highNanoUsd,
  ],
  [
    'a speculation: all of it in any case',
    speculation([fast, strong]),
    fastCost.lowNanoUsd + strongCost.lowNanoUsd,
    fastCost.highNanoUsd + strongCost.highNanoUsd,
  ],
  [
    'a speculation: no more than the attempts allowed',
    speculation([fast, strong], 1),
    fastCost.lowNanoUsd,
    fastCost.highNanoUsd,
  ],
];
test.each(plans)('%s', (_, plan, lowNanoUsd, highNanoUsd) => {
  expect(cost(plan)).toEqual({ lowNanoUsd, highNanoUsd });
});

const unknowns: [string, Runnable][] = [
  ['alone', direct(unknown)],
  ['further up', cascade([fast, unknown])],
  ['beside another', speculation([fast, unknown])],
  [
    'that is not in force yet',
    direct(choice('new', { prices: [{ ...strong.model.prices[0]!, from: '2026-12-01' }] })),
  ],
];
test.each(unknowns)('with a price that nobody knows %s, the cost is unknown', (_, plan) => {
  expect(cost(plan)).toBeUndefined();
});

test('an unknown price that is never reached is no obstacle', () => {
  expect(cost(cascade([fast, unknown], { caps: { attempts: 1 } }))).toEqual(fastCost);
});
