import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { explain } from '../../../../src/routing/explain.ts';
import { explainUnavailability } from '../../../../src/routing/explainPassedOver.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import {
  modelWith,
  policyWith,
  readyProvider,
  situationWith,
  taskWith,
} from '../../../support/tasks.ts';

const usedBy = (use: Rule['use']): Partial<Situation> => ({
  policy: policyWith({ rules: [{ name: 'mine', when: {}, use, origin: 'settings' }] }),
});
const noKey = { name: 'P', simulated: false, state: { state: 'noKey' } } as const;

interface Case {
  readonly name: string;
  readonly task?: Partial<Task>;
  readonly situation?: Partial<Situation>;
  readonly escalation?: Escalation;
  readonly says: string;
}

const cases: Case[] = [
  {
    name: 'the shipped rules decide',
    task: { type: 'boilerplate' },
    says: 'Generate Boilerplate goes to fast (small): shipped rule “routine work is cheap”.',
  },
  {
    name: 'hard work goes to reasoning',
    task: { type: 'debug' },
    says: 'Debug goes to reasoning (large): shipped rule “hard thinking needs reasoning”.',
  },
  {
    name: 'a task without a rule goes to the default tier',
    task: { type: 'other' },
    says: 'Ask goes to balanced (medium): no rule names this task, so the default tier is used.',
  },
  {
    name: 'a manual pick wins over rules',
    task: { type: 'debug' },
    situation: { pick: { tier: 'fast', pinned: {} } },
    says: 'Debug goes to fast (small): you picked this tier.',
  },
  {
    name: 'a pin wins for its task type',
    task: { type: 'debug' },
    situation: { pick: { tier: 'fast', pinned: { debug: 'balanced' } } },
    says: 'Debug goes to balanced (medium): you pinned this tier to Debug.',
  },
  {
    name: 'a pin does not leak to other task types',
    task: { type: 'review' },
    situation: { pick: { tier: 'auto', pinned: { debug: 'fast' } } },
    says: 'Review goes to reasoning (large): shipped rule “hard thinking needs reasoning”.',
  },
  {
    name: 'escalation goes one tier up',
    escalation: { from: 'fast', to: 'next' },
    says: 'Refactor goes to balanced (medium): you escalated from fast.',
  },
  {
    name: 'escalation wins over a manual pick',
    situation: { pick: { tier: 'fast', pinned: {} } },
    escalation: { to: 'top' },
    says: 'Refactor goes to reasoning (large): you asked for the reasoning model.',
  },
  {
    name: 'there is nothing above the top',
    escalation: { from: 'reasoning', to: 'next' },
    says: 'Refactor was already answered by the strongest tier, reasoning.',
  },
  {
    name: 'a pick of a tier that is gone is refused',
    situation: { pick: { tier: 'gone', pinned: {} } },
    says: 'Refactor could not run: there is no tier "gone"; the tiers are fast, balanced, reasoning.',
  },
  {
    name: 'nothing is ready',
    situation: { providers: new Map([['p', noKey]]) },
    says: 'Refactor could not run: no model of the tier balanced is ready.',
  },
  {
    name: 'a rule may start tiers together',
    situation: usedBy({ speculate: ['fast', 'reasoning'], gates: ['complete', 'command'] }),
    says: 'Refactor starts fast (small) and reasoning (large) together and takes the first that passes complete and command: your rule “mine”.',
  },
  {
    name: 'a cap below the least that it can cost is refused',
    situation: usedBy({ cascade: ['fast', 'reasoning'], maxUsd: 0.000001 }),
    says: 'Refactor could not run: it costs at least about $0.00036, and its rule allows $0.0000010.',
  },
  {
    name: 'what starts together costs at least all of it',
    situation: usedBy({ speculate: ['fast', 'reasoning'], maxUsd: 0.0005 }),
    says: 'Refactor could not run: it costs at least about $0.00073, and its rule allows $0.00050.',
  },
  {
    name: 'a cap that pays for the first try is no obstacle',
    situation: usedBy({ cascade: ['fast', 'reasoning'], gates: ['complete'], maxUsd: 0.0005 }),
    says: 'Refactor tries fast (small), then reasoning (large) until complete pass: your rule “mine”.',
  },
];

