import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { TurnTiers } from '../../../../src/routing/policy/turnPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import type { Turn } from '../../../../src/routing/turns/turn.ts';
import { turnTask } from '../../../support/loops.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

/** The models that may be asked when the first says that the task is too long. */
function largerFor(
  windows: Readonly<Record<string, number | undefined>>,
  {
    tiers = { fast: ['p/small'], balanced: ['p/medium'], reasoning: ['p/large'] },
    turns = {},
    task = taskWith({ type: 'docs' }),
    ...situation
  }: Partial<Situation> & {
    tiers?: Record<string, string[]>;
    turns?: TurnTiers;
    task?: Task;
  } = {},
): string[] {
  const models = Object.entries(windows).map(([reference, contextTokens]) =>
    modelWith(reference as ModelReference, contextTokens === undefined ? {} : { contextTokens }),
  );
  const { plan } = decide(
    task,
    situationWith({
      catalog: new Map(models.map((model) => [model.reference, model])),
      policy: policyWith({ tiers: toTiers(tiers), turns: [{ tiers: turns, origin: 'settings' }] }),
      ...situation,
    }),
  );
  return (choicesOf(plan)[0]?.larger ?? []).map(({ tier, model }) => `${tier} ${model.reference}`);
}

test('each higher tier that takes more, in their order', () => {
  expect(largerFor({ 'p/small': 8_000, 'p/medium': 100_000, 'p/large': 200_000 })).toEqual([
    'balanced p/medium',
    'reasoning p/large',
  ]);
});

test('a larger model of the same tier first, although it is dearer', () => {
  const tiers = { fast: ['p/small', 'p/wide'], reasoning: ['p/large'] };
  const windows = { 'p/small': 8_000, 'p/wide': 50_000, 'p/large': 200_000 };
  expect(largerFor(windows, { tiers })).toEqual(['fast p/wide', 'reasoning p/large']);
});

test('none that takes no more', () => {
  expect(largerFor({ 'p/small': 8_000, 'p/medium': 8_000, 'p/large': 4_000 })).toEqual([]);
});

test('none whose window is unknown', () => {
  expect(largerFor({ 'p/small': 8_000, 'p/medium': undefined, 'p/large': 9_000 })).toEqual([
    'reasoning p/large',
  ]);
});

test('a known window, where that of the first model is unknown', () => {
  expect(largerFor({ 'p/small': undefined, 'p/medium': 100_000 })).toEqual(['balanced p/medium']);
});

test('no other tier than the one that the developer picked', () => {
  const windows = { 'p/small': 8_000, 'p/medium': 100_000, 'p/large': 200_000 };
  expect(largerFor(windows, { pick: { tier: 'fast', pinned: {} } })).toEqual([]);
});

test('no other tier than that of a subagent', () => {
  const windows = { 'p/small': 8_000, 'p/medium': 100_000, 'p/large': 200_000 };
  const larger = (by: Turn['by']) =>
    largerFor(windows, { task: turnTask({ by }), turns: { execute: 'fast', subagent: 'fast' } });
  expect(larger('agent')).toEqual(['balanced p/medium', 'reasoning p/large']);
  expect(larger('subagent')).toEqual([]);
});

test('none that is not ready', () => {
  const windows = { 'p/small': 8_000, 'q/medium': 100_000 };
  const tiers = { fast: ['p/small'], balanced: ['q/medium'] };
  expect(largerFor(windows, { tiers })).toEqual([]);
});
