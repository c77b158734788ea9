import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Cascade, Decision } from '../../../../src/routing/decision.ts';
import type { Evidence, Experience } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { catalogAt, mixed, requests } from '../../../support/experiences.ts';
import { policyWith, situationWith, taskWith, took } from '../../../support/tasks.ts';

const [small, medium, large] = ['p/small', 'p/medium', 'p/large'] as const;
const catalog = catalogAt({ [small]: 1, [medium]: 5, [large]: 20 });

function decided(
  experiences: readonly Experience[],
  { task, situation }: { task?: Partial<Task>; situation?: Partial<Situation> } = {},
): Decision {
  const evidence: Evidence = gatherEvidence(experiences, { taskType: 'refactor' });
  const known = new Map([['refactor', evidence] as const]);
  return decide(taskWith(task), situationWith({ catalog, evidence: known, ...situation }));
}

const settled = { requests: 0, loss: 99, nanoUsd: 0 };
/** The same, with nothing left to explore with. */
function surely(experiences: readonly Experience[]): Decision {
  const evidence: Evidence = {
    ...gatherEvidence(experiences, { taskType: 'refactor' }),
    explorationCost: settled,
  };
  const known = new Map([['refactor', evidence] as const]);
  return decide(taskWith(), situationWith({ catalog, evidence: known }));
}

const good = mixed([
  ...requests(190, { [small]: true }),
  ...requests(10, { [small]: false, [large]: true }),
]);
const bad = [
  ...requests(60, { [small]: false, [large]: true }),
  ...requests(60, { [medium]: false }),
];
const ladderOf = ({ plan }: Decision) =>
  plan.kind === 'direct' ? plan.choice.tier : (plan as Cascade).ladder.map(({ tier }) => tier);

test('a cheap tier that passes nearly always is used', () => {
  const decision = decided(good);
  expect(decision.reason.kind).toBe('planned');
  expect([ladderOf(decision)].flat()[0]).toBe('fast');
});

test('a cheap tier that fails nearly always is left out', () => {
  const decision = surely(bad);
  expect(decision.reason.kind).toBe('planned');
  expect(ladderOf(decision)).toBe('reasoning');
});

test('cheap answers that turned out wrong are left out', () => {
  const wrong = [
    ...requests(60, { [small]: true }, true),
    ...requests(60, { [small]: true }),
    ...requests(60, { [large]: true }),
  ];
  expect([ladderOf(surely(wrong))].flat()).not.toContain('fast');
});

test('climbing stops where nobody above does better', () => {
  const hopeless = [
    ...requests(300, { [small]: true, [large]: true }),
    ...requests(300, { [small]: false, [large]: false }),
    ...requests(100, { [small]: false, [medium]: false }),
  ];
  expect([ladderOf(decided(hopeless))].flat()).not.toContain('reasoning');
});

const twenty: [string, Experience[], string | string[]][] = [
  ['failures', requests(20, { [small]: false, [large]: true }), 'reasoning'],
  ['passes', requests(20, { [small]: true }), ['fast', 'reasoning']],
];
test.each(twenty)('after twenty %s of the fast tier the plan follows', (_, experiences, ladder) => {
  expect(ladderOf(decided(experiences))).toEqual(ladder);
});

test('a tier that nobody tried is left alone', () => {
  expect([ladderOf(decided(good))].flat()).not.toContain('balanced');
});

test('it says its numbers', () => {
  const says = explain(taskWith(), decided(good));
  expect(says).toMatch(
    /fast passes 9\d % of such tasks \(9\d % to 9\d %, n = 1\d\d\), expected \$0\.0\d+ against \$0\.\d+ for asking the strongest at once/,
  );
});

test('it says that it explores, and stops when exploring has cost too much', () => {
  const few = [
    ...requests(8, { [small]: true }),
    ...requests(4, { [small]: false, [large]: true }),
  ];
  const exploring = decided(few);
  expect(exploring.reason).toMatchObject({ kind: 'planned', exploring: true });
  expect(explain(taskWith(), exploring)).toContain('exploring: it is not sure yet');
  expect(surely(few).reason).toMatchObject({ kind: 'planned', exploring: false });
});

const turned = (newest: readonly Experience[], day: string) => [
  ...newest.map((each) => ({ ...each, day })),
  ...good,
];

test('it says that a model changed, and since when, and no longer relies on what it did before', () => {
  const failing = requests(25, { [small]: false, [large]: true });
  const decision = decided(turned(failing, '2026-11-18'));
  expect(explain(taskWith(), decision)).toContain(
    '; fast answers worse than before (since 3 days), so older evidence counts less.',
  );
  expect(ladderOf(decision)).toBe('reasoning');
});

test.each([
  ['2026-11-21', '(since today)'],
  ['2026-11-20', '(since yesterday)'],
  ['2026-11-01', '(since 20 days)'],
])('a change on %s is told as one %s', (day, words) => {
  const failing = requests(25, { [small]: false, [large]: true });
  expect(explain(taskWith(), decided(turned(failing, day)))).toContain(words);
});

