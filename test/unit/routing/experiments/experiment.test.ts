import { expect, test } from 'vitest';
import { decideRequest } from '../../../../src/execution/request.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import {
  drawnPlan,
  isWholePlan,
  withExperiments,
} from '../../../../src/routing/decide/experimentSituation.ts';
import { type Experiment, isDrawn } from '../../../../src/routing/experiments/experiment.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import {
  policyWith,
  readyProvider,
  situationWith,
  standingWith,
  taskWith,
} from '../../../support/tasks.ts';

const cheaper: Experiment = {
  name: 'cheaper refactors',
  taskType: 'refactor',
  plans: { A: 'reasoning', B: 'fast' },
  mode: 'split',
  share: 0.5,
};
const ids = Array.from({ length: 2000 }, (_, place) => `request-${place}`);
const toB = ids.find((id) => isDrawn(cheaper, id))!;
const toA = ids.find((id) => !isDrawn(cheaper, id))!;

const situation = (fields: Partial<Situation> = {}) =>
  situationWith({ experiments: [cheaper], ...fields });

function decided(id: string, fields: Partial<Situation> = {}, task: Partial<Task> = {}) {
  const { decision } = decideRequest(taskWith(task), situation(fields), { drawFor: id });
  return decision;
}

test('a request is always given the same plan, and the reason names it', () => {
  const task = taskWith();
  expect(explain(task, decided(toA))).toBe(
    'Refactor goes to reasoning (large): experiment “cheaper refactors”, plan A.',
  );
  expect(explain(task, decided(toB))).toBe(
    'Refactor goes to fast (small): experiment “cheaper refactors”, plan B.',
  );
  expect(drawnPlan(decided(toB))).toEqual({ experiment: 'cheaper refactors', plan: 'B' });
  expect(decided(toB)).toEqual(decided(toB));
});

test.each([0.1, 0.5, 0.9])('a share of %d gives plan B about that share of requests', (share) => {
  const drawn = ids.filter((id) => isDrawn({ ...cheaper, share }, id)).length;
  // Three standard deviations of a fair draw.
  const reach = 3 * Math.sqrt(share * (1 - share) * ids.length);
  expect(Math.abs(drawn - share * ids.length)).toBeLessThan(reach);
});

test('two experiments draw independently of each other', () => {
  const both = ids.filter(
    (id) => isDrawn(cheaper, id) && isDrawn({ ...cheaper, name: 'another' }, id),
  ).length;
  expect(Math.abs(both - ids.length / 4)).toBeLessThan(60);
});

test('other task types, and requests that do not take part, are decided as ever', () => {
  expect(drawnPlan(decided(toB, {}, { type: 'docs' }))).toBeUndefined();
  expect(drawnPlan(decide(taskWith(), situation()))).toBeUndefined();
  expect(withExperiments(situationWith(), taskWith(), toB)).toEqual(situationWith());
});

test('a pick, a pin and an escalation come first', () => {
  const pick = { tier: 'balanced', pinned: {} };
  expect(decided(toB, { pick }).reason).toEqual({ kind: 'manualPick' });
  const pinned = { tier: 'auto', pinned: { refactor: 'balanced' } } as const;
  expect(decided(toB, { pick: pinned }).reason).toMatchObject({ kind: 'pinned' });
  const { decision } = decideRequest(taskWith(), situation(), {
    drawFor: toB,
    escalation: { to: 'top' },
  });
  expect(decision.reason).toMatchObject({ kind: 'escalated' });
});

test('critical work takes part in no experiment', () => {
  expect(drawnPlan(decided(toB, {}, { critical: true }))).toBeUndefined();
  const policy = policyWith({ critical: ['src/cart.ts'] });
  expect(drawnPlan(decided(toB, { policy }))).toBeUndefined();
});

test('work that stays on this machine finds no other model by either plan', () => {
  const localRules = [{ name: 'secret', when: {}, origin: 'settings' } as const];
  const policy = policyWith({ localRules });
  for (const id of [toA, toB]) expect(choicesOf(decided(id, { policy }).plan)).toEqual([]);
});

test('a budget lowers a plan, and then it is not what the experiment compares', () => {
  const spent = { budgets: [standingWith({ spentNanoUsd: 5e9 })] };
  const lowered = decided(toA, spent);
  expect(choicesOf(lowered.plan).map(({ tier }) => tier)).not.toEqual(['reasoning']);
  expect([isWholePlan(lowered), isWholePlan(decided(toA))]).toEqual([false, true]);
});

test('a plan without its checks is not what the experiment compares', () => {
  expect(isWholePlan({ ...decided(toA), unchecked: true })).toBe(false);
});

test('a plan without a ready model is not what the experiment compares', () => {
  const away = { ...readyProvider, state: { state: 'noKey' } } as const;
  expect(isWholePlan(decided(toB, { providers: new Map([['p', away]]) }))).toBe(false);
});

test('of a shadow, plan A answers every request', () => {
  const experiments: Experiment[] = [{ ...cheaper, mode: 'shadow', maxUsd: 1 }];
  for (const id of [toA, toB]) {
    expect(drawnPlan(decided(id, { experiments }))).toMatchObject({ plan: 'A' });
  }
});