test.each(cases)('$name', ({ task, situation, escalation, says }) => {
  const bound = taskWith(task);
  expect(explain(bound, decide(bound, situationWith(situation), escalation))).toBe(says);
});

test('a model that is not ready is passed over, and the decision says why', () => {
  const decision = decide(
    taskWith(),
    situationWith({
      policy: policyWith({
        tiers: toTiers({ balanced: ['gone/x', 'k/y', 'o/absent', 'p/tiny', 'p/medium@high'] }),
      }),
      catalog: new Map([['p/tiny', modelWith('p/tiny', { contextTokens: 1 })]]),
      providers: new Map([
        ['p', readyProvider],
        ['k', { ...noKey, name: 'K' }],
        [
          'o',
          { name: 'O', simulated: false, state: { state: 'ready', models: new Set(['here']) } },
        ],
      ]),
    }),
  );
  expect(decision.plan).toMatchObject({
    kind: 'direct',
    choice: { tier: 'balanced', effort: 'high', model: { reference: 'p/medium' } },
  });
  expect(
    decision.rejected.map(({ unavailability }) => explainUnavailability(unavailability)),
  ).toEqual([
    'there is no provider “gone” in your settings',
    'no key for K',
    'O: it has no model "absent"',
    'the task needs about 267 tokens, its answer included, and the model takes 1',
  ]);
});

test('a cascade climbs the tiers that are ready, with the usual gates', () => {
  const use = { cascade: ['fast', 'balanced', 'reasoning'], maxUsd: 0.5 };
  const rule = { name: 'careful', when: {}, use, origin: 'settings' } as const;
  const tiers = toTiers({ fast: ['p/small'], balanced: ['gone/x'], reasoning: ['p/large'] });
  const policy = policyWith({ tiers, rules: [rule] });
  const decision = decide(taskWith({ type: 'debug' }), situationWith({ policy }));
  expect(decision.plan).toMatchObject({
    kind: 'cascade',
    gates: ['complete', 'format', 'syntax', 'diagnostics', 'command'],
    caps: { attempts: 2, nanoUsd: 500_000_000 },
  });
  expect(explain(taskWith({ type: 'debug' }), decision)).toBe(
    'Debug tries fast (small), then reasoning (large) until complete, format, syntax, diagnostics and command pass: your rule “careful”.',
  );
});

test('the baseline is the strongest tier, and the expected cost is a range', () => {
  const { baseline, expected } = decide(taskWith({ type: 'boilerplate' }), situationWith());
  expect(baseline?.reference).toBe('p/large');
  expect(expected!.lowNanoUsd).toBeGreaterThan(0);
  expect(expected!.highNanoUsd).toBeGreaterThan(expected!.lowNanoUsd);
});

test('an unknown price gives no expected cost', () => {
  const { plan, expected } = decide(taskWith(), situationWith({ catalog: new Map() }));
  expect(plan.kind).toBe('direct');
  expect(expected).toBeUndefined();
});

test('a practice provider makes its models say so', () => {
  const providers = new Map([['p', { ...readyProvider, simulated: true }]]);
  const decision = decide(taskWith(), situationWith({ providers }));
  expect(explain(taskWith(), decision)).toContain('balanced (practice medium)');
});

test('a model that cools down is passed over for its stand-in, and the decision says so', () => {
  const policy = policyWith({ tiers: toTiers({ balanced: ['p/medium', 'q/medium', 'p/small'] }) });
  const decision = decide(
    taskWith(),
    situationWith({
      policy,
      catalog: new Map([
        ['p/medium', modelWith('p/medium')],
        ['q/medium', modelWith('q/medium')],
      ]),
      providers: new Map([
        ['p', readyProvider],
        ['q', readyProvider],
      ]),
      coolingDown: new Map([['p/medium', { secondsLeft: 12, why: 'overloaded' }]]),
    }),
  );
  expect(decision.plan).toMatchObject({ choice: { model: { reference: 'q/medium' } } });
  expect(
    decision.rejected.map(({ unavailability }) => explainUnavailability(unavailability)),
  ).toEqual([
    'overloaded a moment ago, not asked again for 12 s',
    'it may be more expensive than medium, so it is never used as its fallback',
  ]);
});
