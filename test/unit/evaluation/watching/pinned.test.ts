import { expect, test } from 'vitest';
import type { CandidateSubject } from '../../../../src/evaluation/candidate.ts';
import { namedFor, pinnedCandidate } from '../../../../src/evaluation/watching/pinned.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import type { Workflow } from '../../../../src/execution/workflow/definition.ts';
import { reportWith } from '../../../support/reports.ts';
import { policyWith } from '../../../support/tasks.ts';

const { result } = reportWith({ runId: 'r', endedAtMs: 1, passes: { fast: [50, 50] } });
const docs = { kind: 'taskType', taskType: 'docs' } as const;
const step = { kind: 'step', workflow: 'sort', step: 'triage' } as const;

function rule(use: Rule['use'], more: Partial<Rule> = {}): Rule {
  return { name: 'r', when: { taskType: ['docs'] }, origin: 'repository', use, ...more };
}

/** Whether the policy with these rules has pinned a candidate with this subject. */
function isPinned(subject: CandidateSubject, ...rules: readonly Rule[]): boolean {
  const policy = policyWith({ rules: [...rules, ...policyWith().rules] });
  const smallest = { ...result.smallest!, candidate: { ...result.smallest!.candidate, subject } };
  const named = namedFor(docs, policy, undefined);
  return pinnedCandidate({ result: { ...result, smallest } }, named, policy) !== undefined;
}
const fast: CandidateSubject = { kind: 'tier', tier: 'fast' };

test('a tier is pinned by the first rule about the task type', () => {
  expect(isPinned(fast, rule('fast'))).toBe(true);
  expect(isPinned(fast, rule('balanced'), rule('fast'))).toBe(false);
  expect(isPinned(fast)).toBe(false);
  expect(isPinned(fast, rule('fast', { origin: 'shipped' }))).toBe(false);
});

test('a rule about some of the work pins nothing', () => {
  expect(isPinned(fast, rule('fast', { when: { taskType: ['docs'], path: ['a/**'] } }))).toBe(
    false,
  );
  expect(isPinned(fast, rule('fast', { when: { taskType: ['docs'], critical: false } }))).toBe(
    true,
  );
});

test('a model is pinned by the tier that it leads, a cascade by the same tiers', () => {
  const model = (reference: 'p/small' | 'p/large'): CandidateSubject => ({
    kind: 'model',
    choice: { reference },
  });
  expect(isPinned(model('p/small'), rule('fast'))).toBe(true);
  expect(isPinned(model('p/large'), rule('fast'))).toBe(false);
  const cascade: CandidateSubject = { kind: 'cascade', tiers: ['fast', 'balanced'], gates: [] };
  expect(isPinned(cascade, rule({ cascade: ['fast', 'balanced'] }))).toBe(true);
  expect(isPinned(cascade, rule({ cascade: ['fast', 'reasoning'] }))).toBe(false);
  expect(isPinned(cascade, rule({ speculate: ['fast', 'balanced'] }))).toBe(false);
});

test('a step is pinned by the policy, or else by its workflow', () => {
  const named = { kind: 'named', name: 'fast' } as const;
  const workflow = { steps: [{ kind: 'model', name: 'triage', model: named }] };
  const policy = policyWith();
  const find = (own = policy) => namedFor(step, own, workflow as unknown as Workflow);
  expect(pinnedCandidate({ result }, find(), policy)?.id).toBe('fast');
  const balanced = { kind: 'named', name: 'balanced' } as const;
  const moved = policyWith({ workflows: { sort: { steps: { triage: balanced } } } });
  expect(pinnedCandidate({ result }, find(moved), moved)).toBeUndefined();
  const back = policyWith({
    workflows: { sort: { everywhere: balanced, steps: { triage: named } } },
  });
  expect(pinnedCandidate({ result }, find(back), back)?.id).toBe('fast');
  const quick = { kind: 'fastest', names: ['fast'], by: 'total' } as const;
  const measured = policyWith({ workflows: { sort: { steps: { triage: quick } } } });
  expect(pinnedCandidate({ result }, find(measured), measured)).toBeUndefined();
});
