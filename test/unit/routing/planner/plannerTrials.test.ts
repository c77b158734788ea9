import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Cascade, Decision } from '../../../../src/routing/decision.ts';
import type {
  Experience,
  Explored,
  PastRequest,
} from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence, exploredIn } from '../../../../src/routing/evidence/gatherEvidence.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const [small, large] = ['p/small', 'p/large'] as const;
const policy = policyWith({
  rules: [{ name: 'learn it', when: {}, use: 'auto', origin: 'settings' }],
  auto: { tiers: ['fast', 'reasoning'] },
});

function decided(
  past: readonly Experience[],
  explored: Explored,
  {
    capabilities = {},
    strongestUsd = 20,
  }: { readonly capabilities?: Model['capabilities']; readonly strongestUsd?: number } = {},
): Decision {
  const evidence = gatherEvidence(past, { taskType: 'refactor' }, explored);
  const priced = (usd: number) => ({
    capabilities,
    prices: [{ from: '2026-01-01', source: 'test', input: usd * 1e9, output: usd * 5e9 }],
  });
  const models = [modelWith(small, priced(1)), modelWith(large, priced(strongestUsd))];
  const catalog = new Map(models.map((model) => [model.reference, model]));
  return decide(
    taskWith(),
    situationWith({ policy, catalog, evidence: new Map([['refactor', evidence]]) }),
  );
}

/** So many requests, all taken as they are; one in ten is too hard for the small model. */
function requests(count: number): Experience[] {
  return Array.from({ length: count }, (_, turn): Experience => {
    const rungs = turn % 10 === 0 ? [small, large] : [small];
    const answers = rungs.map((rung, place) => ({ rung, passed: place === rungs.length - 1 }));
    return { taskType: 'refactor', answers, taken: answers.length - 1, wrong: false };
  });
}

const nothingYet: Explored = { requests: 0, loss: 0, nanoUsd: 0 };
const steps = ({ plan }: Decision) => {
  const { retry = false, raiseEffort = false } = plan.kind === 'cascade' ? plan : {};
  return { retry, raiseEffort };
};
const isExploring = ({ reason }: Decision) => reason.kind === 'planned' && reason.exploring;

test('before a model is known, no retry of it is tried', () => {
  expect(steps(decided(requests(3), nothingYet)).retry).toBe(false);
});

test('once it is known, exploring tries a retry', () => {
  const decision = decided(requests(40), nothingYet);
  expect(steps(decision).retry).toBe(true);
  expect(isExploring(decision)).toBe(true);
});

test('more effort is tried where the model can reason', () => {
  const reasoning = decided(requests(40), nothingYet, { capabilities: { reasoning: true } });
  expect(steps(reasoning).raiseEffort).toBe(true);
  expect(isExploring(reasoning)).toBe(true);
  expect(steps(decided(requests(40), nothingYet)).raiseEffort).toBe(false);
});

test.each<[string, Explored]>([
  ['lost all that it may', { ...nothingYet, loss: 99 }],
  ['cost all that it may', { ...nothingYet, nanoUsd: 1e12 }],
])('nothing is tried when exploring has %s', (_, explored) => {
  const decision = decided(requests(40), explored, { capabilities: { reasoning: true } });
  expect(steps(decision)).toEqual({ retry: false, raiseEffort: false });
  expect(isExploring(decision)).toBe(false);
});

test('a retry that was tried and never helped is left out', () => {
  const inVain: Experience = {
    taskType: 'refactor',
    taken: 2,
    wrong: false,
    answers: [small, `${small}+retry`, large].map((rung) => ({ rung, passed: rung === large })),
  };
  const past = [...requests(270), ...Array.from({ length: 60 }, () => inVain)];
  const { plan, ...decision } = decided(past, nothingYet, { strongestUsd: 5 });
  expect(plan).toMatchObject({ kind: 'cascade', retry: false });
  expect(isExploring({ plan, ...decision })).toBe(false);
});

test('tries lead to evidence, and evidence takes the place of trying', () => {
  let past: readonly PastRequest[] = [];
  let retries = 0;
  for (let turn = 1; turn <= 120; turn += 1) {
    const decision = decided(past, exploredIn(past, 'refactor'));
    const answers = answered(decision.plan as Cascade, turn % 10 === 0);
    retries += answers.filter(({ rung }) => rung.endsWith('+retry')).length;
    const { reason } = decision;
    const loss = reason.kind === 'planned' && reason.exploring ? reason.quality.loss : 0;
    const planned = { loss, strongestNanoUsd: 20e6 };
    const taken = answers.length - 1;
    past = [{ taskType: 'refactor', answers, taken, wrong: false, planned }, ...past];
  }
  expect(retries).toBeGreaterThanOrEqual(5);
  const decision = decided(past, { ...nothingYet, loss: 99 });
  expect(steps(decision).retry).toBe(true);
  expect(isExploring(decision)).toBe(false);
});

/** What the small model does not do at once it does when it is told why. */
function answered(plan: Cascade, isHard: boolean): { rung: string; passed: boolean }[] {
  if (!('ladder' in plan) || plan.ladder[0].model.reference === large) {
    return [{ rung: large, passed: true }];
  }
  if (!isHard) return [{ rung: small, passed: true }];
  const next = plan.retry ? `${small}+retry` : large;
  return [
    { rung: small, passed: false },
    { rung: next, passed: true },
  ];
}