test('a change for the better is told as well', () => {
  const hard = mixed([
    ...requests(60, { [small]: false, [large]: true }),
    ...requests(40, { [small]: true }),
  ]);
  const says = explain(taskWith(), decided([...requests(40, { [small]: true }), ...hard]));
  expect(says).toContain('fast answers better than before, so older evidence counts less');
});

test('where a mistake costs much, the planner explores nothing and is as careful as it can be', () => {
  const few = [
    ...requests(8, { [small]: true }),
    ...requests(4, { [small]: false, [large]: true }),
  ];
  const costing = (cost: 'high' | 'low') => ({
    situation: {
      policy: policyWith({ costRules: [{ name: 'c', when: {}, origin: 'settings', cost }] }),
    },
  });
  expect(decided(few).reason).toMatchObject({ exploring: true });
  expect(decided(few, costing('high')).reason).toMatchObject({ exploring: false });
  expect(explain(taskWith(), decided(good, costing('low')))).toContain(
    'a wrong answer costs little here (your rule “c”)',
  );
});

test('the same evidence gives the same decision', () => {
  expect(decided(good)).toEqual(decided(good));
});

const ruleFor = (use: Rule['use'], origin: Rule['origin']): Partial<Situation> => ({
  policy: policyWith({ rules: [{ name: 'mine', when: {}, use, origin }] }),
});
const silent: [
  string,
  readonly Experience[],
  { task?: Partial<Task>; situation?: Partial<Situation> },
][] = [
  ['hardly any evidence', requests(9, { [small]: true }), {}],
  ['evidence about another type', good, { task: { type: 'debug' } }],
  ['a rule of the user', good, { situation: ruleFor('balanced', 'settings') }],
  ['a rule of the repository', good, { situation: ruleFor('balanced', 'repository') }],
  ['a manual pick', good, { situation: { pick: { tier: 'reasoning', pinned: {} } } }],
  ['a pin', good, { situation: { pick: { tier: 'auto', pinned: { refactor: 'fast' } } } }],
  ['a critical task', good, { situation: { policy: policyWith({ critical: ['src/**'] }) } }],
  [
    'one tier in the pool',
    good,
    { situation: { policy: policyWith({ auto: { tiers: ['fast'] } }) } },
  ],
  ['unknown prices', good, { situation: { catalog: new Map() } }],
  [
    'a strongest tier that is cooling with nobody to stand in, but too small a context',
    good,
    {
      situation: {
        catalog: new Map([...catalog, [large, { ...catalog.get(large)!, contextTokens: 1 }]]),
      },
    },
  ],
];
test.each(silent)('it is silent about %s', (_, experiences, given) => {
  expect(decided(experiences, given).reason.kind).not.toBe('planned');
});

test.each(['settings', 'repository'] as const)('a rule of %s may leave it the choice', (origin) => {
  const decision = decided(good, { situation: ruleFor('auto', origin) });
  expect(decision.reason.kind).toBe('planned');
});

test('a rule that leaves it the choice begins with the shipped priors', () => {
  const { reason } = decided([], { situation: ruleFor('auto', 'settings') });
  expect(reason).toMatchObject({ kind: 'planned' });
  expect(reason).not.toHaveProperty('evidence');
});

test('without prices it goes to the default tier', () => {
  const situation = { ...ruleFor('auto', 'settings'), catalog: new Map() };
  const { plan, reason } = decided([], { situation });
  expect([ladderOf({ plan } as Decision), reason.kind]).toEqual(['balanced', 'rule']);
});

test('only tiers of the pool are used', () => {
  const situation = { policy: policyWith({ auto: { tiers: ['balanced', 'reasoning'] } }) };
  expect([ladderOf(decided(good.concat(bad), { situation }))].flat()).not.toContain('fast');
});

test('a higher floor costs more', () => {
  const mixed = [
    ...requests(80, { [small]: true }),
    ...requests(20, { [small]: true }, true),
    ...requests(100, { [small]: false, [large]: true }),
    ...requests(100, { [large]: true }),
  ];
  const costAt = (floor: number) => {
    const situation = { policy: policyWith({ auto: { floor } }) };
    const { reason } = decided(mixed, { situation });
    return reason.kind === 'planned' ? reason.expectedNanoUsd : NaN;
  };
  expect(costAt(0.5)).toBeLessThan(costAt(0.99));
});

test('a cascade that takes longer than it may is started together, or not at all', () => {
  const latencies = new Map([small, medium, large].map((each) => [each, took(30_000)]));
  const decision = decided(good, { situation: { latencyBudgets: { refactor: 40 }, latencies } });
  const isClimbing = decision.plan.kind === 'cascade' && decision.plan.ladder.length > 1;
  expect(isClimbing).toBe(false);
});

test('a retry is used where evidence says that it works', () => {
  const retried = mixed([
    ...requests(100, { [small]: true }),
    ...requests(95, { [small]: false, [`${small}+retry`]: true }),
    ...requests(5, { [small]: false, [`${small}+retry`]: false, [large]: true }),
    ...requests(50, { [large]: true }),
  ]);
  const { plan } = decided(retried);
  expect(plan).toMatchObject({ kind: 'cascade', retry: true });
});
