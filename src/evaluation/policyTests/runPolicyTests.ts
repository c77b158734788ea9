import type { Classification } from '../../routing/classify/classify.ts';
import { decide } from '../../routing/decide/decide.ts';
import { choicesOf, type Decision, type Plan } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { explainRejected } from '../../routing/explainPassedOver.ts';
import type { ProblemPath } from '../../routing/input/problems.ts';
import type { Situation } from '../../routing/situation.ts';
import type { ExpectedDecision, PlanKind, PolicyTest } from './policyTest.ts';
import { situationOfTest, taskOfTest } from './situationOfTest.ts';

/** An expectation that does not hold. */
export interface PolicyTestFailure {
  /** Where the expectation stands in its file. */
  readonly path: ProblemPath;
  /** What was decided instead, and why, in sentences. */
  readonly message: string;
}

export interface PolicyTestResult {
  readonly test: PolicyTest;
  /** The decision's own sentence. */
  readonly sentence: string;
  /** Empty when the test passed. */
  readonly failures: readonly PolicyTestFailure[];
}

/** What tests run with: the policy, tiers, models and prices. All else of the situation is not looked at. */
export interface PolicyTestContext {
  readonly situation: Situation;
  /** Classifies an instruction. */
  readonly classify: (instruction: string) => Classification;
}

/** Decides every test's situation and compares. */
export function runPolicyTests(
  tests: readonly PolicyTest[],
  context: PolicyTestContext,
): PolicyTestResult[] {
  return tests.map((test) => runPolicyTest(test, context));
}

function runPolicyTest(test: PolicyTest, context: PolicyTestContext): PolicyTestResult {
  const { given, expect } = test;
  const task = taskOfTest(given, context.classify);
  const { escalatedFrom: from } = given;
  const escalation = from === undefined ? undefined : ({ from, to: 'next' } as const);
  const decision = decide(task, situationOfTest(given, context.situation), escalation);
  const sentence = explain(task, decision);
  const passedOver = explainRejected(decision.rejected);
  const why = passedOver ? `${sentence} Passed over: ${passedOver}.` : sentence;
  const failures = comparisons.flatMap(({ key, expected, actual }): PolicyTestFailure[] => {
    if (expect[key] === undefined) return [];
    const [wanted, found] = [expected(expect), actual(decision, expect)];
    if (wanted === found) return [];
    const message = `Expected ${names[key]} ${wanted}, but it is ${found}. ${why}`;
    return [{ path: [...test.path, 'expect', key], message }];
  });
  return { test, sentence, failures };
}

/** How an expectation is read from both sides, as words that are equal when it holds. */
interface Comparison {
  readonly key: keyof ExpectedDecision;
  readonly expected: (expect: ExpectedDecision) => string;
  readonly actual: (decision: Decision, expect: ExpectedDecision) => string;
}

const names: Readonly<Record<keyof ExpectedDecision, string>> = {
  tier: 'the tier',
  plan: 'the plan',
  model: 'the model',
  rule: 'the rule',
  staysLocal: 'whether it stays on this machine to be',
  refusal: 'the refusal',
  gates: 'the gates',
};

const comparisons: readonly Comparison[] = [
  {
    key: 'refusal',
    expected: ({ refusal }) => (refusal === true ? 'any' : refusal!),
    actual: ({ plan }, { refusal }) => {
      if (plan.kind !== 'refuse') return nothing;
      return refusal === true ? 'any' : plan.refusal.kind;
    },
  },
  { key: 'plan', expected: ({ plan }) => plan!, actual: ({ plan }) => kinds[plan.kind] },
  {
    key: 'tier',
    expected: ({ tier }) => inOrder(tier!),
    actual: ({ plan }) => inOrder(choicesOf(plan).map((choice) => choice.tier)),
  },
  {
    key: 'model',
    expected: ({ model }) => inOrder(model!),
    actual: ({ plan }) => inOrder(choicesOf(plan).map(({ model }) => model.reference)),
  },
  {
    key: 'rule',
    expected: ({ rule }) => quoted(rule!),
    actual: ({ reason }) => (reason.kind === 'rule' ? quoted(reason.rule.name) : nothing),
  },
  {
    key: 'staysLocal',
    expected: ({ staysLocal }) => String(staysLocal),
    actual: ({ stay }) => String(stay !== undefined),
  },
  {
    key: 'gates',
    expected: ({ gates }) => anyOrder(gates!),
    actual: ({ plan }) => anyOrder('gates' in plan ? plan.gates : []),
  },
];

const nothing = 'none';

const kinds: Readonly<Record<Plan['kind'], PlanKind>> = {
  direct: 'direct',
  cascade: 'cascade',
  speculation: 'speculate',
  refuse: 'refuse',
};

function inOrder(words: readonly string[]): string {
  return words.join(', then ') || nothing;
}

function anyOrder(words: readonly string[]): string {
  return [...new Set(words)].toSorted().join(', ') || nothing;
}

function quoted(name: string): string {
  return `“${name}”`;
}
