import { expect, test } from 'vitest';
import { checkPolicy } from '../../../src/cli/evaluate/policyCheck.ts';
import { policyWithout, readCatalog, situationFor } from '../../../src/cli/read/readSituation.ts';
import type { Candidate } from '../../../src/evaluation/candidate.ts';
import type { Evaluation } from '../../../src/evaluation/files/evaluation.ts';
import { resumeFinder } from '../../../src/evaluation/finder/finder.ts';
import { finderResult } from '../../../src/evaluation/finder/result.ts';
import type { Fixture } from '../../../src/evaluation/fixture.ts';
import { parseWorkflow } from '../../../src/execution/workflow/parse/parseWorkflow.ts';
import { parsePolicyFile } from '../../../src/routing/policy/parsePolicy.ts';
import { shippedTiers } from '../../../src/routing/policy/shippedPolicy.ts';
import { candidateOf, finderInput, fixturesOf, outcome, trialOf } from '../../support/trials.ts';

const tierNames = Object.keys(shippedTiers);
const [fast, balanced] = [candidateOf('fast', 1), candidateOf('balanced', 10)];
const cascade: Candidate = {
  ...candidateOf('both', 5),
  subject: { kind: 'cascade', tiers: ['fast', 'balanced'], gates: ['syntax', 'complete'] },
};

/** Explanations of two files, on which `fast` passes and `both` fails. */
const fixtures: readonly Fixture[] = fixturesOf(60, (place) => ({
  input: { files: [{ path: place < 20 ? 'core/a.ts' : 'b.ts', text: 'a' }] },
}));
const result = finderResult(
  resumeFinder(
    finderInput({ candidates: [fast, cascade, balanced], fixtures }),
    fixtures.flatMap((each) => [
      trialOf(fast, each, outcome(true)),
      trialOf(cascade, each, outcome(false)),
    ]),
  ),
  'decided',
);
const evaluation: Evaluation = {
  name: 'e',
  subject: { kind: 'taskType', taskType: 'explain' },
  thresholds: { minPassRate: 0.9 },
  candidates: [],
  scorers: [],
  fixtures,
  ownScorers: new Map(),
};

async function situationWith(written: object) {
  const { policy, problems } = parsePolicyFile(written, tierNames);
  expect(problems).toEqual([]);
  const shipped = policyWithout(shippedTiers);
  const whole = { ...shipped, ...policy, rules: [...policy.rules, ...shipped.rules] };
  const situation = situationFor(whole, await readCatalog(), '2026-11-29');
  return { ...situation, evidence: new Map() };
}

const when = (use: unknown, more: object = {}) => ({ when: { taskType: 'explain', ...more }, use });

test('rules are followed fixture by fixture, and each choice has its verdict', async () => {
  const situation = await situationWith({
    rules: [when('balanced', { path: 'core/**' }), when('fast')],
  });
  const { choices, leftOpen } = checkPolicy(evaluation, { situation, workflow: undefined, result });
  expect(leftOpen).toBe(0);
  expect(choices).toMatchObject([
    { fixtures: 20, candidateId: 'balanced', verdict: 'untried' },
    { fixtures: 40, candidateId: 'fast', verdict: 'passes' },
  ]);
});

test('a cascade is the candidate with the same tiers and gates, in any order of the gates', async () => {
  const of = async (gates: readonly string[]) => {
    const situation = await situationWith({
      rules: [when({ cascade: ['fast', 'balanced'], gates })],
    });
    return checkPolicy(evaluation, { situation, workflow: undefined, result }).choices;
  };
  expect(await of(['complete', 'syntax'])).toMatchObject([
    { candidateId: 'both', verdict: 'fails' },
  ]);
  expect(await of(['complete'])).toMatchObject([{ verdict: 'noCandidate' }]);
});

test('what the policy leaves to the planner is no choice of it', async () => {
  const situation = await situationWith({ rules: [when('auto')] });
  const checked = checkPolicy(evaluation, { situation, workflow: undefined, result });
  expect(checked).toEqual({ choices: [], leftOpen: 60 });
});

test('a step runs on the model of its definition, or on that of the policy', async () => {
  const { workflow, problems } = await parseWorkflow(
    `description: d
steps:
  say: { prompt: Hello, model: fast }
`,
    { name: 'w', tiers: tierNames, readFile: async () => undefined },
  );
  expect(problems).toEqual([]);
  const step: Evaluation = { ...evaluation, subject: { kind: 'step', workflow: 'w', step: 'say' } };
  const of = async (policy: object) => {
    const situation = await situationWith(policy);
    return checkPolicy(step, { situation, workflow, result }).choices;
  };
  expect(await of({})).toMatchObject([{ candidateId: 'fast', fixtures: 60, verdict: 'passes' }]);
  expect(await of({ workflows: { w: { model: 'balanced' } } })).toMatchObject([
    { candidateId: 'balanced', verdict: 'untried' },
  ]);
});
