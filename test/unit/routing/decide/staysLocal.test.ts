import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { stepSituation } from '../../../../src/routing/decide/stepSituation.ts';
import type { Choice, Decision, Plan } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import type { LocalRule, Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { ProviderFacts, Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const references: readonly ModelReference[] = [
  'cloud/small',
  'cloud/large',
  'cloud/huge',
  'here/small',
  'here/large',
  'here/big:120b-cloud',
  'vscode/copilot/large',
];
const facts = (name: string, isLocal?: true): ProviderFacts => ({
  name,
  simulated: false,
  state: { state: 'ready' },
  ...(isLocal && { isLocal }),
});
const localRule: LocalRule = { name: 'keys', when: { path: ['secret/**'] }, origin: 'repository' };
const kept = taskWith({ path: 'secret/a.ts' });

/** Three tiers, each with models elsewhere that are asked first, are cheaper or have larger windows. */
function world(rules: readonly Rule[] = [], fields: Partial<Situation> = {}): Situation {
  const models = references.map((each) =>
    modelWith(each, { contextTokens: each.startsWith('here') ? 10_000 : 1_000_000 }),
  );
  return situationWith({
    policy: policyWith({
      tiers: toTiers({
        fast: ['cloud/small', 'here/small'],
        balanced: ['here/large', 'cloud/large', 'vscode/copilot/large', 'here/big:120b-cloud'],
        reasoning: ['cloud/huge', 'vscode/copilot/large', 'here/big:120b-cloud'],
      }),
      rules,
      // It stands behind every rule that chooses a tier.
      localRules: [localRule],
    }),
    catalog: new Map(models.map((model) => [model.reference, model])),
    providers: new Map([
      ['cloud', facts('Cloud')],
      ['here', facts('Here', true)],
      ['vscode', facts('VS Code')],
    ]),
    ...fields,
  });
}

/** Every model that a plan may ask, in whatever way. */
function mayAsk(plan: Plan): string[] {
  const all = (choice: Choice): string[] => [
    choice.model.reference,
    ...(choice.fallbacks ?? []).flatMap(all),
    ...(choice.larger ?? []).flatMap(all),
  ];
  if (plan.kind === 'refuse') return [];
  if (plan.kind === 'direct') return all(plan.choice);
  return [...plan.ladder, ...plan.judges].flatMap(all);
}

const rule = (use: Rule['use']): Rule => ({ name: 'tier', when: {}, use, origin: 'settings' });
const judged = { gates: ['judge'], judge: 'cloud/huge' } as const;
const decisions: readonly [
  what: string,
  decision: (task: Task) => Decision,
  asked: readonly string[],
][] = [
  ['a tier', (task) => decide(task, world([rule('fast')])), ['here/small']],
  ['a tier with nothing here', (task) => decide(task, world([rule('reasoning')])), ['here/large']],
  ['no rule', (task) => decide(task, world()), ['here/large']],
  ['the planner', (task) => decide(task, world([rule('auto')])), ['here/large']],
  [
    'a cascade',
    (task) =>
      decide(task, world([rule({ cascade: ['fast', 'balanced', 'reasoning'], ...judged })])),
    ['here/small', 'here/large'],
  ],
  [
    'a speculation',
    (task) => decide(task, world([rule({ speculate: ['fast', 'reasoning'], ...judged })])),
    ['here/small'],
  ],
  [
    'a pick',
    (task) => decide(task, world([], { pick: { tier: 'fast', pinned: {} } })),
    ['here/small'],
  ],
  [
    'a pick of a tier with nothing here',
    (task) => decide(task, world([], { pick: { tier: 'reasoning', pinned: {} } })),
    [],
  ],
  [
    'a pin',
    (task) => decide(task, world([], { pick: { tier: 'auto', pinned: { refactor: 'fast' } } })),
    ['here/small'],
  ],
  [
    'an escalation by one tier',
    (task) => decide(task, world(), { from: 'fast', to: 'next' }),
    ['here/large'],
  ],
  ['an escalation to the top', (task) => decide(task, world(), { from: 'fast', to: 'top' }), []],
  [
    'a workflow step that names a model elsewhere',
    (task) => {
      const use = { kind: 'named', name: 'cloud/huge' } as const;
      return decide(
        task,
        stepSituation(world(), {
          name: 's',
          taskType: 'other',
          use,
          checks: {},
          mayNameModels: true,
        }),
      );
    },
    [],
  ],
  [
    'a workflow step on a cascade',
    (task) => {
      const use = { kind: 'cascade', names: ['cloud/small', 'here/small'] } as const;
      const checks = { gates: ['judge'] as const };
      return decide(
        task,
        stepSituation(world(), { name: 's', taskType: 'other', use, checks, mayNameModels: true }),
      );
    },
    ['here/small', 'here/large'],
  ],
  [
    'a tight latency budget',
    (task) =>
      decide(
        task,
        world([rule({ cascade: ['fast', 'balanced'], gates: ['complete'] })], {
          latencyBudgets: { refactor: 1 },
        }),
      ),
    ['here/small', 'here/large'],
  ],
];

test.each(decisions)('%s: kept work asks models here alone', (_what, decision, asked) => {
  const kind = decision(kept);
  expect(new Set(mayAsk(kind.plan))).toEqual(new Set(asked));
  expect(kind.stay).toEqual({ rule: 'keys', origin: 'repository', path: 'secret/a.ts' });
  expect(explain(kept, kind)).toContain('stays on this machine: rule “keys” for secret/a.ts');
  // The same decision about another file may go elsewhere, so it is the rule that keeps it here.
  const free = decision(taskWith({ path: 'src/a.ts' }));
  expect(free.stay).toBeUndefined();
  expect(mayAsk(free.plan).some((model) => !model.startsWith('here'))).toBe(true);
});

test('a judge that a rule names elsewhere is not asked', () => {
  const cascade = rule({ cascade: ['fast', 'balanced'], ...judged });
  const { plan } = decide(kept, world([cascade]));
  expect(plan.kind === 'cascade' && plan.judges.map(({ model }) => model.reference)).toEqual([]);
});

test('a model that a local server hands on to others is not here', () => {
  const tiers = toTiers({ fast: ['here/big:120b-cloud', 'here/small'] });
  const { policy, ...rest } = world();
  const { plan, rejected } = decide(kept, { ...rest, policy: { ...policy, tiers } });
  expect(mayAsk(plan)).toEqual(['here/small']);
  expect(rejected[0]?.unavailability).toEqual({ kind: 'notLocal', provider: 'Here' });
});

test('nor is one that the server says it hands on, whatever its name', () => {
  const { providers, policy, ...rest } = world();
  const state = { state: 'ready', forwarded: new Set(['large']) } as const;
  const here = { ...facts('Here', true), state };
  const tiers = toTiers({ fast: ['here/large', 'here/small'] });
  const now = { ...rest, policy: { ...policy, tiers } };
  const { plan } = decide(kept, { ...now, providers: new Map([...providers, ['here', here]]) });
  expect(mayAsk(plan)).toEqual(['here/small']);
});

test('without a model here the refusal names the rule and the file', () => {
  const { providers, ...rest } = world();
  const gone = new Map([...providers].filter(([id]) => id !== 'here'));
  const decision = decide(kept, { ...rest, providers: gone });
  expect(explain(kept, decision)).toBe(
    'Refactor could not run: it stays on this machine: rule “keys” for secret/a.ts, and no model of balanced is ready here.',
  );
  const up = decide(kept, { ...rest, providers: gone }, { from: 'balanced', to: 'next' });
  expect(explain(kept, up)).toMatch(
    /^Refactor cannot be escalated: it stays on this machine: rule/,
  );
});
